"""Results on submit in JupyterLab: points stand in the list when Submit has done its work."""

import re
import subprocess
import sys

import httpx
import lab
import pytest
from playwright.sync_api import expect

from aulac.classroom.accounts import INSTRUCTOR, LEARNER
from aulac.classroom.layout import COURSE
from aulac.course import read_modules
from aulac.course.build import COURSE_ID


@pytest.fixture
def assignment(classroom, visit, root):
    """The name of an assignment that is released and gives results at once."""
    visitor = visit()
    visitor.log_in(INSTRUCTOR)
    visitor.page.locator("#open-lab").click()
    expect(visitor.page.locator("#jp-top-panel")).to_be_visible()
    name, own = read_modules(root)[0].name, classroom.server_of(INSTRUCTOR).environ()
    for verb in ("generate_assignment", "release_assignment"):
        command = [sys.executable, "-m", "nbgrader", verb, name, "--force"]
        cwd = classroom.state.home(INSTRUCTOR) / COURSE
        done = subprocess.run(command, cwd=cwd, env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    address = f"{own['AULAC_EXCHANGE']}api/v1/courses/{COURSE_ID}/assignments/{name}"
    headers = {"Authorization": f"token {own['JUPYTERHUB_API_TOKEN']}"}
    assert httpx.patch(address, headers=headers, json={"results": "at_once"}).is_success
    yield name
    assert httpx.delete(address, headers=headers).is_success


def test_points_stand_in_the_list_after_submit(assignment, visit):
    learner = visit(expected=lab.WIDGET_LEFT)
    learner.log_in(LEARNER)
    page = learner.page
    page.locator("#open-lessons").click()
    assignments = lab.open_assignments(page)
    released, fetched, submitted = (
        assignments.locator(f"#{step}_assignments_list > .list_item").filter(has_text=assignment)
        for step in ("released", "fetched", "submitted")
    )
    expect(released.or_(fetched)).to_be_visible()
    if released.count():
        released.get_by_role("button", name="Fetch", exact=True).click()
    fetched.get_by_role("button", name="Submit").click()
    expect(fetched.get_by_role("button", name="Submit")).to_be_enabled()
    page.locator("#refresh_assignments_list").click()  # where grading took longer than Submit waits
    newest = submitted.locator(".nested_list_item").last
    expect(newest).to_contain_text(re.compile(r"lần \d+, lúc .*: [\d,]+ / \d+ điểm"))
    learner.picture("lab_points", whole=False)
    newest.get_by_text("view feedback").click()
    expect(page.locator(".jp-DirListing-item").filter(has_text="assignment.html")).to_be_visible()
    with learner.context.expect_page() as opened:
        lab.menu(page, "Âu Lạc", "help:open")
    results = opened.value.get_by_role("heading", level=1)
    expect(results).to_have_text("Kết quả của tôi")
