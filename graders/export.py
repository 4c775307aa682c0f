"""Grades as a CSV file that a spreadsheet opens safely.

The columns are nbgrader's, and one more: whether answers wait to be marked by hand.
"""

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Integer, and_, func, select

from .course import Course
from .database import Database, GradebookError
from .recording import score_of

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "needs_manual_grade",
)
# A spreadsheet reads a cell as a formula by its first letter, in full width too; where it takes
# another separator than ours, a cell may also begin within our cell.
FORMULA = re.compile(r"(^|[,;|])([\s\u200b\u2060\ufeff]*)([=+\-@\uff1d\uff0b\uff0d\uff20\u2212])")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def export(course: Course, path: Path, assignment: str | None = None) -> None:
    """Writes the grades of one assignment, or of all, whole or not at all.

    Raises GradebookError.
    """
    database = Database(course.db_url)
    try:
        if not database.open_tables(create=False):
            raise GradebookError("no_gradebook", path=database.name)
        with database.sentences():
            write_whole(path, csv_text(rows(database, assignment)))
    finally:
        database.close()


def csv_text(rows: Iterator[tuple]) -> str:
    """CSV with names and numbers as they are, and nothing that a spreadsheet would compute."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(value) for value in row] for row in rows)
    return text.getvalue()


def safe(value):
    """Numbers as they are; texts on one line, with an apostrophe before what begins a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return FORMULA.sub(r"\1\2'\3", UNPRINTABLE.sub(" ", str(value)))


def rows(database: Database, assignment: str | None) -> Iterator[tuple]:
    """One row for each assignment and learner, also for those who handed in nothing."""
    tables = database.tables
    names, students = tables["assignment"], tables["student"]
    submitted, marked = tables["submitted_assignment"], tables["submitted_notebook"]
    grades = tables["grade"]
    scores = (
        select(
            marked.c.assignment_id,
            func.sum(score_of(grades)).label("raw"),
            func.max(grades.c.needs_manual_grade.cast(Integer)).label("waiting"),
        )
        .join(grades, grades.c.notebook_id == marked.c.id)
        .group_by(marked.c.assignment_id)
        .subquery()
    )
    penalties = (
        select(marked.c.assignment_id, func.sum(marked.c.late_submission_penalty).label("penalty"))
        .group_by(marked.c.assignment_id)
        .subquery()
    )
    query = (
        select(
            names.c.id,
            names.c.name,
            names.c.duedate,
            submitted.c.timestamp,
            students.c.id,
            students.c.last_name,
            students.c.first_name,
            students.c.email,
            func.coalesce(scores.c.raw, 0.0),
            func.coalesce(penalties.c.penalty, 0.0),
            func.coalesce(scores.c.waiting, 0),
        )
        .select_from(names.join(students, students.c.id.is_not(None)))
        .join(
            submitted,
            and_(submitted.c.assignment_id == names.c.id, submitted.c.student_id == students.c.id),
            isouter=True,
        )
        .join(scores, scores.c.assignment_id == submitted.c.id, isouter=True)
        .join(penalties, penalties.c.assignment_id == submitted.c.id, isouter=True)
        .order_by(names.c.duedate, names.c.name, students.c.id)
    )
    if assignment:
        query = query.where(names.c.name == assignment)
    with database.read() as connection:
        most = max_scores(connection, tables)
        for own_id, *row, raw, penalty, waiting in connection.execute(query):
            score = max(0.0, raw - penalty)
            yield (*row, raw, penalty, score, most.get(own_id, 0.0), bool(waiting))


def max_scores(connection, tables: dict) -> dict[str, float]:
    """The points of each assignment, by its id."""
    books, cells = tables["notebook"], tables["base_cell"]
    most: dict[str, float] = {}
    for own in (tables["grade_cells"], tables["task_cells"]):
        query = (
            select(books.c.assignment_id, func.sum(own.c.max_score))
            .join(cells, cells.c.notebook_id == books.c.id)
            .join(own, own.c.id == cells.c.id)
            .group_by(books.c.assignment_id)
        )
        for assignment_id, points in connection.execute(query):
            most[assignment_id] = most.get(assignment_id, 0.0) + points
    return most


def write_whole(path: Path, text: str) -> None:
    """In UTF-8 with the mark by which spreadsheets know it; the old file stays until it is done."""
    handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
