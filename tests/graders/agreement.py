"""Grades the same submissions with stock nbgrader and with the engine, and compares every test."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbgrader
import stock
from handmade import Course, answered
from stock_nbgrader import StockCourse

from aulac.course.wrong import read_wrong
from graders.assignment import Assignment, read_assignment
from graders.calibrate import calibrate
from graders.grade import grade
from graders.limits import Limits
from graders.report import Result
from graders.submission import read_submission

LIMITS = Limits(cell_seconds=10, notebook_seconds=90)
QUICKSTART = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source"


@dataclass
class Agreement:
    """What both made of one course: scores by learner and `notebook/grade_id`."""

    stock: dict[str, dict[str, float]]
    ours: dict[str, dict[str, float | None]]
    shared: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    @property
    def differences(self) -> dict[str, tuple]:
        """`learner notebook/grade_id` -> (stock's score, ours), where they are not the same."""
        return {
            f"{learner} {test}": (score, self.ours[learner].get(test))
            for learner, scores in self.stock.items()
            for test, score in scores.items()
            if test not in self.broken and score != self.ours[learner].get(test)
        }

    @property
    def failed(self) -> list[str]:
        """Learners whom stock nbgrader gave no scores."""
        return [learner for learner, scores in self.stock.items() if not scores]

    @property
    def compared(self) -> int:
        return sum(test not in self.broken for scores in self.stock.values() for test in scores)


def write_course(directory: Path, course: Course, learners: list[str] | None = None) -> Path:
    """The course directory of a handmade course, with these learners' submissions."""
    directory.mkdir(parents=True)
    course.write_source(directory)
    for learner in course.answers if learners is None else learners:
        course.submit(directory, learner)
    stock.prepare(directory)
    return directory


def write_quickstart(directory: Path, answers: dict[str, dict[str, str | None]]) -> Path:
    """nbgrader's own example course, as `nbgrader quickstart` copies it, and answers to it."""
    ignored = shutil.ignore_patterns("*.html", "autotests.yml", "ps1_autotest")
    shutil.copytree(QUICKSTART, directory / "source", ignore=ignored)
    for learner, sources in answers.items():
        folder = directory / "submitted" / learner / "ps1"
        shutil.copytree(directory / "source" / "ps1", folder)
        for path in folder.glob("*.ipynb"):
            content = json.loads(path.read_text(encoding="utf-8"))
            for cell in content["cells"]:
                cell["source"] = "".join(cell["source"])
            content["cells"] = answered(content["cells"], sources)
            path.write_text(json.dumps(content), encoding="utf-8")
    stock.prepare(directory)
    return directory


def write_module(directory: Path, module) -> Path:
    """A module's assignment: its solution, its release and all of `wrong/`."""
    course = StockCourse(directory, module)
    for learner, stage in (("solution", "source"), ("release", "release")):
        course.submit(learner, course.notebook(stage).read_text(encoding="utf-8"))
    for path in module.wrong_paths:
        course.submit_wrong(read_wrong(path))
    return directory


def read(directory: Path) -> Assignment:
    """The course's one assignment as the engine grades it, calibrated."""
    (source,) = (path for path in (directory / "source").iterdir() if path.is_dir())
    return calibrate(read_assignment(source, directory / "release" / source.name, limits=LIMITS))


def grade_with_engine(directory: Path, assignment: Assignment, threads: int = 2) -> dict:
    """{learner: {"notebook/grade_id": result}} of the automatic tests."""

    def one(folder: Path) -> dict[str, Result]:
        report = grade(read_submission(folder / assignment.name, folder.name), assignment)
        return {
            f"{notebook.name}/{result.grade_id}": result
            for notebook in report.notebooks
            for result in notebook.results
            if result.role == "test"
        }

    folders = sorted((directory / "submitted").iterdir())
    with ThreadPoolExecutor(threads) as pool:
        return {f.name: scores for f, scores in zip(folders, pool.map(one, folders), strict=True)}


def compare(directories: list[Path]) -> dict[str, Agreement]:
    """Both graders over these courses, by name of the directory."""
    theirs = stock.autograde(directories)
    return {d.name: compare_one(d, theirs[d]) for d in directories}


def compare_one(directory: Path, theirs: dict[str, dict[str, float]]) -> Agreement:
    results = grade_with_engine(directory, read(directory))
    every = [(test, result) for found in results.values() for test, result in found.items()]
    tests = {test for test, _ in every}
    return Agreement(
        {
            learner: {test: score for test, score in found.items() if test in tests}
            for learner, found in theirs.items()
        },
        {
            learner: {test: result.score for test, result in found.items()}
            for learner, found in results.items()
        },
        {test for test, result in every if result.weaker == "shared"},
        {test for test, result in every if result.verdict == "broken"},
    )
