"""Drives stock nbgrader over a course directory, as an instructor would on the command line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from aulac.course import Module, write_course
from aulac.course.source import ASSIGNMENT
from aulac.course.wrong import WrongAnswer

BIN = Path(sys.executable).parent


def secret_lines(text: str, kind: str = "HIDDEN TESTS") -> set[str]:
    """The lines of this kind of region (or SOLUTION) that stand nowhere in the open."""
    regions = re.compile(rf"### BEGIN {kind}\n(.*?)### END {kind}", re.DOTALL)
    in_the_open = regions.sub("", text)
    lines = {line.strip() for region in regions.findall(text) for line in region.splitlines()}
    secrets = {line for line in lines if len(line) > 12 and line not in in_the_open}
    assert secrets
    return secrets


class StockCourse:
    """One module's assignment in an nbgrader course of its own, graded by nbgrader itself."""

    stock = True

    def __init__(self, directory: Path, module: Module, lang: str = "vi"):
        self.directory, self.name = directory, module.name
        *_, config = write_course(directory, lang, [module])
        if self.stock:
            with open(config, "a", encoding="utf-8") as file:
                file.write('c.pop("Autograde")\n')
        self.run("generate_assignment", self.name)

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Runs an nbgrader command in the course directory; its output must say why it failed."""
        environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.directory,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def notebook(self, stage: str, learner: str = ".") -> Path:
        """Where a notebook of this stage lies: source, release, submitted, autograded."""
        return self.directory / stage / learner / self.name / f"{ASSIGNMENT}.ipynb"

    def submit(self, learner: str, text: str) -> None:
        path = self.notebook("submitted", learner)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

    def submit_wrong(self, wrong: WrongAnswer) -> str:
        """Hands in the solution with one task answered wrongly; returns the learner's name."""
        content = json.loads(self.notebook("source").read_text(encoding="utf-8"))
        for cell in content["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == wrong.task:
                cell["source"] = wrong.source.splitlines(keepends=True)
        learner = f"wrong-{wrong.path.stem}"
        self.submit(learner, json.dumps(content))
        return learner

    def scores(self, learner: str) -> dict[str, tuple[float, float]]:
        """(score, points) of every automatically graded cell, by grade_id."""
        with Gradebook(f"sqlite:///{self.directory / 'gradebook.db'}") as gradebook:
            submission = gradebook.find_submission_notebook(ASSIGNMENT, self.name, learner)
            return {
                grade.name: (grade.score, grade.max_score)
                for grade in submission.grades
                if grade.cell.cell_type == "code"
            }

    def feedback(self, learner: str, suffix: str = ".html") -> Path:
        """Where the feedback on a learner's notebook lies."""
        return self.notebook("feedback", learner).with_suffix(suffix)

    def lost(self, learner: str) -> set[str]:
        return {name for name, (score, points) in self.scores(learner).items() if score < points}


class EngineCourse(StockCourse):
    """The same course, graded by our engine through nbgrader's commands."""

    stock = False
