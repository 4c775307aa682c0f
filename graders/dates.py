"""When work is due, in nbgrader's gradebook: for everybody, and later for some.

nbgrader keeps an extension with the work it is for. Ours is kept from when it is granted: work that
is recorded afterwards gets it too, and a late penalty counts from the learner's own date.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.engine import Connection

from .course import Course
from .database import Database
from .own_tables import EXTENSIONS

PATIENCE = 5.0  # seconds for others who are writing


def set_due(course: Course, assignment: str, due: datetime | None) -> bool:
    """Set when the assignment is due for everybody.

    Returns False where there is no gradebook, or none that knows the assignment. Raises
    GradebookError.
    """
    with _opened(course, assignment) as found:
        if found:
            connection, tables, assignment_id = found
            table, naive = tables["assignment"], due and due.astimezone(UTC).replace(tzinfo=None)
            changed = update(table).where(table.c.id == assignment_id).values(duedate=naive)
            connection.execute(changed)
        return bool(found)


def set_extensions(course: Course, assignment: str, more: Mapping[str, timedelta]) -> bool:
    """Set how much later than everybody's some learners' work is due, in place of earlier ones.

    Returns and raises as `set_due`.
    """
    with _opened(course, assignment) as found:
        if found:
            connection, tables, assignment_id = found
            _keep(connection, assignment, more)
            _extend(connection, tables["submitted_assignment"], assignment_id, more)
        return bool(found)


@contextmanager
def _opened(
    course: Course, assignment: str
) -> Iterator[tuple[Connection, dict[str, Table], str] | None]:
    """A transaction in the gradebook, its tables, and the id of the assignment."""
    with closing(Database(course.db_url, PATIENCE)) as database:
        if not database.open_tables(create=False):
            yield None
            return
        table = database.tables["assignment"]
        with database.begin() as connection:
            known = select(table.c.id).where(table.c.name == assignment)
            assignment_id = connection.execute(known).scalar()
            yield (connection, database.tables, assignment_id) if assignment_id else None


def extension_of(connection: Connection, assignment: str, learner: str) -> timedelta | None:
    """What a learner was granted, also before anything was handed in."""
    granted = select(EXTENSIONS.c.seconds).where(
        EXTENSIONS.c.assignment == assignment, EXTENSIONS.c.learner == learner
    )
    seconds = connection.execute(granted).scalar()
    return seconds and timedelta(seconds=seconds)


def _keep(connection: Connection, assignment: str, more: Mapping[str, timedelta]) -> None:
    EXTENSIONS.create(connection, checkfirst=True)
    connection.execute(delete(EXTENSIONS).where(EXTENSIONS.c.assignment == assignment))
    rows = [
        {"assignment": assignment, "learner": learner, "seconds": round(time.total_seconds())}
        for learner, time in more.items()
    ]
    if rows:
        connection.execute(insert(EXTENSIONS), rows)


def _extend(
    connection: Connection, submitted: Table, assignment_id: str, more: Mapping[str, timedelta]
) -> None:
    """What nbgrader's `grant_extension` does, for all the work that is there."""
    theirs = submitted.c.assignment_id == assignment_id
    connection.execute(update(submitted).where(theirs).values(extension=None))
    for learner, time in more.items():
        one = update(submitted).where(theirs, submitted.c.student_id == learner)
        connection.execute(one.values(extension=time))
