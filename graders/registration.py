"""Makes an assignment known to nbgrader's gradebook, as `nbgrader generate_assignment` would.

nbgrader's own preprocessors work out what is kept of each cell; they run once for each version of
an assignment, and only then is nbgrader imported.
"""

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from .assignment import AssignmentError
from .course import Course
from .database import GradebookError

GRADED, SOLVED, TASK = "GradeCell", "SolutionCell", "TaskCell"
OWN_TABLE = {GRADED: "grade_cells", SOLVED: "solution_cells", TASK: "task_cells"}


@dataclass(frozen=True)
class CellRow:
    """What the gradebook keeps of one cell: its source for learners, and what it is to nbgrader."""

    name: str
    kinds: tuple[str, ...]
    cell_type: str
    max_score: float
    locked: bool
    source: str
    checksum: str | None


@dataclass(frozen=True)
class NotebookRow:
    name: str
    kernelspec: str
    cells: tuple[CellRow, ...]


def version_of(course: Course, assignment: str) -> str:
    """A hash of the instructor's notebooks: what the gradebook knows is good for this version."""
    digest = hashlib.sha256()
    for path in sorted(course.folder("source", assignment).glob("*.ipynb")):
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_rows(course: Course, assignment: str) -> list[NotebookRow]:
    """What `generate_assignment` would keep of these notebooks. Raises AssignmentError."""
    folder = course.folder("source", assignment)
    with contextlib.chdir(course.root):  # header and footer cells are named relative to it
        return [read_row(course, assignment, path) for path in sorted(folder.glob("*.ipynb"))]


def read_row(course: Course, assignment: str, path: Path) -> NotebookRow:
    import nbformat
    from nbconvert.exporters.exporter import ResourcesDict
    from nbgrader import utils

    names = {"notebook": path.stem, "assignment": assignment, "student": "."}
    resources = ResourcesDict(unique_key=path.stem, nbgrader=names | {"db_url": course.db_url})
    try:
        notebook = nbformat.read(path, as_version=4)
        for preprocessor in preprocessors(course):
            notebook, resources = preprocessor(notebook, resources)
    except Exception as error:  # nbgrader's preprocessors complain in many ways
        raise AssignmentError(f"{path}: {' '.join(str(error).split())}") from error
    marked = (
        utils.is_grade,
        utils.is_solution,
        utils.is_locked,
        utils.is_task,
    )
    cells = [cell for cell in notebook.cells if any(is_marked(cell) for is_marked in marked)]
    kernel = json.dumps(notebook.metadata.get("kernelspec", {}))
    return NotebookRow(path.stem, kernel, tuple(cell_row(cell) for cell in cells))


def preprocessors(course: Course) -> list:
    """nbgrader's steps up to where it saves the cells, switched on, with the course's settings."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells
    from traitlets.utils.importstring import import_item

    listed = GenerateAssignment(config=course.config).preprocessors
    classes = [import_item(one) if isinstance(one, str) else one for one in listed]
    upto = classes.index(SaveCells) if SaveCells in classes else len(classes)
    return [one(config=course.config, enabled=True) for one in classes[:upto]]


def cell_row(cell) -> CellRow:
    from nbgrader import utils

    marks = cell.metadata.nbgrader
    tests = ((GRADED, utils.is_grade), (SOLVED, utils.is_solution), (TASK, utils.is_task))
    return CellRow(
        name=marks["grade_id"],
        kinds=tuple(kind for kind, is_kind in tests if is_kind(cell)),
        cell_type=cell.cell_type,
        max_score=float(marks.get("points") or 0),
        locked=bool(utils.is_locked(cell)),
        source=cell.source,
        checksum=marks.get("checksum"),
    )


def register(
    connection: Connection, tables: dict, course: Course, assignment: str, rows: list[NotebookRow]
) -> None:
    """Creates or renews the assignment. Raises GradebookError if cells came or went after grading.

    Like nbgrader: cells may change, but none may come or go once there are submissions.
    """
    own_id = assignment_id(connection, tables, course, assignment)
    books = tables["notebook"]
    query = select(books.c.name, books.c.id).where(books.c.assignment_id == own_id)
    known = {name: own_id for name, own_id in connection.execute(query)}
    if known and signature_of(rows) != known_signature(connection, tables, known):
        submitted = tables["submitted_assignment"]
        count = select(func.count()).where(submitted.c.assignment_id == own_id)
        if connection.execute(count).scalar():
            raise GradebookError("cells_changed", assignment=assignment)
        forget(connection, tables, list(known.values()))
        known = {}
    for row in rows:
        if row.name in known:
            renew(connection, tables, known[row.name], row)
        else:
            create(connection, tables, own_id, row)


def assignment_id(connection: Connection, tables: dict, course: Course, name: str) -> str:
    """The assignment's id in the gradebook, which gets the assignment and the course if new."""
    assignments, courses = tables["assignment"], tables["course"]
    found = connection.execute(select(assignments.c.id).where(assignments.c.name == name)).scalar()
    if found:
        return found
    course_id = course.course_id or "default_course"
    if not connection.execute(select(courses.c.id).where(courses.c.id == course_id)).scalar():
        connection.execute(insert(courses).values(id=course_id))
    new = {"id": uuid4().hex, "name": name, "course_id": course_id}
    connection.execute(insert(assignments).values(new))
    return new["id"]


