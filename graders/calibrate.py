"""Tries an assignment on its own solution, so that no learner pays for a test's fault.

A test that the solution passes in the examiner stays there. One that it fails there but passes in
the learner's process (it inspects sources, figures, classes ...) is marked `shared`, which every
result says. One that fails in both is `broken`: the instructor is told, and nobody loses points.
"""

import json
from dataclasses import replace

from .assignment import Assignment, Notebook
from .grade import grade
from .report import Report, Result
from .submission import Submission

MAX_LOADS = 2_000


def calibrate(assignment: Assignment, level: str | None = None) -> Assignment:
    """The assignment with each test's `isolation` and `broken` as its solution shows them.

    And with the modules that it loads on the way, and the level of the sandbox that it was given.
    Raises EngineError.
    """
    report = grade(solution_of(assignment), assignment, level)
    assignment = replace(assignment, loads=loads(report), level=report.level)
    tried = results(report)
    failed = {test for test, result in tried.items() if result.verdict != "passed"}
    for test in tried.keys() - failed:
        seen = {"reads": tuple(tried[test].reads), "writes": tuple(tried[test].writes)}
        assignment = changed(assignment, {test}, **seen)
    if not failed:
        return assignment
    shared = changed(assignment, failed, isolation="shared")
    again = results(grade(solution_of(shared), shared, level))
    broken = {test for test, result in again.items() if result.verdict != "passed"}
    return changed(changed(shared, broken, broken=True), broken & failed, isolation="split")


def loads(report: Report) -> tuple[str, ...]:
    """Modules to be loaded before the next submission, so that each does not load them itself."""
    found = dict.fromkeys(name for notebook in report.notebooks for name in notebook.loads)
    return tuple(found)[:MAX_LOADS]


def results(report: Report) -> dict[tuple[str, str], Result]:
    """The result in each test, by (notebook, grade_id)."""
    return {
        (notebook.name, result.grade_id): result
        for notebook in report.notebooks
        for result in notebook.results
        if result.role == "test"
    }


def solution_of(assignment: Assignment) -> Submission:
    """The instructor's own version, handed in."""
    files = {f"{notebook.name}.ipynb": as_file(notebook) for notebook in assignment.notebooks}
    return Submission("solution", files)


def as_file(notebook: Notebook) -> bytes:
    """A notebook file of the instructor's cells."""
    cells = [
        {"cell_type": cell.kind, "metadata": cell.metadata, "source": cell.source}
        for cell in notebook.cells
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def changed(assignment: Assignment, which: set[tuple[str, str]], **values) -> Assignment:
    """The assignment with some fields of these tests set."""
    notebooks = tuple(
        replace(
            notebook,
            cells=tuple(
                replace(cell, **values) if (notebook.name, cell.grade_id) in which else cell
                for cell in notebook.cells
            ),
        )
        for notebook in assignment.notebooks
    )
    return replace(assignment, notebooks=notebooks)
