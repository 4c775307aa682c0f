"""What nbgrader is told for the learner: one account is one student, whatever the OS user."""

import os
from pathlib import Path

from aulac.classroom.homes import ASSIGNMENTS

c = get_config()  # noqa: F821

c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
c.Exchange.assignment_dir = str(Path.home() / ASSIGNMENTS)