def signature_of(rows: list[NotebookRow]) -> dict[str, set]:
    return {
        row.name: {(cell.name, kind) for cell in row.cells for kind in cell.kinds} for row in rows
    }


def known_signature(connection: Connection, tables: dict, known: dict[str, str]) -> dict[str, set]:
    cells = tables["base_cell"]
    names = {own_id: name for name, own_id in known.items()}
    query = select(cells.c.notebook_id, cells.c.name, cells.c.type).where(
        cells.c.notebook_id.in_(names)
    )
    signature: dict[str, set] = {name: set() for name in known}
    for notebook_id, name, kind in connection.execute(query):
        signature[names[notebook_id]].add((name, kind))
    return signature


def forget(connection: Connection, tables: dict, notebook_ids: list[str]) -> None:
    """Removes notebooks that nobody handed in."""
    cells = tables["base_cell"]
    ids = select(cells.c.id).where(cells.c.notebook_id.in_(notebook_ids))
    for name in OWN_TABLE.values():
        connection.execute(delete(tables[name]).where(tables[name].c.id.in_(ids)))
    for name, column in (("source_cell", "notebook_id"), ("base_cell", "notebook_id")):
        table = tables[name]
        connection.execute(delete(table).where(table.c[column].in_(notebook_ids)))
    books = tables["notebook"]
    connection.execute(delete(books).where(books.c.id.in_(notebook_ids)))


def create(connection: Connection, tables: dict, assignment_id: str, row: NotebookRow) -> None:
    book = {"id": uuid4().hex, "name": row.name, "assignment_id": assignment_id}
    connection.execute(insert(tables["notebook"]).values(book | {"kernelspec": row.kernelspec}))
    for cell in row.cells:
        for kind in cell.kinds:
            base = {"id": uuid4().hex, "name": cell.name, "notebook_id": book["id"], "type": kind}
            connection.execute(insert(tables["base_cell"]).values(base))
            own = {"id": base["id"]} | ({} if kind == SOLVED else graded_values(cell))
            connection.execute(insert(tables[OWN_TABLE[kind]]).values(own))
        new = {"id": uuid4().hex, "name": cell.name, "notebook_id": book["id"]}
        connection.execute(insert(tables["source_cell"]).values(new | source_values(cell)))


def renew(connection: Connection, tables: dict, notebook_id: str, row: NotebookRow) -> None:
    base, sources, books = tables["base_cell"], tables["source_cell"], tables["notebook"]
    connection.execute(
        update(books).where(books.c.id == notebook_id).values(kernelspec=row.kernelspec)
    )
    connection.execute(delete(sources).where(sources.c.notebook_id == notebook_id))
    for cell in row.cells:
        for kind in set(cell.kinds) - {SOLVED}:
            own = tables[OWN_TABLE[kind]]
            which = select(base.c.id).where(
                base.c.notebook_id == notebook_id, base.c.name == cell.name, base.c.type == kind
            )
            query = update(own).where(own.c.id.in_(which)).values(graded_values(cell))
            connection.execute(query)
        new = {"id": uuid4().hex, "name": cell.name, "notebook_id": notebook_id}
        connection.execute(insert(sources).values(new | source_values(cell)))


def graded_values(cell: CellRow) -> dict:
    return {"max_score": cell.max_score, "cell_type": cell.cell_type}


def source_values(cell: CellRow) -> dict:
    return {
        "cell_type": cell.cell_type,
        "locked": cell.locked,
        "source": cell.source,
        "checksum": cell.checksum,
    }
