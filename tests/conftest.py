"""Fixtures that many tests share."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tiny import TINY

from aulac.course.golden import record
from aulac.course.source import find_root, read_modules


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout under test."""
    return find_root(Path(__file__).parent.parent)


@pytest.fixture(scope="session")
def recorded_course(tmp_path_factory) -> Path:
    """A course of one small module, complete with its golden run."""
    course = tmp_path_factory.mktemp("recorded") / "course"
    shutil.copytree(TINY, course)
    (module,) = read_modules(course)
    record(module, "1_chao")
    return course


@pytest.fixture
def tiny_course(recorded_course, tmp_path) -> Path:
    """A copy of the small course that a test may break."""
    return Path(shutil.copytree(recorded_course, tmp_path / "course"))


@pytest.fixture(scope="session")
def site(root) -> Path:
    """The folder of the book, built anew where a source has changed."""
    subprocess.run(["make", "--silent", "book"], cwd=root, check=True)
    return root / "build" / "book" / "html"
