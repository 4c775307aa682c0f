"""Small nbgrader courses made by code, for tests of the engine and benchmarks."""

import copy
import json
import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
SOLUTION = re.compile(r"^([^\S\n]*)### BEGIN SOLUTION\n.*?### END SOLUTION[^\n]*", re.M | re.S)
HIDDEN = re.compile(
    r"^[^\S\n]*### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS[^\n]*\n?", re.M | re.S
)


def code(source: str, **marks) -> dict:
    """A code cell; marks are nbgrader's metadata, none for a free cell."""
    return {
        "cell_type": "code",
        "metadata": {"nbgrader": marked(**marks)} if marks else {},
        "source": clean(source),
        "execution_count": None,
        "outputs": [],
    }


def prose(source: str, **marks) -> dict:
    metadata = {"nbgrader": marked(**marks)} if marks else {}
    return {"cell_type": "markdown", "metadata": metadata, "source": clean(source)}


def marked(grade_id, grade=False, solution=False, locked=False, points=None, kind="code") -> dict:
    marks = {"grade_id": grade_id, "grade": grade, "solution": solution, "locked": locked}
    marks |= {"schema_version": 3, "task": False, "cell_type": kind}
    return marks | ({"points": points} if points is not None else {})


def clean(source: str) -> str:
    return textwrap.dedent(source).strip("\n")


def solution(grade_id: str, source: str) -> dict:
    """A task: the learner's part stands between BEGIN SOLUTION and END SOLUTION."""
    return code(source, grade_id=grade_id, solution=True)


def test(grade_id: str, points: float, source: str, isolation: str | None = None) -> dict:
    cell = code(source, grade_id=grade_id, grade=True, locked=True, points=points)
    if isolation:
        cell["metadata"]["graders"] = {"isolation": isolation}
    return cell


test.__test__ = False  # not a test of pytest's


def hidden(source: str) -> str:
    """The source as a region of hidden tests."""
    return f"### BEGIN HIDDEN TESTS\n{clean(source)}\n### END HIDDEN TESTS"


def given(grade_id: str, source: str) -> dict:
    return code(source, grade_id=grade_id, locked=True)


def written(grade_id: str, points: float, source: str) -> dict:
    marks = {"grade_id": grade_id, "grade": True, "solution": True, "points": points}
    return prose(source, **marks, kind="markdown")


def document(cells: list[dict]) -> dict:
    """A notebook of these cells, valid for nbformat 4.5."""
    cells = copy.deepcopy(cells)
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index}"
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def release(cells: list[dict]) -> list[dict]:
    """The learner's version, as `nbgrader generate_assignment` makes it."""
    cells = copy.deepcopy(cells)
    for cell in cells:
        source = HIDDEN.sub("", cell["source"])
        cell["source"] = SOLUTION.sub(lambda m: textwrap.indent(STUB, m[1]), source)
    return cells


def grade_id_of(cell: dict) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def answered(cells: list[dict], answers: dict[str, str | None]) -> list[dict]:
    """A copy with these sources by grade_id; None deletes the cell, `+name` adds one after it."""
    copied = []
    for cell in copy.deepcopy(cells):
        name = grade_id_of(cell)
        source = answers.get(name, cell["source"])
        if source is not None:
            copied.append(cell | {"source": clean(source)})
        if extra := answers.get(f"+{name}"):
            copied.append(code(extra))
    return copied


@dataclass(frozen=True)
class Course:
    """One assignment of one notebook, and answers to it by learner's name.

    answers: the solutions of a learner by grade_id (None: the cell is deleted); what is not named
    stays as in the instructor's version. shared: tests that calibration has to run `shared`.
    """

    name: str
    cells: tuple[dict, ...]
    answers: dict[str, dict[str, str | None]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

    @property
    def points(self) -> dict[str, float]:
        """Points of every automatic test by grade_id."""
        marks = [cell["metadata"].get("nbgrader", {}) for cell in self.cells]
        return {m["grade_id"]: m["points"] for m in marks if m.get("grade") and not m["solution"]}

    def write_source(self, directory: Path) -> Path:
        """Writes `source/<name>/` and `release/<name>/` below the course directory."""
        for stage, cells in (("source", self.cells), ("release", release(list(self.cells)))):
            self.write(directory / stage / self.name, document(list(cells)))
        return directory / "source" / self.name

    def write(self, folder: Path, content: dict) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, ensure_ascii=False)
        (folder / f"{self.name}.ipynb").write_text(text, encoding="utf-8")
        for name, data in self.files.items():
            (folder / name).write_text(data, encoding="utf-8")

    def submit(self, directory: Path, learner: str) -> Path:
        """Writes `submitted/<learner>/<name>/`: the model answer but for the learner's own."""
        folder = directory / "submitted" / learner / self.name
        self.write(folder, document(answered(list(self.cells), self.answers.get(learner, {}))))
        return folder
