"""nbgrader's own commands and the formgrader's button, with the engine behind them."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from stock_nbgrader import BIN, EngineCourse
from tiny import TINY
from traitlets.config.loader import PyFileConfigLoader

from aulac.course import read_modules
from aulac.course.build import COURSE_ID
from graders import nbgrader_plugin
from graders.grade import EngineError

DUE = datetime(2026, 3, 1, 12, 0)
LATE = "2026-03-02 12:00:00 UTC"
EXTRA = """
c.Exchange.root = "{exchange}"
c.ExchangeCollect.check_owner = False
c.LateSubmissionPlugin.penalty_method = "zero"
"""


class Class(EngineCourse):
    """A course and its learners, all of them the same OS user."""

    def __init__(self, root: Path):
        (module,) = read_modules(TINY)
        self.root, self.exchange = root, root / "exchange"
        self.exchange.mkdir()
        super().__init__(root / "course", module)
        config = self.directory / "nbgrader_config.py"
        with open(config, "a", encoding="utf-8") as file:
            file.write(EXTRA.format(exchange=self.exchange))
        self.solution = self.notebook("source").read_text(encoding="utf-8")
        self.wrong = self.solution.replace("name.strip()", "name")
        assert self.wrong != self.solution

    def hand_in(self, learner: str, content: bytes, **files: bytes) -> Path:
        folder = self.notebook("submitted", learner).parent
        folder.mkdir(parents=True)
        (folder / "assignment.ipynb").write_bytes(content)
        for name, body in files.items():
            (folder / name).with_suffix(".txt").write_bytes(body)
        return folder

    def open(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.directory / 'gradebook.db'}")

    def press(self, button: str, *arguments: str) -> dict:
        """What the formgrader's button does: `autograde`, `collect` ..."""
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.directory)).load_config()
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        return getattr(api, button)(self.name, *arguments)

    def learner(self, name: str, *arguments: str) -> str:
        """Runs an nbgrader command as this learner."""
        home = self.root / name
        home.mkdir(exist_ok=True)
        flags = [f"--Exchange.root={self.exchange}", f"--CourseDirectory.student_id={name}"]
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments, *flags, "--course", COURSE_ID],
            cwd=home,
            env=os.environ | {"HOME": str(home), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Class:
    """A class that has been autograded once, in one run."""
    course = Class(tmp_path_factory.mktemp("class"))
    (course.root / "secret.txt").write_text("not for learners")
    course.hand_in("an", course.solution.encode())
    course.hand_in("binh", b"not a notebook")
    course.hand_in("chi", course.wrong.encode())
    course.hand_in("dung", course.solution.encode("utf-16"))
    odd = course.hand_in("giang", course.solution.encode(), timestamp=b"the day before yesterday")
    (odd / "data.csv").symlink_to(course.root / "secret.txt")
    (odd / "endless").symlink_to("/dev/zero")
    os.mkfifo(odd / "pipe.txt")
    course.hand_in("ha", course.solution.encode(), timestamp=LATE.encode())
    course.hand_in("khanh", course.solution.encode(), notes=b"mine")
    with course.open() as gradebook:
        gradebook.update_or_create_assignment(course.name, duedate=DUE)
    done = course.run("autograde", course.name)
    course.log = done.stdout + done.stderr
    return course


def test_every_submission_is_graded_in_one_run(course):
    full, zero = {"greet-simple": (1, 1), "greet-spaces": (2, 2)}, (0, 1)
    assert course.scores("an") == course.scores("khanh") == course.scores("giang") == full
    assert course.scores("chi") == {"greet-simple": (1, 1), "greet-spaces": (0, 2)}
    assert course.scores("binh")["greet-simple"] == course.scores("dung")["greet-simple"] == zero


def test_what_cannot_be_read_is_named_with_a_sentence(course):
    assert "Bài nộp của binh không chấm được" in course.log
    assert "assignment.ipynb bị hỏng hoặc không phải notebook Jupyter" in course.log
    assert "assignment.ipynb không phải văn bản UTF-8" in course.log
    assert "Traceback" not in course.log
    notebook = json.loads(course.notebook("autograded", "binh").read_text(encoding="utf-8"))
    assert ["bị hỏng" in cell["source"][0] for cell in notebook["cells"]] == [True]


def test_links_pipes_and_devices_are_not_copied(course):
    folder = course.notebook("autograded", "giang").parent
    names = {path.name for path in folder.iterdir()}
    assert names == {"assignment.ipynb", "assignment.report.json", "timestamp.txt.unreadable"}
    assert "data.csv là một liên kết" in course.log and "pipe.txt" in course.log


def test_a_late_submission_pays_the_penalty_of_the_course(course):
    with course.open() as gradebook:
        late = gradebook.find_submission(course.name, "ha")
        assert (late.total_seconds_late, late.late_submission_penalty) == (24 * 3600, 3.0)
        assert gradebook.find_submission(course.name, "an").late_submission_penalty == 0


def test_the_autograded_notebook_is_the_instructors_with_the_learners_answers(course):
    notebook = json.loads(course.notebook("autograded", "chi").read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    assert any('"Chào " + name' in source for source in sources)
    assert any("### BEGIN HIDDEN TESTS" in source for source in sources)
    assert (course.notebook("autograded", "khanh").parent / "notes.txt").read_bytes() == b"mine"


def test_files_are_read_only_as_nbgrader_leaves_them(course):
    for path in course.notebook("autograded", "an").parent.iterdir():
        assert path.stat().st_mode & 0o777 == 0o444, path


def test_the_formgraders_button_grades_again_and_keeps_marks(course):
    with course.open() as gradebook:
        grade = gradebook.find_grade("memo", "assignment", course.name, "an")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    course.notebook("submitted", "an").write_text(course.wrong, encoding="utf-8")
    assert course.press("autograde", "an")["success"]
    assert course.scores("an")["greet-spaces"] == (0, 2)
    with course.open() as gradebook:
        assert gradebook.find_grade("memo", "assignment", course.name, "an").manual_score == 1.5


def test_a_failure_of_the_engine_is_reported_and_is_never_a_zero(course, monkeypatch):
    def fail(*_):
        raise EngineError("the disk is full")

    monkeypatch.setattr(nbgrader_plugin, "grade", fail)
    before = course.scores("khanh")
    answer = course.press("autograde", "khanh")
    assert not answer["success"] and "the disk is full" in answer["log"]
    assert course.scores("khanh") == before
    course.hand_in("lan", course.solution.encode())
    assert not course.press("autograde", "lan")["success"]
    with course.open() as gradebook:
        grades = gradebook.find_submission_notebook("assignment", course.name, "lan").grades
        assert [grade.auto_score for grade in grades] == [None] * 3
    assert not course.notebook("autograded", "lan").exists()


def test_feedback_has_the_verdicts_and_leaves_the_reports_behind(course):
    course.run("generate_feedback", course.name)
    page = course.feedback("chi").read_text(encoding="utf-8")
    assert "Tên có thể thừa khoảng trắng" in page and "Chưa đạt" in page
    view = json.loads(course.feedback("chi", ".json").read_text(encoding="utf-8"))
    assert (view["score"], view["points"], view["status"]) == (1.0, 5.0, "graded")
    for path in course.feedback("chi").parent.iterdir():
        assert "Thủy" not in path.read_text(encoding="utf-8"), path
    assert not list(course.directory.glob("feedback/**/*.report.json"))
    refused = course.feedback("binh").read_text(encoding="utf-8")
    assert "bị hỏng hoặc không phải notebook" in refused and "0 / 5" in refused
    assert "data.csv là một liên kết" in course.feedback("giang").read_text(encoding="utf-8")


def test_the_whole_way_through_the_exchange(tmp_path):
    course = Class(tmp_path)
    assert course.press("release_assignment")["success"]
    course.learner("an", "fetch_assignment", course.name)
    work = tmp_path / "an" / course.name / "assignment.ipynb"
    work.write_text(course.wrong, encoding="utf-8")
    course.learner("an", "submit", course.name)
    (mine,) = (course.exchange / COURSE_ID / "inbound").iterdir()
    shutil.copytree(mine, theirs := mine.with_name(mine.name.replace("an+", "binh+")))
    (theirs / "assignment.ipynb").write_text("{}")
    (theirs / "link.txt").symlink_to("/etc/passwd")
    told = course.press("collect")["log"]
    assert "Bài nộp của binh" in told and "cấu trúc của một notebook" in told
    assert not list(course.directory.glob("submitted/binh/*/link.txt"))
    for name in ("an", "binh"):
        assert course.press("autograde", name)["success"]
    assert course.press("generate_feedback")["success"]
    course.run("release_feedback", course.name)
    course.learner("an", "fetch_feedback", course.name)
    (page,) = (tmp_path / "an" / course.name / "feedback").glob("*/assignment.html")
    assert "Chưa đạt" in page.read_text(encoding="utf-8")
    assert not re.search("Thủy|HIDDEN", page.read_text(encoding="utf-8"))
