"""Records reports into nbgrader's gradebook: one writer, one transaction a submission.

Does what `nbgrader autograde` does to the database, in one step that is whole or not at all. The
report is kept beside the grades, so that work done is found again after any interruption.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Table, insert, select, update
from sqlalchemy.engine import Connection

from .assignment import Assignment
from .autograded import is_written, without_documents, write_autograded
from .course import Course
from .database import Database
from .own_tables import OURS, REPORTS, VERSIONS
from .recording import Recording
from .registration import read_rows, register, version_of
from .report import Report
from .submission import Submission


@dataclass(frozen=True)
class OnRecord:
    """A report in the gradebook: its key, the hash of the submission, and its JSON."""

    key: str
    submission: str
    json: str

    def report(self) -> Report | None:
        """The report (its notebooks lie in `autograded/`); None if a later version wrote it."""
        try:
            return Report.from_json(self.json)
        except ValueError:
            return None


Scores = dict[tuple[str, str], float | None]


class Gradebook:
    """The gradebook of a course, open for one process that records into it.

    Raises GradebookError, with a sentence, whatever the database or the disk does.
    """

    def __init__(self, course: Course, patience: float = 30.0):
        self.course = course
        self.database = Database(course.db_url, patience)
        self.database.open_tables(create=True)
        with self.database.begin() as connection:
            OURS.create_all(connection)
        self.tables = self.database.tables

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *_) -> None:
        self.database.close()

    def prepare(self, assignment: Assignment) -> Assignment:
        """Makes this version of the assignment known, and takes from the gradebook what is a stub.

        An answer is unchanged if it is what the gradebook says that learners were given. Raises
        AssignmentError.
        """
        self.register(assignment.name)
        stubs = self.stubs(assignment.name)
        notebooks = []
        for notebook in assignment.notebooks:
            cells = (
                replace(cell, stub=stubs.get((notebook.name, cell.grade_id), cell.stub))
                if cell.role in ("solution", "written")
                else cell
                for cell in notebook.cells
            )
            notebooks.append(replace(notebook, cells=tuple(cells)))
        return replace(assignment, notebooks=tuple(notebooks))

    def register(self, assignment: str) -> None:
        """Makes this version of the assignment known, unless it is. Raises AssignmentError."""
        version = version_of(self.course, assignment)
        with self.database.read() as connection:
            known = select(VERSIONS.c.version).where(VERSIONS.c.assignment == assignment)
            if connection.execute(known).scalar() == version:
                return
        rows = read_rows(self.course, assignment)
        with self.database.begin() as connection:
            register(connection, self.tables, self.course, assignment, rows)
            upsert(connection, VERSIONS, {"assignment": assignment}, {"version": version})

    def stubs(self, assignment: str) -> dict[tuple[str, str], str]:
        """What learners found in each marked cell, by notebook and grade_id."""
        books, sources, names = (
            self.tables[name] for name in ("notebook", "source_cell", "assignment")
        )
        query = (
            select(books.c.name, sources.c.name, sources.c.source)
            .join(sources, sources.c.notebook_id == books.c.id)
            .join(names, names.c.id == books.c.assignment_id)
            .where(names.c.name == assignment)
        )
        with self.database.read() as connection:
            return {(book, cell): source or "" for book, cell, source in connection.execute(query)}

    def on_record(self, assignment: str, learner: str) -> OnRecord | None:
        """What is on record of this learner's submission, or None."""
        query = select(REPORTS.c.key, REPORTS.c.submission, REPORTS.c.report).where(
            REPORTS.c.assignment == assignment, REPORTS.c.learner == learner
        )
        with self.database.read() as connection:
            found = connection.execute(query).one_or_none()
        return OnRecord(*found) if found else None

    def reports(self, assignment: str) -> Iterator[str]:
        """All reports on record as JSON, one after the other, in the order of learners' names."""
        query = select(REPORTS.c.learner).where(REPORTS.c.assignment == assignment)
        with self.database.read() as connection:
            learners = sorted(connection.execute(query).scalars())
        for learner in learners:
            if found := self.on_record(assignment, learner):
                yield found.json

    def is_complete(self, report: Report) -> bool:
        """The files that belong to a report on record are there too."""
        return is_written(self.course, report)

    def scores(self, assignment: str, learner: str) -> Scores:
        """Automatic scores on record, by notebook and grade_id; empty before the first grading."""
        names, submitted, books, marked, grades, cells = (
            self.tables[name]
            for name in (
                "assignment",
                "submitted_assignment",
                "notebook",
                "submitted_notebook",
                "grade",
                "base_cell",
            )
        )
        query = (
            select(books.c.name, cells.c.name, grades.c.auto_score)
            .join(marked, marked.c.id == grades.c.notebook_id)
            .join(books, books.c.id == marked.c.notebook_id)
            .join(cells, cells.c.id == grades.c.cell_id)
            .join(submitted, submitted.c.id == marked.c.assignment_id)
            .join(names, names.c.id == submitted.c.assignment_id)
            .where(names.c.name == assignment, submitted.c.student_id == learner)
        )
        with self.database.read() as connection:
            return {(book, cell): score for book, cell, score in connection.execute(query)}

    def record(
        self, report: Report, submission: Submission, assignment: Assignment, again: bool = False
    ) -> bool:
        """Writes files and grades of one submission; False if they were on record already.

        again: writes even then. A mark given by a person stays, and asks to be looked at again.
        """
        which = {"assignment": report.assignment, "learner": report.learner}
        kept = {
            "key": report.key,
            "submission": submission.digest(),
            "report": without_documents(report).to_json(),
        }
        with self.database.begin() as connection:
            before = select(REPORTS.c.key, REPORTS.c.submission).where(*same(REPORTS, which))
            key, handed_in = connection.execute(before).one_or_none() or (None, None)
            if key == report.key and not again and is_written(self.course, report):
                return False
            write_autograded(self.course, assignment, submission, report)
            recording = Recording(connection, self.tables, self.course)
            recording.run(report, submission, same_work=handed_in == kept["submission"])
            upsert(connection, REPORTS, which, kept)
        return True


def upsert(connection: Connection, table: Table, which: dict, values: dict) -> None:
    """Writes a row under its primary key, in place of an earlier one."""
    changed = connection.execute(update(table).where(*same(table, which)).values(values))
    if not changed.rowcount:
        connection.execute(insert(table).values(which | values))


def same(table: Table, which: dict) -> list:
    return [table.c[name] == value for name, value in which.items()]
