"""Due dates here and in nbgrader's gradebook: those of the exchange are the true ones.

A change here is written into the gradebook of the course directory at once. A date that somebody
changed there comes with the next release, and counts only where it is another than we knew there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from graders.course import Course, CourseError, read_course
from graders.database import GradebookError
from graders.dates import set_due, set_extensions

from . import assignments, queue
from .database import Assignment, Base, Database, Extension
from .words import Refusal


class GradebookDue(Base):
    """The due date that the gradebook had when we last knew."""

    __tablename__ = "gradebook_due"

    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id), primary_key=True)
    due: Mapped[datetime | None]


def taken_over(session: Session, assignment: Assignment, fields: dict) -> dict:
    """Return a change of an assignment in which `gradebook_due`, if it is new, became `due`."""
    if "gradebook_due" not in fields:
        return fields
    told = fields["gradebook_due"]
    kept = {name: value for name, value in fields.items() if name != "gradebook_due"}
    known = session.get(GradebookDue, assignment.id)
    if told == (known and known.due):
        return kept
    session.merge(GradebookDue(assignment_id=assignment.id, due=told))
    return kept | {"due": told}


class GradebookDates:
    """Writes dates into the gradebooks of the course directories that `place` names (`{course}`).

    Raises Refusal 503 when a gradebook cannot be written: the dates hold here all the same. What
    came after the due date is graded again, since its penalty for lateness may be another.
    """

    def __init__(self, place: str, database: Database):
        self.place, self.database = place, database
        self.turn = Lock()

    def due_changed(self, course: str, name: str, before: datetime | None) -> None:
        """The assignment is due at another time than `before`."""
        with self.turn, written(course):
            assignment, more = self.now(course, name)
            if not (there := self.course(course)) or not set_due(there, name, assignment.due):
                return
            set_extensions(there, name, more)
            with self.database.writing() as session:
                session.merge(GradebookDue(assignment_id=assignment.id, due=assignment.due))
                self.grade_again(session, assignment, before)

    def extension_changed(self, course: str, name: str) -> None:
        """Somebody has another extension than before."""
        with self.turn, written(course):
            assignment, more = self.now(course, name)
            if (there := self.course(course)) and set_extensions(there, name, more):
                with self.database.writing() as session:
                    self.grade_again(session, assignment, None)

    def now(self, course: str, name: str) -> tuple[Assignment, dict[str, timedelta]]:
        """The assignment, and by how much later it is due for some."""
        with self.database.reading() as session:
            assignment = assignments.find(session, course, name)
            given = select(Extension).where(Extension.assignment_id == assignment.id)
            own = {
                one.user: assignments.terms_of(assignment, one).due
                for one in session.scalars(given)
            }
        due = assignment.due
        return assignment, {user: then - due for user, then in own.items() if due and then > due}

    def grade_again(
        self, session: Session, assignment: Assignment, before: datetime | None
    ) -> None:
        if since := min((time for time in (before, assignment.due) if time), default=None):
            queue.grade_again(session, assignment.id, since)

    def course(self, name: str) -> Course | None:
        folder = Path(self.place.format(course=name))
        return read_course(folder) if self.place and folder.is_dir() else None


@contextmanager
def written(course: str) -> Iterator[None]:
    """What goes wrong with the gradebook is told as a Refusal."""
    try:
        yield
    except (CourseError, GradebookError):
        raise Refusal(503, "gradebook_behind", course=course) from None
