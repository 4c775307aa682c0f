"""What nbgrader is told for the learner."""

from pathlib import Path

from aulac.classroom.layout import ASSIGNMENTS

c = get_config()  # noqa: F821

c.Exchange.assignment_dir = str(Path.home() / ASSIGNMENTS)
