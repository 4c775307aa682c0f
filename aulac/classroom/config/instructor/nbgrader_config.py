"""What nbgrader is told for the instructor."""

from pathlib import Path

from aulac.classroom.layout import COURSE
from aulac.classroom.timezone import zone

c = get_config()  # noqa: F821

c.FormgradeExtension.debug = False
c.NbGraderAPI.timezone = zone().key
c.CourseDirectory.groupshared = True  # on a server the exchange's account grades here, too

load_subconfig("nbgrader_config.py", path=str(Path.home() / COURSE))  # noqa: F821

c.ExchangeFactory.collect = "aulac.classroom.submissions.Collect"
