"""What one submission changes in nbgrader's tables, as `nbgrader autograde` would change them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Table, and_, bindparam, case, cast, func, insert, literal, select, update
from sqlalchemy.engine import Connection

from .course import Course, timestamp_of
from .dates import extension_of
from .penalties import penalty_for
from .registration import GRADED, SOLVED, TASK
from .report import NotebookReport, Report
from .submission import Submission

NO_RESPONSE = "No response."


@dataclass(frozen=True)
class Marks:
    """A submitted notebook in the gradebook, its cells and what learners had in them at first."""

    notebook_id: str
    submitted_id: str
    cells: dict[tuple[str, str], str]
    stubs: dict[str, str]


class Recording:
    """The statements of one transaction."""

    def __init__(self, connection: Connection, tables: dict[str, Table], course: Course):
        self.connection, self.tables, self.course = connection, tables, course

    def run(self, report: Report, submission: Submission, same_work: bool) -> None:
        self.ensure_student(report.learner)
        assignments = self.tables["assignment"]
        query = select(assignments.c.id, assignments.c.duedate).where(
            assignments.c.name == report.assignment
        )
        assignment_id, due = self.connection.execute(query).one()
        timestamp, _ = timestamp_of(submission)
        submitted_id, late = self.submission(assignment_id, report, timestamp, due)
        found = {notebook.name: notebook for notebook in report.notebooks}
        for name, marks in self.notebooks(assignment_id, submitted_id).items():
            notebook = found.get(name)
            self.write_grades(marks, notebook, same_work)
            self.write_comments(marks, notebook)
            self.write_penalty(marks, notebook, report.learner, late)

    def ensure_student(self, learner: str) -> None:
        students = self.tables["student"]
        if not self.connection.execute(
            select(students.c.id).where(students.c.id == learner)
        ).scalar():
            self.connection.execute(insert(students).values(id=learner))

    def submission(
        self, assignment_id: str, report: Report, timestamp: datetime | None, due: datetime | None
    ) -> tuple[str, float]:
        """The submission's id and by how many seconds it is late; made or brought up to date."""
        table, learner = self.tables["submitted_assignment"], report.learner
        query = select(table.c.id, table.c.timestamp, table.c.extension).where(
            table.c.assignment_id == assignment_id, table.c.student_id == learner
        )
        row = self.connection.execute(query).one_or_none()
        granted = extension_of(self.connection, report.assignment, learner)
        extension = row.extension or granted if row else granted
        known = {"extension": extension} | ({"timestamp": timestamp} if timestamp else {})
        if row:
            own_id = row.id
            self.connection.execute(update(table).where(table.c.id == own_id).values(known))
        else:
            own_id = uuid4().hex
            new = {"id": own_id, "assignment_id": assignment_id, "student_id": learner}
            self.connection.execute(insert(table).values(new | known))
        timestamp = timestamp or (row.timestamp if row else None)
        if timestamp is None or due is None:
            return own_id, 0.0
        due = due + extension if extension else due
        return own_id, max(0.0, (timestamp - due).total_seconds())

    def notebooks(self, assignment_id: str, submitted_id: str) -> dict[str, Marks]:
        """The notebooks of the assignment, each with its row for this submission."""
        books, cells, sources = (
            self.tables[name] for name in ("notebook", "base_cell", "source_cell")
        )
        marked = self.tables["submitted_notebook"]
        query = (
            select(books.c.name, books.c.id, marked.c.id)
            .join(
                marked,
                and_(marked.c.notebook_id == books.c.id, marked.c.assignment_id == submitted_id),
                isouter=True,
            )
            .where(books.c.assignment_id == assignment_id)
        )
        found = {}
        for name, book_id, marks_id in self.connection.execute(query).all():
            if marks_id is None:
                marks_id = self.new_notebook(book_id, submitted_id)
            found[name] = book_id, marks_id
        ids = [book_id for book_id, _ in found.values()]
        kinds = select(cells.c.notebook_id, cells.c.name, cells.c.type, cells.c.id)
        stubs = select(sources.c.notebook_id, sources.c.name, sources.c.source)
        kinds = self.connection.execute(kinds.where(cells.c.notebook_id.in_(ids))).all()
        stubs = self.connection.execute(stubs.where(sources.c.notebook_id.in_(ids))).all()
        return {
            name: Marks(
                book_id,
                marks_id,
                {(cell, kind): cell_id for book, cell, kind, cell_id in kinds if book == book_id},
                {cell: source for book, cell, source in stubs if book == book_id},
            )
            for name, (book_id, marks_id) in found.items()
        }

    def new_notebook(self, book_id: str, submitted_id: str) -> str:
        new = {"id": uuid4().hex, "assignment_id": submitted_id, "notebook_id": book_id}
        self.connection.execute(
            insert(self.tables["submitted_notebook"]).values(new | {"flagged": False})
        )
        return new["id"]

    def write_grades(self, marks: Marks, notebook: NotebookReport | None, same_work: bool) -> None:
        """Automatic scores as nbgrader sets them; a person's mark and extra credit stay.

        Where a person has marked, one has to look again, unless work and score are the same.
        Nothing readable handed in is 0 points without any need to look at it.
        """
        readable = notebook is not None and not notebook.refusal
        scores = {r.grade_id: r.score for r in notebook.results} if notebook else {}
        wanted = {}
        for (name, kind), cell_id in marks.cells.items():
            if kind in (GRADED, TASK):
                score = scores.get(name) if readable else scores.get(name) or 0.0
                wanted[cell_id] = None if score is None else float(score)
        grades = self.tables["grade"]
        self.add_missing(grades, marks, wanted, {"needs_manual_grade": True})
        score = cast(bindparam("score"), grades.c.auto_score.type)  # PostgreSQL guesses no type
        person = needs_person(grades, score, same_work) if readable else literal(False)
        query = self.rows_of(grades, marks).values(auto_score=score, needs_manual_grade=person)
        if wanted:
            self.connection.execute(
                query, [{"cell": cell_id, "score": score} for cell_id, score in wanted.items()]
            )

    def write_comments(self, marks: Marks, notebook: NotebookReport | None) -> None:
        """`No response.` beside answers that are still what the learner was given."""
        handed_in = sources_of(notebook)
        wanted, said = {}, []
        for (name, kind), cell_id in marks.cells.items():
            if kind in (SOLVED, TASK):
                wanted[cell_id] = name
                if name in handed_in:
                    same = kind == SOLVED and handed_in[name] == marks.stubs.get(name)
                    said.append({"cell": cell_id, "said": NO_RESPONSE if same else None})
        comments = self.tables["comment"]
        self.add_missing(comments, marks, wanted, {})
        if said:
            query = self.rows_of(comments, marks).values(auto_comment=bindparam("said"))
            self.connection.execute(query, said)

    def rows_of(self, table: Table, marks: Marks):
        """An update of the row of one cell (`cell`) in this notebook."""
        return update(table).where(
            table.c.notebook_id == marks.submitted_id, table.c.cell_id == bindparam("cell")
        )

    def add_missing(self, table: Table, marks: Marks, wanted: dict, values: dict) -> None:
        """Adds rows for cells of this notebook that have none yet."""
        known = select(table.c.cell_id).where(table.c.notebook_id == marks.submitted_id)
        present = set(self.connection.execute(known).scalars())
        new = [
            {"id": uuid4().hex, "notebook_id": marks.submitted_id, "cell_id": cell_id} | values
            for cell_id in wanted
            if cell_id not in present
        ]
        if new:
            self.connection.execute(insert(table), new)

    def write_penalty(
        self, marks: Marks, notebook: NotebookReport | None, learner: str, late: float
    ) -> None:
        """The course's penalty for a late submission, between 0 and what was scored."""
        penalty = None
        if late > 0 and notebook is not None:
            penalty = penalty_for(self.course.config, learner, self.score(marks), late)
        table = self.tables["submitted_notebook"]
        query = update(table).where(table.c.id == marks.submitted_id)
        self.connection.execute(query.values(late_submission_penalty=penalty))

    def score(self, marks: Marks) -> float:
        grades = self.tables["grade"]
        query = select(func.coalesce(func.sum(score_of(grades)), 0.0))
        return self.connection.execute(
            query.where(grades.c.notebook_id == marks.submitted_id)
        ).scalar_one()


def needs_person(grades: Table, score, same_work: bool):
    """Nothing but a person can mark it, or a person's mark may no longer fit."""
    unchanged = and_(literal(same_work), grades.c.auto_score.is_not_distinct_from(score))
    return case(
        (grades.c.manual_score.is_(None), score.is_(None)),
        (unchanged, grades.c.needs_manual_grade),
        else_=literal(True),
    )


def score_of(grades: Table):
    """A person's mark before an automatic one, and extra credit on top, as nbgrader counts."""
    extra = func.coalesce(grades.c.extra_credit, 0.0)
    return case(
        (grades.c.manual_score.is_not(None), grades.c.manual_score + extra),
        (grades.c.auto_score.is_not(None), grades.c.auto_score + extra),
        else_=0.0,
    )


def sources_of(notebook: NotebookReport | None) -> dict[str, str]:
    """The sources of the marked cells in a rebuilt notebook, by grade_id."""
    found = {}
    for cell in notebook.document.get("cells", []) if notebook else []:
        marks = cell.get("metadata", {}).get("nbgrader") or {}
        if "grade_id" in marks:
            source = cell["source"]
            found[marks["grade_id"]] = source if isinstance(source, str) else "".join(source)
    return found
