"""A class on a server, in browsers: three learners and their instructor, each a Linux account.

The tests of this file are steps: each begins where the one before it ended.
"""

import csv
import io
import json
import re
import sys
from pathlib import Path

import lab
import pytest
from playwright.sync_api import expect

from aulac.course import read_modules
from aulac.course.source import ASSIGNMENT

sys.path.append(str(Path(__file__).parents[1] / "server"))

import front  # noqa: E402
from machine import Machine  # noqa: E402
from running_server import AULAC, RunningServer  # noqa: E402

from aulac.classroom.ports import free_port  # noqa: E402

CLASS = "lop-a"
CLASSES = f"""
[limits]
spawns_at_once = 2
[classes.{CLASS}]
instructors = ["co_lan"]
learners = ["@hoc_vien"]
"""
LEARNERS = ("an", "binh", "chi")
COMMENT = "Lý do rõ ràng, em trình bày gọn."
WRONG = "raise ValueError('chưa xong')"


@pytest.fixture(scope="module")
def classroom(root, tmp_path_factory):
    """The classroom of this file's people, on a machine with accounts of its own, behind TLS."""
    with Machine() as machine:
        machine.add_user("co_lan", "co_lan-pw")
        for name in LEARNERS:
            machine.add_user(name, f"{name}-pw", "hoc_vien")
        url = f"https://{front.HOST}:{free_port()}"
        with (
            RunningServer(machine, CLASSES, root, url=url) as server,
            front.running(*nginx(server, tmp_path_factory.mktemp("nginx"))),
        ):
            yield server


def nginx(server: RunningServer, folder: Path) -> list[str]:
    """The command that runs nginx in front of the classroom, as the operator configures it."""
    tls = [*AULAC, "server", "--state", str(server.state), "tls", "nginx"]
    written = server.machine.run(*tls, check=True).stdout
    front.certificate(folder)
    own = front.site(written, folder, free_port())
    return [front.NGINX, "-c", str(own), "-p", str(folder)]


def arrive(visit, name, **options):
    """A browser in which somebody has logged in."""
    visitor = visit(ignore_https_errors=True, **options)
    page = visitor.page
    page.goto(visitor.classroom.url)
    page.locator("#username").fill(name)
    page.locator("#password").fill(f"{name}-pw")
    visitor.picture("server_login")
    page.get_by_role("button", name="Vào lớp").click()
    expect(page.get_by_role("link", name="Đăng xuất")).to_be_visible()
    cookies = {cookie["name"]: cookie["secure"] for cookie in visitor.context.cookies()}
    assert {"_xsrf", "jupyterhub-session-id"} < cookies.keys() and all(cookies.values())
    return visitor


@pytest.fixture(scope="module")
def instructor(visit):
    return arrive(visit, "co_lan")


@pytest.fixture(scope="module")
def learners(visit):
    """Everybody's browser; 429 is what the Hub says while others are getting in."""
    return {name: arrive(visit, name, expected="429") for name in LEARNERS}


@pytest.fixture(scope="module")
def module(root):
    return read_modules(root)[0]


@pytest.fixture(scope="module")
def solutions(classroom, module):
    """The instructor's answers to the tasks that are graded automatically."""
    course = classroom.state / "classes" / CLASS / "khoa_hoc" / "source"
    path = classroom.outside(course / module.name / f"{ASSIGNMENT}.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    marked = [(cell, cell["metadata"].get("nbgrader") or {}) for cell in cells]
    return [
        "".join(cell["source"])
        for cell, marks in marked
        if marks.get("solution") and not marks.get("grade")
    ]


def results(visitor) -> str:
    return f"{visitor.classroom.url}/services/exchange/results/"


def test_the_instructor_releases_with_results_at_once(instructor, module):
    page = instructor.page
    instructor.picture("server_instructor_home")
    page.locator(f"#class-{CLASS}").get_by_role("link", name="Mở bảng chấm bài").click()
    row = page.locator("tr").filter(has_text=module.name)
    assert lab.press(row, "assign").startswith("Success")
    assert lab.press(row, "release").startswith("Success")
    instructor.picture("server_formgrader")
    page.goto(f"{instructor.classroom.url}/services/exchange/class/{CLASS}/{module.name}/")
    page.get_by_label("Ngay khi nộp").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_label("Ngay khi nộp")).to_be_checked()
    for name in LEARNERS:
        expect(page.get_by_role("rowheader", name=name, exact=True)).to_be_visible()


def test_all_three_get_a_server_of_their_own(learners):
    """They arrive at the same moment; two may start at once, the third waits and gets in."""
    for visitor in learners.values():
        visitor.page.locator("#open-lessons").click(no_wait_after=True)
    for name, visitor in learners.items():
        expect(visitor.page.locator("#jp-top-panel")).to_be_visible(timeout=180_000)
        assert f"/user/{name}/" in visitor.page.url


