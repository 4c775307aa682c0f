"""The graders' own quality: which tests catch which wrong answer, and which catch none."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from .assignment import Assignment, Notebook
from .calibrate import as_file, calibrate, solution_of
from .grade import grade
from .report import Report
from .submission import Submission


@dataclass(frozen=True)
class Answer:
    """An answer to try: new sources by grade_id; expected is what it must lose, if known."""

    name: str
    sources: dict[str, str]
    expected: frozenset[str] | None = None


@dataclass
class Quality:
    """What the trials of one assignment showed.

    lost: the tests that each wrong answer fails; solution_loses, release_earns: tests that the
    solution fails and that the release passes (both must be empty); shared, broken: as calibrated.
    """

    lost: dict[str, frozenset[str]]
    expected: dict[str, frozenset[str]]
    solution_loses: set[str]
    release_earns: set[str]
    tests: list[str]
    hidden: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    @property
    def catch_nothing(self) -> list[str]:
        """Tests that no wrong answer fails."""
        return [test for test in self.tests if not any(test in lost for lost in self.lost.values())]

    @property
    def never_alone(self) -> list[str]:
        """Hidden tests that are never the only one to catch a wrong answer."""
        alone = {name for lost in self.lost.values() if len(lost) == 1 for name in lost}
        return [test for test in self.tests if test in self.hidden - alone]

    @property
    def surprises(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """(expected, lost) of the wrong answers that lose something else than they should."""
        return {
            name: (expected, self.lost[name])
            for name, expected in self.expected.items()
            if self.lost[name] != expected
        }

    @property
    def good(self) -> bool:
        """Nothing here needs the author."""
        faults = (self.solution_loses, self.release_earns, self.broken, self.catch_nothing)
        return not any((*faults, self.never_alone, self.surprises))


def try_answers(
    assignment: Assignment, answers: Iterable[Answer], level: str | None = None
) -> Quality:
    """Grades the solution, the release and every answer. Raises EngineError."""
    assignment = calibrate(assignment, level)
    answers = list(answers)
    submissions = [
        solution_of(assignment),
        Submission(
            "release", {f"{n.name}.ipynb": as_file(released(n)) for n in assignment.notebooks}
        ),
        *(answered(assignment, answer) for answer in answers),
    ]
    with ThreadPoolExecutor() as pool:
        reports = list(pool.map(lambda s: grade(s, assignment, level), submissions))
    solution, release, *tried = reports
    cells = [c for n in assignment.notebooks for c in n.cells if c.role == "test"]
    return Quality(
        lost={a.name: frozenset(lost(r)) for a, r in zip(answers, tried, strict=True)},
        expected={a.name: a.expected for a in answers if a.expected is not None},
        solution_loses=lost(solution),
        release_earns={r.grade_id for r in release.results() if r.role == "test" and r.score},
        tests=[cell.grade_id for cell in cells],
        hidden={cell.grade_id for cell in cells if cell.hidden},
        shared={cell.grade_id for cell in cells if cell.isolation == "shared"},
        broken={cell.grade_id for cell in cells if cell.broken},
    )


def lost(report: Report) -> set[str]:
    return {r.grade_id for r in report.results() if r.role == "test" and r.verdict != "passed"}


def released(notebook: Notebook) -> Notebook:
    """The notebook with stubs for answers, as a learner gets it."""
    stubbed = [
        replace(cell, source=cell.stub or "raise NotImplementedError()")
        if cell.role == "solution"
        else cell
        for cell in notebook.cells
    ]
    return replace(notebook, cells=tuple(stubbed))


def answered(assignment: Assignment, answer: Answer) -> Submission:
    """The solution with some cells answered otherwise."""
    files = {}
    for notebook in assignment.notebooks:
        content = json.loads(as_file(notebook))
        for cell in content["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = answer.sources.get(grade_id, cell["source"])
        files[f"{notebook.name}.ipynb"] = json.dumps(content).encode()
    return Submission(answer.name, files)


def table(quality: Quality) -> Iterator[str]:
    """The lines of a report for a person: a matrix, and then what needs the author."""
    width = max(map(len, [*quality.lost, "solution"]), default=8)
    for number, test in enumerate(quality.tests):
        marks = "hidden" if test in quality.hidden else "visible"
        marks += ", shared" if test in quality.shared else ""
        yield f"{'│ ' * number}┌ {test} ({marks})"
    rows = {"solution": quality.solution_loses} | quality.lost
    for name, lost_tests in rows.items():
        cells = " ".join("✗" if test in lost_tests else "·" for test in quality.tests)
        yield f"{cells}  {name:<{width}}  {len(lost_tests)} lost"
    yield ""
    yield from findings(quality)


def findings(quality: Quality) -> Iterator[str]:
    """One line for each thing to mend; a last line if there is none."""
    for test in sorted(quality.broken):
        yield f"{test}: fails on the solution itself"
    for test in sorted(quality.release_earns):
        yield f"{test}: the release earns its points without any work"
    for test in quality.catch_nothing:
        yield f"{test}: catches no wrong answer"
    for test in quality.never_alone:
        yield f"{test}: hidden, and never the only one to catch a wrong answer"
    for name, (expected, found) in quality.surprises.items():
        yield f"{name}: should lose {names(expected)}, loses {names(found)}"
    if quality.good:
        yield f"{len(quality.lost)} wrong answers, {len(quality.tests)} tests: nothing to mend"


def names(tests: frozenset[str]) -> str:
    return ", ".join(sorted(tests)) or "nothing"
