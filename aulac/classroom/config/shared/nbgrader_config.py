"""What nbgrader is told for learners and instructors alike."""

import os

from aulac.course.build import COURSE_ID

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = COURSE_ID
c.Exchange.root = os.environ["AULAC_EXCHANGE"]
