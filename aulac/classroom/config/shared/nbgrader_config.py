"""What nbgrader is told for learners and instructors alike."""

import os

c = get_config()  # noqa: F821

EXCHANGE = "aulac.classroom.exchange.nbgrader_exchange"

c.CourseDirectory.course_id = os.environ["AULAC_CLASS"]
c.ExchangeFactory.exchange = f"{EXCHANGE}.Exchange"
c.ExchangeFactory.fetch_assignment = f"{EXCHANGE}.FetchAssignment"
c.ExchangeFactory.fetch_feedback = f"{EXCHANGE}.FetchFeedback"
c.ExchangeFactory.list = "aulac.classroom.exchange.nbgrader_list.List"
c.ExchangeFactory.release_assignment = f"{EXCHANGE}.ReleaseAssignment"
c.ExchangeFactory.release_feedback = f"{EXCHANGE}.ReleaseFeedback"
c.ExchangeFactory.submit = f"{EXCHANGE}.Submit"
