"""A submission: read at the border, refused with a sentence, or rebuilt from the release.

Nothing in a submitted file is believed but the sources of the learner's own cells and written
answers: locked cells come from the assignment by `grade_id`; metadata, tags and outputs count for
nothing.
"""

import hashlib
import json
import os
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from .assignment import Cell, Notebook

MAX_NOTEBOOK = 16 * 2**20
MAX_FILE = 8 * 2**20
MAX_FILES = 200
MAX_TOTAL = 32 * 2**20
MAX_CELLS = 2_000
MAX_NAME = 200


class Refused(Exception):
    """A submission that cannot be graded: `key` names the sentence in `messages`, with `params`."""

    def __init__(self, key: str, **params):
        super().__init__(key, params)
        self.key, self.params = key, params

    def __reduce__(self):
        return _refused, (self.key, self.params)


def _refused(key: str, params: dict) -> Refused:
    return Refused(key, **params)


@dataclass(frozen=True)
class Submission:
    """What a learner handed in: regular files by relative path, and files that were left out.

    skipped: path to the key of a sentence (`file_link`, `file_large`, `file_special` ...).
    """

    learner: str
    files: dict[str, bytes]
    skipped: dict[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """A hash of everything handed in."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class Step:
    """A cell of the rebuilt notebook: the instructor's cell, or one of the learner's own."""

    cell: Cell
    source: str
    answered: bool = True


def read_submission(folder: Path, learner: str) -> Submission:
    """Reads the files of a submission folder: no link is followed and nothing special is opened."""
    files: dict[str, bytes] = {}
    skipped: dict[str, str] = {}
    total = 0
    for path in sorted(walk(folder), key=lambda path: path.suffix != ".ipynb"):
        name = path.relative_to(folder).as_posix()
        if len(files) >= MAX_FILES:
            skipped[name] = "file_too_many"
            continue
        limit = MAX_NOTEBOOK if name.endswith(".ipynb") else MAX_FILE
        content = read_regular(path, min(limit, MAX_TOTAL - total))
        if isinstance(content, str):
            skipped[name] = content
        else:
            files[name], total = content, total + len(content)
    return Submission(learner, files, skipped)


def walk(folder: Path):
    """Every path below the folder that is not a folder, in order; links are not followed."""
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in sorted(names + links):
            if not name.startswith(".") and len(name.encode("utf-8", "replace")) <= MAX_NAME:
                yield Path(parent, name)


def read_regular(path: Path, limit: int) -> bytes | str:
    """The bytes of a regular file, or the key of the sentence that says why not."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return "file_unreadable" if not path.is_symlink() else "file_link"
    with open(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            return "file_special"
        content = file.read(limit + 1)
        return content if len(content) <= limit else "file_large"


def rebuild(submission: Submission, notebook: Notebook) -> tuple[Step, ...]:
    """The notebook to run: the instructor's cells in order, the learner's own cells among them.

    A cell of the learner's own follows the same marked cell as in the file handed in. Raises
    Refused where the file is missing or cannot be read.
    """
    name = f"{notebook.name}.ipynb"
    if name not in submission.files:
        raise Refused(submission.skipped.get(name, "notebook_missing"), name=name)
    known = notebook.by_id()
    mine, extra = sort_cells(parse_notebook(submission.files[name], name), known)
    steps = list(extra[None])
    for cell in notebook.cells:
        if cell.grade_id is None:
            continue
        steps.append(step_for(cell, mine.get(cell.grade_id)))
        steps += extra[cell.grade_id]
    return tuple(steps)


def sort_cells(cells: list[tuple[str, str, str | None]], known: dict[str, Cell]):
    """Splits handed-in cells into sources by grade_id and free cells by the marked cell before."""
    mine: dict[str, str] = {}
    extra: dict[str | None, list[Step]] = defaultdict(list)
    anchor = None
    for kind, source, grade_id in cells:
        if grade_id in known:
            anchor = grade_id
            mine.setdefault(grade_id, source)
        elif kind in ("code", "markdown"):
            extra[anchor].append(Step(Cell(kind, source), source))
    return mine, extra


def step_for(cell: Cell, handed_in: str | None) -> Step:
    if cell.locked:
        return Step(cell, cell.source)
    if handed_in is None:
        return Step(cell, "", answered=False)
    return Step(cell, handed_in, answered=handed_in != cell.stub)


def parse_notebook(content: bytes, name: str) -> list[tuple[str, str, str | None]]:
    """(kind, source, grade_id) of each cell. Raises Refused with what to do about it."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("not_utf8", name=name) from None
    except (ValueError, RecursionError):
        raise Refused("not_json", name=name) from None
    if not isinstance(document, dict):
        raise Refused("not_notebook", name=name)
    if "worksheets" in document or document.get("nbformat") in (1, 2, 3):
        raise Refused("old_notebook", name=name)
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise Refused("not_notebook", name=name)
    if len(cells) > MAX_CELLS:
        raise Refused("too_many_cells", name=name, count=len(cells), limit=MAX_CELLS)
    return [parse_cell(cell, name) for cell in cells]


def parse_cell(cell: object, name: str) -> tuple[str, str, str | None]:
    if not isinstance(cell, dict):
        raise Refused("not_notebook", name=name)
    kind, source = cell.get("cell_type"), cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(kind, str) or not isinstance(source, str):
        raise Refused("not_notebook", name=name)
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return kind, source, grade_id if isinstance(grade_id, str) else None
