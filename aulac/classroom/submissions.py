"""Collects work, and gives learners who have no name in the gradebook that of their account."""

from nbgrader.api import Gradebook

from .exchange import nbgrader_exchange
from .language import sentence


class Collect(nbgrader_exchange.Collect):
    """Collects, and names the learners."""

    def copy_files(self):
        super().copy_files()
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            for mine in self.by_learner():
                name(gradebook, mine[0].user)


def name(gradebook: Gradebook, account: str) -> None:
    student = gradebook.update_or_create_student(account)
    if not (student.first_name or student.last_name):
        words = {"last_name": sentence("Học viên", "Learner"), "first_name": account}
        gradebook.update_or_create_student(account, **words)
