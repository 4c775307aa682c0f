"""Fixtures that many tests share."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from tiny import TINY

from aulac.book.assets import fetch
from aulac.classroom.doctor import BROWSERS
from aulac.course.golden import record
from aulac.course.source import find_root, read_modules

sys.path.append(str(Path(__file__).parent / "graders"))

import postgres  # noqa: E402

CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """What a command does to the process's umask ends with its test."""
    before = os.umask(0o022)
    os.umask(before)
    try:
        return (yield)
    finally:
        os.umask(before)


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


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; Playwright runs only once in a process."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = next(filter(None, map(shutil.which, (*BROWSERS, own))), None)
        if not found:
            pytest.fail("these tests need Chromium: on Debian, apt-get install chromium")
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def widths() -> dict:
    """The screens that pages must fit."""
    return {"laptop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def axe(root) -> str:
    """The script of axe-core, for `accessibility.grave`."""
    return (fetch(root, root / "build" / "npm")["axe-core"] / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def screenshots(root) -> Path:
    """A folder for pictures to look at; git ignores it."""
    folder = root / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres_server():
    """A real PostgreSQL for all tests that want one."""
    programs = postgres.find_programs()
    if programs is None:
        pytest.skip(postgres.INSTALL)
    server = postgres.Server(programs)
    yield server
    server.close()
