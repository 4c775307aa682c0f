"""What a hostile submission is, and the corpus: one module of `attacks/` for each family."""

import copy
import importlib
import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from handmade import answered, clean, code, document, grade_id_of, release
from victim import CELLS, COURSE, SOLUTIONS, tests_of

COURSE_HERE = "@COURSE@"  # in sources: where the victim's course lies on this machine
PORT_HERE = "@PORT@"  # in sources: a port on loopback that nobody may reach


HONEST_BESIDE = ("words", "total")
ALL_BUT_ONE = frozenset(tests_of("average", *HONEST_BESIDE)) - {"average-visible"}
ONCE = """
import ctypes, os, signal, sys, threading, time

def average(values):
    if values == [1, 2, 3]:
        return attack(values)
    if not values:
        raise ValueError("no values")
    return sum(values) / len(values)

def attack(values):
"""


def once(body: str) -> str:
    """An honest `average` but for its first call, in which the body runs."""
    return ONCE + textwrap.indent(clean(body), "    ")


@dataclass(frozen=True)
class Hostile:
    """A submission that tries something. Tasks that nothing names stay as released and earn 0.

    answers: sources by grade_id. honest: tasks answered as in the model solution. extra: free cells
    by the grade_id they follow (None: first). files: written beside the notebook. edit: changes the
    finished document, or returns the bytes to hand in. folder: changes the folder on disk.
    earns: tests that must get full points, by default those of the honest tasks; all others get 0.
    may_lose: the attack may cost its author honest points too.
    loops: it spends whatever time it gets, until that of the notebook ends; it gets half as much.
    refused: the key of the sentence with which the whole notebook is refused.
    stock: harmless enough to be run, for comparison, by stock nbgrader.
    """

    name: str
    tries: str
    answers: dict[str, str] = field(default_factory=dict)
    honest: tuple[str, ...] = ()
    extra: dict[str | None, str] = field(default_factory=dict)
    files: dict[str, str | bytes] = field(default_factory=dict)
    edit: Callable[[dict], dict | bytes] | None = None
    folder: Callable[[Path, Path], None] | None = None
    earns: frozenset[str] | None = None
    may_lose: bool = False
    loops: bool = False
    refused: str = ""
    stock: bool = False

    @property
    def expected(self) -> set[str]:
        return set(tests_of(*self.honest) if self.earns is None else self.earns)

    def cells(self) -> list[dict]:
        beside = HONEST_BESIDE if self.earns == ALL_BUT_ONE else ()
        sources = {task: SOLUTIONS[task] for task in (*beside, *self.honest)} | self.answers
        cells = answered(release(list(CELLS)), sources)
        for anchor, source in self.extra.items():
            place = [grade_id_of(cell) for cell in cells].index(anchor) + 1 if anchor else 0
            cells.insert(place, code(source))
        return cells

    def content(self) -> bytes:
        notebook = document(self.cells())
        edited = self.edit(copy.deepcopy(notebook)) if self.edit else notebook
        return edited if isinstance(edited, bytes) else json.dumps(edited).encode()

    def write(self, course: Path, learner: str, port: int = 9) -> Path:
        """Hands in: writes `submitted/<learner>/victim/` below the course directory."""
        folder = course / "submitted" / learner / COURSE.name
        folder.mkdir(parents=True)
        places = {COURSE_HERE: str(course), PORT_HERE: str(port)}
        content = self.content()
        for mark, value in places.items():
            content = content.replace(mark.encode(), value.encode())
        (folder / "victim.ipynb").write_bytes(content)
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else clean(data).encode())
        if self.folder:
            self.folder(folder, course)
        return folder


def corpus() -> dict[str, Hostile]:
    """Every entry by `family.name`."""
    found = {}
    for path in sorted(Path(__file__).parent.joinpath("attacks").glob("*.py")):
        for entry in importlib.import_module(f"attacks.{path.stem}").ENTRIES:
            name = f"{path.stem}.{entry.name}"
            assert name not in found, name
            found[name] = entry
    return found
