"""The class that tests of a running server share."""

import shutil

import pytest
from machine import Machine
from running_server import RunningServer, Visitor
from school import School
from tiny import TINY

CLASSES = """
[classes.nhap-mon]
instructors = ["minh"]
learners = ["@hoc", "chi"]
[classes.khac]
instructors = ["lan"]
learners = []
"""
PEOPLE = {"an": "hoc", "binh": "hoc", "chi": "", "minh": "", "lan": "", "la": ""}


@pytest.fixture(scope="session")
def machine():
    """A private machine with people, whose passwords are their names and `-pw`."""
    with Machine() as machine:
        for name, group in PEOPLE.items():
            machine.add_user(name, f"{name}-pw", *filter(None, [group]))
        yield machine


@pytest.fixture(scope="session")
def visit(server):
    """Makes people who have logged in."""

    def arrive(name: str, password: str = "") -> Visitor:
        visitor = Visitor(server, name)
        visitor.log_in(password or f"{name}-pw")
        return visitor

    return arrive


@pytest.fixture(scope="session")
def server(machine):
    """A running classroom with the small course."""
    with RunningServer(machine, CLASSES, TINY) as server:
        yield server


@pytest.fixture(scope="session")
def taught_once(tmp_path_factory) -> School:
    """A class in which everybody has handed in and has results."""
    school = School(tmp_path_factory.mktemp("school") / "state").found()
    school.taught()
    return school


@pytest.fixture
def taught(taught_once, tmp_path) -> School:
    """A copy of that class, which a test may change."""
    shutil.copytree(taught_once.places.root, tmp_path / "state")
    return School(tmp_path / "state")
