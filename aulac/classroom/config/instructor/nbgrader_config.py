"""What nbgrader is told for the instructor."""

from pathlib import Path

from aulac.classroom.homes import COURSE

c = get_config()  # noqa: F821

c.FormgradeExtension.debug = False
c.Autograde.exporter_class = "aulac.classroom.submissions.SubmissionExporter"
c.ExchangeCollect.check_owner = False
c.ExchangeFactory.collect = "aulac.classroom.submissions.Collect"

load_subconfig("nbgrader_config.py", path=str(Path.home() / COURSE))  # noqa: F821