@pytest.mark.parametrize("name", LEARNERS)
def test_each_fetches_works_and_hands_in(learners, name, solutions):
    visitor = learners[name]
    page = visitor.page
    assignments = lab.open_assignments(page)
    assignments.get_by_role("button", name="Fetch", exact=True).click()
    assignments.locator("#fetched_assignments_list .assignment-notebooks-link").click()
    assignments.get_by_role("link", name=ASSIGNMENT, exact=True).click()
    for text in answers(name, solutions):
        lab.write(lab.code_cell(page, first_definition(text)).first, text)
    written = lab.notebook(page).locator(".jp-MarkdownCell")
    lab.write(written.filter(has_text="VIẾT CÂU TRẢ LỜI").first, f"Bài viết của {name}.")
    lab.save(page)
    assignments = lab.open_assignments(page)
    assignments.get_by_role("button", name="Submit").click()
    expect(assignments.locator("#submitted_assignments_list .list_item").first).to_be_visible()
    visitor.picture(f"server_submitted_{name}")


def answers(name: str, solutions: list[str]) -> list[str]:
    """An solves everything, Bình the first task, Chi hands in an error."""
    if name == "an":
        return solutions
    first = solutions[0]
    return [first if name == "binh" else f"{first_definition(first)}(text):\n    {WRONG}"]


def first_definition(text: str) -> str:
    return re.search(r"def \w+", text)[0]


def test_each_sees_the_own_result_and_nobody_elses(learners):
    points = {}
    for name, visitor in learners.items():
        page = visitor.page.context.new_page()
        page.goto(results(visitor))
        shown = page.locator(".points")
        expect(shown).to_be_visible()
        points[name] = float(re.match(r"[\d,]+", shown.inner_text())[0].replace(",", "."))
        page.screenshot(path=visitor.screenshots / f"server_results_{name}.png", full_page=True)
        page.get_by_role("link", name="Xem phản hồi").click()
        expect(page.get_by_text(f"Bài viết của {name}.")).to_be_visible()
        text = page.locator("html").inner_text()
        assert not any(f"Bài viết của {other}." in text for other in LEARNERS if other != name)
        visitor.feedback = page.url
    assert points["an"] > points["binh"] > points["chi"] == 0
    for visitor, other in (("binh", "an"), ("chi", "binh")):
        answer = learners[visitor].page.request.get(learners[other].feedback)
        assert answer.status == 404


def test_the_instructor_sees_the_class_and_marks(instructor, module):
    page = instructor.page
    page.reload()
    expect(page.get_by_text("Đã nộp: 3 / 3")).to_be_visible()
    expect(page.get_by_role("heading", name="Kiểm tra hay hỏng nhất")).to_be_visible()
    instructor.picture("server_class")
    page.goto(f"{instructor.classroom.url}/services/formgrade-{CLASS}/formgrader/gradebook")
    for name in (module.name, ASSIGNMENT):
        page.locator("tbody").get_by_role("link", name=name).first.click()
    open_work_of(page, "an")
    answer = page.locator(".nbgrader_cell").filter(has_text="Bài viết của an.")
    expect(answer.locator("input.extra-credit")).to_have_attribute("placeholder", "0")
    with page.expect_response("**/api/grade/*"):
        answer.locator("input.score").fill("2")
        answer.locator("input.score").press("Tab")
    with page.expect_response("**/api/comment/*"):
        answer.locator("textarea.comment").fill(COMMENT)
        answer.locator("textarea.comment").press("Tab")
    instructor.picture("server_marking")
    page.goto(f"{instructor.classroom.url}/services/formgrade-{CLASS}/formgrader")
    row = page.locator("tr").filter(has_text=module.name)
    assert lab.press(row, "generate-feedback").startswith("Success")
    assert lab.press(row, "release-feedback").startswith("Success")


def open_work_of(page, name: str) -> None:
    """Open the work of a learner; the formgrader hides names until they are asked for."""
    named = page.locator("a.name-shown").filter(has_text=re.compile(f"(^|, ){name}$"))
    page.locator("tbody tr").filter(has=named).locator("a.name-hidden").click()


def test_the_comment_reaches_the_learner(learners):
    visitor = learners["an"]
    page = visitor.page
    page.goto(results(visitor))
    page.get_by_role("link", name="Xem phản hồi").click()
    expect(page.get_by_text(COMMENT)).to_be_visible()


def test_grades_leave_as_a_table(instructor):
    answer = instructor.page.request.get(
        f"{instructor.classroom.url}/services/exchange/class/{CLASS}/grades.csv"
    )
    rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert sorted(row["student_id"] for row in rows) == sorted(LEARNERS)


def test_a_learner_may_not_look_into_the_class(learners, module):
    chi = learners["chi"].page.request
    url = learners["chi"].classroom.url
    for path in (
        f"/services/formgrade-{CLASS}/formgrader",
        f"/services/exchange/class/{CLASS}/",
        f"/services/exchange/class/{CLASS}/grades.csv",
        "/user/an/lab",
    ):
        assert chi.get(url + path).status in (403, 404), path
