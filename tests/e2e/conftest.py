"""One classroom and one browser for all tests in it."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from running_classroom import RunningClassroom

from aulac.book.assets import fetch
from aulac.classroom.doctor import BROWSERS

ARGUMENTS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
SECONDS = 1000  # milliseconds
WIDTHS = {"laptop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def classroom(tmp_path_factory, root):
    with RunningClassroom(tmp_path_factory.mktemp("classroom") / "state", root) as running:
        yield running
    assert not running.processes


@pytest.fixture(scope="session")
def browser():
    expect.set_options(timeout=60 * SECONDS)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = next(filter(None, map(shutil.which, (*BROWSERS, own))), None)
        if not found:
            pytest.fail("these tests need Chromium: on Debian, apt-get install chromium")
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def widths() -> dict:
    return WIDTHS


@pytest.fixture(scope="session")
def axe(root) -> str:
    return (fetch(root, root / "build" / "npm")["axe-core"] / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def screenshots(root) -> Path:
    folder = root / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Visitor:
    """A person with a browser of their own, who notices what goes wrong in it."""

    def __init__(self, browser, classroom, screenshots, size="laptop", expected="", **options):
        self.classroom, self.screenshots, self.expected = classroom, screenshots, expected
        options = {"viewport": WIDTHS[size], "locale": "vi-VN"} | options
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(60 * SECONDS)
        self.complaints: list[str] = []
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("request", self._request)
        self.page: Page = self.context.new_page()

    def _console(self, message) -> None:
        if message.type == "error" and not re.search(self.expected or "$^", message.text):
            self.complaints.append(f"console: {message.text} {message.location.get('url')}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.classroom.url, "data:", "blob:", "file:")):
            self.complaints.append(f"a request left this machine: {request.url}")

    def log_in(self, account: str) -> Page:
        page = self.page
        page.goto(self.classroom.url)
        page.get_by_role("radio").and_(page.locator(f"[value={account}]")).check()
        page.locator("#password").fill(self.classroom.passwords[account])
        page.get_by_role("button", name="Vào lớp").click()
        return page

    def picture(self, name: str, whole: bool = True) -> None:
        self.page.screenshot(path=self.screenshots / f"{name}.png", full_page=whole)


@pytest.fixture(scope="module")
def visit(browser, classroom, screenshots):
    """Makes visitors; at the end of the module none of them may have a complaint."""
    visitors = []

    def arrive(**options) -> Visitor:
        visitors.append(Visitor(browser, classroom, screenshots, **options))
        return visitors[-1]

    yield arrive
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert not complaints


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of what a failed test had before its eyes."""
    report = yield
    if report.when == "call" and report.failed:
        for visitor in (v for v in item.funcargs.values() if isinstance(v, Visitor)):
            visitor.picture(f"failed_{item.name}", whole=False)
    return report
