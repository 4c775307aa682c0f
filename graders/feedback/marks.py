"""Marks on a submission, as they now stand in nbgrader's gradebook."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from ..database import Database
from ..recording import score_of
from .view import Mark, Marks


def read_marks(database: Database, learner: str, assignment: str, notebook: str) -> Marks:
    """Scores, comments and penalty of one notebook. Raises GradebookError."""
    tables = database.tables
    grades, cells, comments = (tables[name] for name in ("grade", "base_cell", "comment"))
    with database.read() as connection:
        marked_id, penalty = find(connection, tables, learner, assignment, notebook)
        said = select(cells.c.name, comments.c.manual_comment).where(
            comments.c.notebook_id == marked_id, comments.c.cell_id == cells.c.id
        )
        written = {name: text or "" for name, text in connection.execute(said)}
        scored = select(
            cells.c.name,
            score_of(grades).label("score"),
            grades.c.manual_score,
            grades.c.needs_manual_grade,
        ).where(grades.c.notebook_id == marked_id, grades.c.cell_id == cells.c.id)
        found = {
            (notebook, row.name): Mark(
                score=None if awaits_a_person(row) else row.score,
                comment=written.pop(row.name, ""),
                by_hand=row.manual_score is not None,
            )
            for row in connection.execute(scored)
        }
    found |= {(notebook, name): Mark(comment=text) for name, text in written.items()}
    return Marks(found, {notebook: penalty or 0.0})


def find(
    connection: Connection, tables: dict, learner: str, assignment: str, notebook: str
) -> tuple[str, float | None]:
    """The row of the learner's notebook and the penalty for lateness in it."""
    names, submitted, books, marked = (
        tables[name]
        for name in ("assignment", "submitted_assignment", "notebook", "submitted_notebook")
    )
    query = (
        select(marked.c.id, marked.c.late_submission_penalty)
        .join(books, books.c.id == marked.c.notebook_id)
        .join(submitted, submitted.c.id == marked.c.assignment_id)
        .join(names, names.c.id == submitted.c.assignment_id)
        .where(names.c.name == assignment, books.c.name == notebook)
        .where(submitted.c.student_id == learner)
    )
    return connection.execute(query).one()


def awaits_a_person(grade) -> bool:
    return bool(grade.needs_manual_grade) and grade.manual_score is None
