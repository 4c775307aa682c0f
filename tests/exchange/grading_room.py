"""A class with the tiny course, whose exchange grades what is handed in."""

import json
import time
from contextlib import contextmanager
from pathlib import Path

from desk import Desk
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, Hub

from aulac.classroom.exchange.limits import Limits, Rate
from aulac.course import write_course
from aulac.course.source import read_modules

NAME = "01_chao"
BAI = f"/courses/{COURSE}/assignments/{NAME}"
RIGHT = "def greet(name):\n    return 'Chào ' + name.strip()"
KEEPS_SPACES = "def greet(name):\n    return 'Chào ' + name"
MANY = Rate(100_000, 100_000)
LIMITS = Limits(requests=MANY, submissions=MANY, refusals=MANY)


def make_course(folder: Path, tiny: Path) -> Path:
    write_course(folder, "vi", read_modules(tiny))
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text().replace('course_id = "aulac"', f'course_id = "{COURSE}"'))
    return folder


def work(folder: Path, answer: str, essay: str = "Vì vui.") -> dict[str, bytes]:
    """A learner's notebook: the source with these answers, without the hidden tests."""
    path = folder / "source" / NAME / "assignment.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader") or {}
        if marks.get("solution"):
            cell["source"] = essay if marks["grade"] else answer
        elif marks.get("grade"):
            cell["source"] = "# kiểm tra"
    return {"assignment.ipynb": json.dumps(notebook).encode()}


class Room:
    """The desk of the exchange, and the course directory."""

    def __init__(self, desk: Desk, course: Path):
        self.desk, self.course = desk, course

    def submit(self, token: str = LEARNER, answer: str = RIGHT, **more) -> str:
        answer = self.desk.submit(token, work(self.course, answer, **more), path=BAI)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def open(self, **policy) -> None:
        """Release the assignment with this policy."""
        self.desk.release(work(self.course, "..."), BAI)
        answer = self.desk.ask("PATCH", BAI, INSTRUCTOR, json=policy)
        assert answer.status_code == 200, answer.text

    def feedback(self, id: str, token: str = LEARNER) -> dict | None:
        """The data of the feedback on a submission, or None where there is none yet."""
        found = self.desk.get(f"/submissions/{id}", token).json()["feedback"]
        if not found:
            return None
        assert [file["path"] for file in found] == ["assignment.html", "assignment.json"]
        return self.desk.get(f"/submissions/{id}/feedback/assignment.json", token).json()

    def result(self, id: str, token: str = LEARNER, seconds: float = 180) -> dict:
        """The feedback, once it is there."""
        end = time.monotonic() + seconds
        while not (found := self.feedback(id, token)):
            assert time.monotonic() < end, "no result came"
            time.sleep(0.05)
        return found


@contextmanager
def grading_room(hub: Hub, folder: Path, course: Path, **more):
    with Desk.opened(hub, folder, LIMITS, course_dir=str(course), **more) as desk:
        yield Room(desk, course)
