"""What nbgrader is told for the instructor."""

from pathlib import Path

from aulac.classroom.homes import COURSE

c = get_config()  # noqa: F821

c.FormgradeExtension.debug = False

load_subconfig("nbgrader_config.py", path=str(Path.home() / COURSE))  # noqa: F821

c.ExchangeFactory.collect = "aulac.classroom.submissions.Collect"
