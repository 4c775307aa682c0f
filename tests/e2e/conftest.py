"""One classroom for all tests of it, and visitors with a browser."""

import re

import pytest
from playwright.sync_api import Page
from running_classroom import RunningClassroom

SECONDS = 1000  # milliseconds


@pytest.fixture(scope="session")
def classroom(tmp_path_factory, root):
    with RunningClassroom(tmp_path_factory.mktemp("classroom") / "state", root) as running:
        yield running
    assert not running.processes


class Visitor:
    """A person with a browser of their own, who notices what goes wrong in it."""

    def __init__(self, browser, classroom, screenshots, viewport, expected="", **options):
        self.classroom, self.screenshots, self.expected = classroom, screenshots, expected
        options = {"viewport": viewport, "locale": "vi-VN"} | options
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
def visit(browser, classroom, screenshots, widths):
    """Makes visitors; at the end of the module none of them may have a complaint."""
    visitors = []

    def arrive(size="laptop", **options) -> Visitor:
        visitors.append(Visitor(browser, classroom, screenshots, widths[size], **options))
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
