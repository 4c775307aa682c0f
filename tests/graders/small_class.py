"""A small nbgrader course, learners who hand in, and an engine that believes what they write.

`grade` here gives the points of a test if the learner's answer names it: recording, running and
failing can be tested without a sandbox. Run as a program it is the command line with this engine.
"""

import atexit
import functools
import json
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

from graders.assignment import Assignment, read_assignment
from graders.cli import add_grade
from graders.command import grade_command
from graders.course import read_course
from graders.gradebook import Gradebook
from graders.report import NotebookReport, Report, Result, inputs_of
from graders.runner import Engine
from graders.submission import Refused, Step, Submission, rebuild

NAME = "ps1"
STUB = "YOUR CODE HERE"
PROSE = "YOUR ANSWER HERE"
POINTS = {"test_a": 2, "test_b": 3, "essay": 5}
CONFIG = f"""c = get_config()
c.CourseDirectory.course_id = "small"
c.ClearSolutions.code_stub = {{"python": {STUB!r}}}
c.ClearSolutions.text_stub = {PROSE!r}
"""


def cell(kind: str, source: str, grade_id: str | None = None, **marks) -> dict:
    made = {"cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    if grade_id:
        known = {"grade_id": grade_id, "schema_version": 3, "task": False}
        known |= {"grade": False, "solution": False, "locked": False}
        made["metadata"] = {"nbgrader": known | marks}
    return made


def notebook(cells: list[dict]) -> dict:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    numbered = [one | {"id": f"c{number}"} for number, one in enumerate(cells)]
    metadata = {"kernelspec": kernel}
    return {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def source(tests: tuple[str, ...] = ("test_a", "test_b")) -> dict:
    """The instructor's notebook."""
    solution = "### BEGIN SOLUTION\npassed = {'test_a', 'test_b'}\n### END SOLUTION"
    hidden = "### BEGIN HIDDEN TESTS\nassert 'test_b' in passed\n### END HIDDEN TESTS"
    checks = {"test_a": "assert 'test_a' in passed", "test_b": hidden}
    graded = {"grade": True, "locked": True}
    return notebook(
        [
            cell("markdown", "Bài tập"),
            cell("code", "import math", "given", locked=True),
            cell("code", solution, "answer", solution=True),
            *(
                cell("code", checks.get(name, "pass"), name, points=POINTS.get(name, 1), **graded)
                for name in tests
            ),
            cell("markdown", "Vì sao?", "essay", grade=True, solution=True, points=5),
            cell("markdown", "Vẽ một hình.", "drawing", task=True, locked=True, points=4),
        ]
    )


def make_course(root: Path, config: str = CONFIG) -> Path:
    write(root / "nbgrader_config.py", config)
    write(root / "source" / NAME / "p1.ipynb", json.dumps(source()))
    write(root / "source" / NAME / "data.txt", "dữ liệu")
    return root


@functools.cache
def template() -> Path:
    """A course whose gradebook knows the assignment: making one imports nbgrader for seconds."""
    folder = tempfile.TemporaryDirectory(prefix="small-class-")
    atexit.register(folder.cleanup)
    root = make_course(Path(folder.name, "course"))
    with Gradebook(read_course(root)) as book:
        book.register(NAME)
    return root


def ready_course(root: Path) -> Path:
    """The small course, with a gradebook in which nobody is graded yet."""
    return Path(shutil.copytree(template(), root))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def answered(passed: str = "test_a test_b", essay: str = "Vì thế.") -> str:
    """A notebook as a learner hands it in."""
    content = source()
    for one in content["cells"]:
        marks = one["metadata"].get("nbgrader", {})
        if marks.get("grade_id") == "answer":
            one["source"] = f"passed = set({passed!r}.split())"
        elif marks.get("grade_id") == "essay":
            one["source"] = essay
        elif "HIDDEN" in one["source"]:
            one["source"] = ""
    return json.dumps(content)


def hand_in(root: Path, learner: str, text: str | None = None, **files: str) -> Path:
    folder = root / "submitted" / learner / NAME
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "p1.ipynb", answered() if text is None else text)
    for name, content in files.items():
        write(folder / name.replace("__", "."), content)
    return folder


def assignment_of(root: Path) -> Assignment:
    return read_assignment(root / "source" / NAME)


def grade(submission: Submission, assignment: Assignment, level: str | None = None) -> Report:
    """Believes the learner's answer."""
    try:
        found = [
            NotebookReport(
                book.name,
                [result(step, steps) for step in steps if step.cell.points],
                notebook([document_cell(step) for step in steps]),
            )
            for book in assignment.notebooks
            for steps in [rebuild(submission, book)]
        ]
        status = "graded"
    except Refused as refused:
        first = assignment.notebooks[0].name
        found = [NotebookReport(first, refusal=refused.key, params=refused.params)]
        status = "refused"
    return Report(
        submission.learner,
        assignment.name,
        status,
        found,
        submission.skipped,
        level=level or "namespaces",
        inputs=inputs_of(submission, assignment),
    )


def result(step: Step, steps: tuple[Step, ...]) -> Result:
    one = step.cell
    if one.role == "test":
        answer = next(s.source for s in steps if s.cell.grade_id == "answer")
        passed = one.grade_id in answer
        verdict = "broken" if one.broken else "passed" if passed else "failed"
        score = None if one.broken else one.points if passed else 0.0
        return Result(one.grade_id, one.points, score, verdict)
    score = None if step.answered else 0.0
    return Result(one.grade_id, one.points, score, "unmarked", role=one.role)


def document_cell(step: Step) -> dict:
    marks = step.cell.metadata.get("nbgrader", {})
    return cell(step.cell.kind, step.source) | {"metadata": {"nbgrader": marks} if marks else {}}


def slow_grade(submission: Submission, assignment: Assignment, level: str | None = None) -> Report:
    """Takes long enough to be interrupted."""
    time.sleep(0.01)
    return grade(submission, assignment, level)


def calibrate(assignment: Assignment, level: str | None = None) -> Assignment:
    return assignment


def with_broken(assignment: Assignment, name: str) -> Assignment:
    """The assignment with one of its tests marked as broken."""
    books = [
        replace(book, cells=tuple(replace(c, broken=c.grade_id == name) for c in book.cells))
        for book in assignment.notebooks
    ]
    return replace(assignment, notebooks=tuple(books))


ENGINE = Engine(grade, calibrate)


def main() -> int:
    top = ArgumentParser()
    add_grade(top.add_subparsers())
    return grade_command(top.parse_args(), Engine(slow_grade, calibrate))


if __name__ == "__main__":
    sys.exit(main())
