"""Builds small assignments and submissions in memory, and grades them for real."""

import json
from dataclasses import replace

from graders.assignment import Assignment, Cell, Notebook
from graders.calibrate import calibrate
from graders.grade import grade
from graders.limits import Limits
from graders.report import Report, Result
from graders.submission import Submission

QUICK = Limits(cell_seconds=3, notebook_seconds=20, memory_mb=512, disk_mb=16, processes=32)


def given(source: str, grade_id: str = "given") -> Cell:
    return Cell("code", source, "given", grade_id)


def free(source: str) -> Cell:
    return Cell("code", source)


def solution(source: str, grade_id: str = "task") -> Cell:
    return Cell("code", source, "solution", grade_id)


def check(source: str, grade_id: str = "test", points: float = 1.0, **more) -> Cell:
    return Cell("code", source, "test", grade_id, points, **more)


def exam(*cells: Cell, files: dict | None = None, limits: Limits = QUICK) -> Assignment:
    """An assignment of one notebook, `exam.ipynb`."""
    cells = [
        replace(c, metadata={"nbgrader": {"grade_id": c.grade_id}}) if c.grade_id else c
        for c in cells
    ]
    return Assignment("exam", (Notebook("exam", tuple(cells)),), files or {}, limits)


def hand_in(assignment: Assignment, answers: dict[str, str] | None = None, files=None, extra=()):
    """The solution, with some cells (by grade_id) answered otherwise, extra cells at the end."""
    cells = []
    for cell in assignment.notebooks[0].cells:
        source = (answers or {}).get(cell.grade_id, cell.source)
        cells.append({"cell_type": cell.kind, "metadata": cell.metadata, "source": source})
    cells += [{"cell_type": "code", "metadata": {}, "source": source} for source in extra]
    content = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return Submission("an", {"exam.ipynb": content.encode()} | (files or {}))


def graded(assignment: Assignment, answers: dict[str, str] | None = None, **more) -> Report:
    return grade(hand_in(assignment, answers, **more), assignment)


def result(report: Report, grade_id: str = "test") -> Result:
    (found,) = [r for r in report.results() if r.grade_id == grade_id]
    return found


def outcome(solution_source: str, test_source: str, answer: str | None = None, **more) -> Result:
    """The result of one test for one answer (the solution itself, if none is given)."""
    assignment = exam(solution(solution_source), check(test_source, **more))
    answers = None if answer is None else {"task": answer}
    return result(graded(assignment, answers))


__all__ = ["calibrate", "check", "exam", "free", "given", "graded", "hand_in", "outcome", "result"]
__all__ += ["solution"]
