"""The same steps with nbgrader's own exchange: a directory that all Linux accounts share."""

import json
import subprocess
import sys
import time
from pathlib import Path

from class_member import NAME, Member

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent  # nbgrader calls alembic
sys.path[:0] = [str(ROOT / "tests" / "server"), str(ROOT / "tests")]

from machine import PATH, Machine  # noqa: E402

from aulac.course import Module, write_course  # noqa: E402

COURSE = "co-dien"
CONFIG = """
c.pop("Autograde")
c.pop("ExchangeFactory", None)
c.Exchange.root = {root!r}
"""
STEPS = """
import json, os, shutil, time
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import default
from traitlets.config import Config
c = Config()
c.Exchange.root, c.Exchange.assignment_dir = {root!r}, os.path.expanduser("~/co_dien")
c.CourseDirectory.course_id, c.CourseDirectory.assignment_id = {course!r}, {name!r}
os.makedirs(c.Exchange.assignment_dir, exist_ok=True)
took = {{}}
for step, kind in (("list", "List"), ("fetch", "FetchAssignment"), ("submit", "Submit")):
    begun = time.monotonic()
    made = dict(coursedir=CourseDirectory(config=c), authenticator=Authenticator(config=c))
    getattr(default, "Exchange" + kind)(config=c, **made).start()
    took[step] = time.monotonic() - begun
    if step == "fetch":
        there = os.path.join(c.Exchange.assignment_dir, {name!r}, "assignment.ipynb")
        shutil.copy(os.path.expanduser("~/bai_tap/{name}/assignment.ipynb"), there)
print("TOOK", json.dumps(took))
"""


class StockExchange:
    """A course of an instructor's with nbgrader's own classes, released to everybody."""

    def __init__(self, machine: Machine, folder: Path, module: Module, teacher: str):
        self.machine, self.teacher = machine, teacher
        self.root, self.course = folder / "exchange", folder / "course"
        self.root.mkdir()
        self.root.chmod(0o1777)
        *_, config = write_course(self.course, "vi", [module], name=COURSE)
        with open(config, "a", encoding="utf-8") as file:
            file.write(CONFIG.format(root=str(self.root)))
        machine.run("chown", "-R", teacher, str(self.course), check=True)
        self.nbgrader("generate_assignment", NAME)
        self.nbgrader("release_assignment", NAME)

    def nbgrader(self, *arguments: str) -> float:
        """Run a command of nbgrader's as the instructor; the seconds that it took."""
        line = [sys.executable, "-m", "nbgrader", *arguments]
        entered = self.machine.enter(*line, user=self.teacher, folder=self.course)
        told = {"HOME": f"/home/{self.teacher}", "PATH": f"{BIN}:{PATH}", "LANG": "C.UTF-8"}
        begun = time.monotonic()
        done = subprocess.run(entered, env=told, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return time.monotonic() - begun

    def learn(self, member: Member) -> None:
        """List, fetch and submit in the learner's kernel, with the work handed in before."""
        code = STEPS.format(root=str(self.root), course=COURSE, name=NAME)
        printed = member.say_to_kernel(code)
        took = json.loads(printed.partition("TOOK ")[2])
        member.stock_handed_in_at = time.time()
        for step, seconds in took.items():
            member.times.steps[f"stock {step}"].append(seconds)
