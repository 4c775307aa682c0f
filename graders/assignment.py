"""An assignment as the engine sees it: the instructor's cells, their roles, and the files beside.

Read from an nbgrader source notebook (metadata schema 3), solutions and hidden tests included.
Everything in here is trusted and never reaches a learner's process, but for the cells and files
that the release shows to the learner anyway.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from .limits import Limits

HIDDEN = re.compile(
    r"^[^\S\n]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*(\n|\Z)", re.MULTILINE | re.DOTALL
)
AUTOTEST = re.compile(r"^\s*### (HASHED )?AUTOTEST", re.MULTILINE)
IGNORED_FILES = (".ipynb", ".pyc")
MAX_FILE = 32 * 2**20
DECISIVE = attrgetter(
    *"kind source role grade_id points isolation operators broken reads writes stub".split()
)


class AssignmentError(Exception):
    """The instructor's side cannot be used as it is; the text says what to mend."""


@dataclass(frozen=True)
class Cell:
    """One cell of the instructor's notebook.

    role: `test` (graded code), `solution` (the learner's code), `given` (locked), `written`
    (marked by a person), `task` (marked by a person, free work below it), `free` (anything else).
    isolation: `split` (tests run in the examiner) or `shared` (in the learner's process, weaker).
    operators: names of learner's classes whose own ==, <, + ... this test accepts as an answer.
    broken: this test fails on the instructor's own solution (found by `calibrate`).
    reads: attributes that the test may read of a learner's objects (those it reads of the
    solution's, found by `calibrate`); None allows any.
    writes: attributes of the test's own objects that the learner's code may set, likewise.
    """

    kind: str
    source: str
    role: str = "free"
    grade_id: str | None = None
    points: float = 0.0
    isolation: str = "split"
    operators: tuple[str, ...] = ()
    hint: str = ""
    broken: bool = False
    reads: tuple[str, ...] | None = None
    writes: tuple[str, ...] | None = None
    stub: str | None = None
    metadata: dict = field(default_factory=dict, compare=False)

    @property
    def locked(self) -> bool:
        """The learner's version of this cell counts for nothing."""
        return self.role in ("test", "given", "task")

    @property
    def hidden(self) -> bool:
        """A part of this test is kept from the learner."""
        return bool(HIDDEN.search(self.source))

    @property
    def released(self) -> str:
        """The source as the learner has it: without hidden tests."""
        return HIDDEN.sub("", self.source)


@dataclass(frozen=True)
class Notebook:
    """The instructor's version of one notebook, in order."""

    name: str
    cells: tuple[Cell, ...]

    def by_id(self) -> dict[str, Cell]:
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}


@dataclass(frozen=True)
class Assignment:
    """All notebooks of an assignment, and the files that travel with them (name to bytes).

    loads: modules that its solution and tests load while they run (found by `calibrate`), so that
    a zygote can load them once; None where nobody has looked. level: the sandbox that this machine
    can give, likewise.
    """

    name: str
    notebooks: tuple[Notebook, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    lang: str = "vi"
    loads: tuple[str, ...] | None = None
    level: str | None = None

    def digest(self) -> str:
        """A hash of all that decides a score on the instructor's side."""
        parts = [self.name, json.dumps(self.limits.to_dict(), sort_keys=True)]
        for notebook in self.notebooks:
            parts.append(notebook.name)
            parts += [repr(DECISIVE(cell)) for cell in notebook.cells]
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
        for name, content in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_assignment(
    source: Path, release: Path | None = None, limits: Limits | None = None, lang: str = "vi"
) -> Assignment:
    """Reads `source/<name>/`; stubs of answers come from `release/<name>/` where that exists.

    Raises AssignmentError with a sentence that names the file and what to mend.
    """
    paths = sorted(source.glob("*.ipynb")) if source.is_dir() else []
    if not paths:
        raise AssignmentError(f"no notebook in {source}; put the instructor's version there")
    notebooks = tuple(
        read_notebook(path, release / path.name if release else None) for path in paths
    )
    return Assignment(source.name, notebooks, read_files(source), limits or Limits(), lang)


def read_notebook(path: Path, release: Path | None = None) -> Notebook:
    """Reads one instructor's notebook, with stubs from the released one if it is there."""
    cells = [parse_cell(raw, path) for raw in raw_cells(path)]
    seen: set[str] = set()
    for cell in cells:
        if cell.role == "test" and AUTOTEST.search(cell.source):
            raise AssignmentError(
                f"{path}: {cell.grade_id} uses nbgrader's AUTOTEST, which is written out only while"
                " nbgrader runs; write the test out, or grade this assignment with stock nbgrader"
            )
        if cell.grade_id in seen:
            raise AssignmentError(f"{path}: two cells have the grade_id {cell.grade_id!r}")
        if cell.grade_id:
            seen.add(cell.grade_id)
    if release and release.is_file():
        stubs = {c.grade_id: c.source for c in read_notebook(release).cells if c.grade_id}
        cells = [
            replace(cell, stub=stubs[cell.grade_id]) if cell.grade_id in stubs else cell
            for cell in cells
        ]
    return Notebook(path.stem, tuple(cells))


def raw_cells(path: Path) -> list[dict]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return list(content["cells"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssignmentError(f"{path} is not a notebook that can be read: {error}") from None


def parse_cell(raw: dict, path: Path) -> Cell:
    source = raw["source"] if isinstance(raw["source"], str) else "".join(raw["source"])
    meta = raw.get("metadata", {})
    marks = meta.get("nbgrader") or {}
    own = meta.get("graders") or {}
    role = role_of(marks, raw["cell_type"])
    isolation = own.get("isolation", "split")
    if isolation not in ("split", "shared"):
        raise AssignmentError(f"{path}: isolation is {isolation!r}; write split or shared")
    return Cell(
        kind=raw["cell_type"],
        source=source,
        role=role,
        grade_id=marks.get("grade_id") if role != "free" else None,
        points=float(marks.get("points") or 0) if role in ("test", "written", "task") else 0.0,
        isolation=isolation,
        operators=tuple(own.get("operators", ())),
        hint=own.get("hint", ""),
        metadata=meta,
    )


def role_of(marks: dict, kind: str) -> str:
    """What nbgrader's metadata make of a cell (see its `is_grade`, `is_solution`, `is_locked`)."""
    if marks.get("task"):
        return "task"
    if marks.get("grade") and (marks.get("solution") or kind != "code"):
        return "written"
    if marks.get("grade"):
        return "test"
    if marks.get("solution"):
        return "solution"
    return "given" if marks.get("locked") else "free"


def read_files(folder: Path) -> dict[str, bytes]:
    """The files that travel with the notebooks, by their path relative to the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "__")) for part in relative.parts)
        if hidden or path.suffix in IGNORED_FILES or not path.is_file():
            continue
        if path.stat().st_size > MAX_FILE:
            raise AssignmentError(f"{path} is larger than {MAX_FILE >> 20} MB")
        found[relative.as_posix()] = path.read_bytes()
    return found
