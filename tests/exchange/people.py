"""Learners and instructors of one OS user, each with a home and a token of the Hub."""

import io
import os
import shutil
import sys
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path

import pytest
from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderApp
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from running_exchange import Exchange
from tiny import TINY
from traitlets.config.loader import PyFileConfigLoader

from aulac.classroom.exchange.assignment_list import AssignmentList
from aulac.classroom.layout import ASSIGNMENTS, CONFIG, COURSE
from aulac.course import read_modules, write_course
from aulac.course.build import COURSE_ID

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
NAME = "01_chao"  # the assignment of the tiny course


@dataclass
class Done:
    """How a command ended, and what it said."""

    code: int
    said: str


class Person:
    """Someone who gives nbgrader commands with the configuration of the classroom."""

    role, group = "learner", "nbgrader"

    def __init__(self, root: Path, name: str, exchange: Exchange):
        self.name, self.home, self.exchange = name, root / name, exchange
        self.work = self.home / ASSIGNMENTS / NAME
        self.work.parent.mkdir(parents=True)
        self.environment = {
            "AULAC_CLASS": COURSE_ID,
            "AULAC_EXCHANGE": exchange.url,
            "AULAC_LANG": "vi",
            "HOME": str(self.home),
            "JUPYTERHUB_API_TOKEN": exchange.token(name, self.group),
            "JUPYTER_CONFIG_PATH": f"{CONFIG / self.role}{os.pathsep}{CONFIG / 'shared'}",
            "PATH": PATH,
            "TZ": "Asia/Ho_Chi_Minh",
        }

    @contextmanager
    def at_home(self):
        """In here this process is this person's."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.chdir(self.home)
            patch.setattr(sys, "path", [*sys.path])
            yield

    def nbgrader(self, *arguments: str) -> Done:
        """Run a command of nbgrader's to its end."""
        said, code = io.StringIO(), 0
        with self.at_home(), redirect_stderr(said):
            app = NbGraderApp()
            try:
                app.initialize(list(arguments))
                app.start()
            except NoStart:
                pass  # a subcommand did the work
            except SystemExit as end:
                code = end.code
            finally:
                app.reset()
        return Done(code, said.getvalue())

    def write(self, text: str, name: str = "assignment.ipynb") -> None:
        (self.work / name).write_text(text, encoding="utf-8")

    def press(self, button: str, *names: str) -> dict:
        """What JupyterLab's assignment list gets when it asks: `list_assignments` ..."""
        with self.at_home():
            manager = AssignmentList()
            manager.root_dir = str(self.home)
            return getattr(manager, button)(*names)


class Teacher(Person):
    """An instructor with a course."""

    role, group = "instructor", "formgrade"

    def __init__(self, root: Path, exchange: Exchange, course: Path):
        super().__init__(root, "giang_vien", exchange)
        self.course = Path(shutil.copytree(course, self.home / COURSE))

    def folder(self, step: str, learner: str) -> Path:
        return self.course / step / learner / NAME

    def formgrader(self, button: str, *arguments: str) -> dict:
        """What a button of the formgrader's does: `collect` ..."""
        with self.at_home():
            app = NbGrader()
            app.load_config_file()
            return getattr(NbGraderAPI(config=app.config), button)(NAME, *arguments)

    @contextmanager
    def gradebook(self):
        url = f"sqlite:///{self.course / 'gradebook.db'}"
        with self.at_home(), Gradebook(url, COURSE_ID) as gradebook:
            yield gradebook


def make_course(folder: Path) -> None:
    """Write the tiny course, and make its release as the formgrader does."""
    write_course(folder, "vi", read_modules(TINY))
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", PATH)
        done = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(NAME)
    assert done["success"], done
