"""The pages: who may see what, what they say, and how they look in a browser."""

import csv
import io
import os
import re
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from accessibility import grave
from desk import Desk
from grading_room import BAI, KEEPS_SPACES, LIMITS, NAME, RIGHT, Room, make_course
from login_hub import first, running_login_hub
from nbgrader.api import Gradebook
from playwright.sync_api import expect
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND, THIRD, user
from tiny import TINY
from visiting import CLASS, PREFIX, RESULTS, Visitor, key_of

from aulac.classroom.exchange.spans import span
from aulac.classroom.layout import CONFIG
from aulac.classroom.layout import COURSE as HOME_COURSE

TASK = f"{CLASS}{NAME}/"
FORMULA = "=cmd"  # a name that a spreadsheet would compute


@pytest.fixture(scope="module")
def hub():
    with running_login_hub() as hub:
        hub.users["formula-token"] = user(FORMULA, f"nbgrader-{COURSE}")
        yield hub


@pytest.fixture(scope="module")
def room(hub, tmp_path_factory):
    """A class in which three learners have results, one of them two."""
    folder = tmp_path_factory.mktemp("trang")
    course = make_course(folder / HOME_COURSE, TINY)
    more = {"course_dir": str(course), "login_url": hub.login_url}
    with Desk.opened(hub, folder / "exchange", LIMITS, **more) as desk:
        room = Room(desk, course)
        room.open(results="at_once")
        desk.change(BAI, due=51, late_until=80, attempts=4)
        desk.release(path=f"/courses/{COURSE}/assignments/bai-tay")
        for token, answer in (
            (LEARNER, KEEPS_SPACES),
            (SECOND, "def greet(name):\n    raise ValueError"),
            ("formula-token", RIGHT),
            (LEARNER, RIGHT),
        ):
            room.result(room.submit(token, answer), token)
            desk.wait(0.5)
        desk.submit(LEARNER, path=f"/courses/{COURSE}/assignments/bai-tay")
        yield room


@pytest.fixture
def browse(room, hub):
    """Opens pages as a browser of its own does, logging in at the Hub where it is sent there."""

    def stranger(who: str) -> Visitor:
        return Visitor(room.desk.http, hub, who)

    def arrive(who: str, path: str = RESULTS) -> Visitor:
        browser = stranger(who)
        browser.page = browser.log_in(path)
        return browser

    arrive.stranger = stranger
    return arrive


def words(page) -> str:
    text = re.sub(r"<(style|script).*?</\1>", "", page.text, flags=re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def test_a_learner_sees_points_due_dates_and_history(browse):
    page = browse(LEARNER).page
    assert page.status_code == 200
    text = words(page)
    assert "3 / 5 điểm, lần nộp 2" in text
    assert "Hạn nộp: còn 2 ngày 1 giờ" in text
    assert "Còn 2 lượt nộp" in text
    assert "Bài viết chờ giảng viên chấm: 1" in text
    assert "Giảng viên sẽ trả kết quả" in text
    assert len(re.findall(r"feedback/assignment\.html", page.text)) == 3
    assert "bình" not in text and "Lớp" not in text


def test_the_language_is_the_readers(browse):
    browser = browse(LEARNER)
    assert browser.ask("GET", RESULTS + "?lang=en").headers["location"] == RESULTS
    page = browser.ask("GET", RESULTS)
    assert 'lang="en"' in page.text and "Due: in 2 days 1 hour" in words(page)


def test_feedback_is_shown_and_nothing_in_it_runs(browse, room):
    browser = browse(LEARNER)
    address = re.search(r'href="([^"]*feedback/assignment\.html)"', browser.page.text)[1]
    page = browser.ask("GET", address)
    assert page.headers["content-type"].startswith("text/html")
    assert "sandbox" in page.headers["content-security-policy"]
    assert "allow-scripts" not in page.headers["content-security-policy"]
    assert browse(SECOND).ask("GET", address).status_code == 404
    assert browse(INSTRUCTOR).ask("GET", address).status_code == 200
    assert browser.ask("GET", address.replace(".html", ".json")).status_code == 404


def test_a_receipt_can_be_saved_and_is_good(browse, room):
    browser = browse(LEARNER)
    address = re.search(r'href="([^"]*receipt\.json)"', browser.page.text)[1]
    receipt = browser.ask("GET", address).json()
    assert room.desk.ask("POST", "/receipts/check", None, json=receipt).json()["valid"]


def test_an_instructor_sees_the_class(browse):
    browser = browse(INSTRUCTOR, CLASS)
    text = words(browser.page)
    assert "Đã nộp: 3 / 4" in text and "Bài viết chờ chấm: 3" in text
    page = browser.ask("GET", TASK)
    text = words(page)
    for row in ("an 2 {} 3 / 5", "bình 1 {} 0 / 5"):
        assert re.search(row.format("[0-9:]+ [0-9/]+"), text)
    assert "lời chào 2 / 3 2 0 1 0" in text
    assert "spaces (ẩn) 1 / 3" in text
    assert 'role="img"' in page.text


@pytest.mark.parametrize("who", [LEARNER, "khach-token", "other-token"])
@pytest.mark.parametrize("path", [CLASS, TASK, CLASS + "grades.csv"])
def test_nobody_else_sees_the_class(browse, who, path):
    page = browse(who).ask("GET", path)
    assert page.status_code == 404 and "Không tìm thấy" in page.text


def test_grades_for_a_spreadsheet_hold_no_formula(browse):
    answer = browse(INSTRUCTOR).ask("GET", CLASS + "grades.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    scores = {row["student_id"]: (row["assignment"], row["score"]) for row in rows}
    assert scores == {"an": (NAME, "3"), "bình": (NAME, "0"), "'=cmd": (NAME, "3")}


def test_an_extension_is_given_and_taken_back(browse, room):
    browser = browse(INSTRUCTOR, TASK)
    form = {"key": key_of(browser.page), "user": "chi", "due": "2026-12-24T09:00", "attempts": "7"}
    answer = browser.ask("POST", TASK + "extensions", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "./#extensions")
    assert "09:00 24/12/2026" in words(browser.ask("GET", TASK))
    (seen,) = [
        a
        for a in room.desk.get(f"/courses/{COURSE}/assignments", THIRD).json()
        if a["name"] == NAME
    ]
    assert seen["attempts"] == 7
    assert "give_extension" in [row["action"] for row in room.desk.audit(limit=1000)]
    browser.ask("POST", TASK + "extensions", data={"key": form["key"], "user": "chi"})
    assert "24/12/2026" not in words(browser.ask("GET", TASK))


@pytest.mark.parametrize(
    "fields",
    [{"user": "../an"}, {"due": "hôm qua"}, {"attempts": "0"}],
)
def test_a_hostile_form_gets_a_sentence(browse, fields):
    browser = browse(INSTRUCTOR, TASK)
    form = {"key": key_of(browser.page), "user": "an", "attempts": "9"} | fields
    answer = browser.ask("POST", TASK + "extensions", data=form)
    assert answer.status_code == 422 and 'class="error"' in answer.text
    assert "Chưa ai được gia hạn" in browser.ask("GET", TASK).text


def test_the_policy_is_set_by_a_form(browse, room):
    browser = browse(INSTRUCTOR, TASK)
    form = {"key": key_of(browser.page), "given": "at_once", "cool_down": "5"}
    assert browser.ask("POST", TASK + "policy", data=form).status_code == 303
    (seen,) = [
        a for a in room.desk.get(f"/courses/{COURSE}/assignments").json() if a["name"] == NAME
    ]
    assert (seen["results"], seen["cool_down"]) == ("at_once", 300)
    browser.ask("POST", TASK + "policy", data=form | {"cool_down": ""})


@pytest.mark.parametrize("key", ["", "0" * 64, "các"])
def test_a_form_of_another_page_does_nothing(browse, room, key):
    browser = browse(INSTRUCTOR)
    form = {"key": key, "user": "an", "attempts": "9"}
    assert browser.ask("POST", TASK + "extensions", data=form).status_code == 403
    other = key_of(browse(INSTRUCTOR, TASK).page)
    assert browse(LEARNER).ask(
        "POST", TASK + "extensions", data=form | {"key": other}
    ).status_code in (403, 404)
    assert "Chưa ai được gia hạn" in browse(INSTRUCTOR, TASK).page.text
    assert (
        browse.stranger(INSTRUCTOR).ask("POST", TASK + "extensions", data=form).status_code == 403
    )


def test_scripts_and_frames_of_others_cannot_read_pages(browse):
    browser = browse(INSTRUCTOR)
    for headers in ({"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Dest": "iframe"}):
        assert browser.ask("GET", CLASS, headers=headers).status_code == 403
    policy = browser.page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "unsafe" not in policy


def test_a_login_belongs_to_the_browser_that_began_it(browse, hub):
    victim, attacker = browse.stranger(INSTRUCTOR), browse.stranger(LEARNER)
    begun = attacker.ask("GET", RESULTS).headers["location"]
    back = hub.authorize(first(urlsplit(begun).query), f"who={LEARNER}")
    assert victim.ask("GET", back).status_code == 403
    assert victim.ask("GET", RESULTS).status_code == 303
    assert attacker.ask("GET", back).status_code == 303
    assert attacker.ask("GET", back).status_code == 403


@pytest.mark.parametrize("who", ["low-token", "nfd-token", "service-token"])
def test_who_may_not_enter_is_told_so(browse, hub, who):
    browser = browse.stranger(who)
    begun = browser.ask("GET", RESULTS).headers["location"]
    answer = browser.ask("GET", hub.authorize(first(urlsplit(begun).query), f"who={who}"))
    assert answer.status_code == 401 and "<h1>" in answer.text


def test_the_cookie_is_for_this_service_alone(browse):
    browser = browse.stranger(LEARNER)
    begun = browser.ask("GET", RESULTS)
    for cookie in begun.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and f"Path={PREFIX}" in cookie


@pytest.mark.parametrize(
    "seconds, vi, en",
    [
        (51 * 3600, "2 ngày 3 giờ", "2 days 3 hours"),
        (86400 + 59, "1 ngày", "1 day"),
        (3600 + 61, "1 giờ 1 phút", "1 hour 1 minute"),
        (59, "chưa đến 1 phút", "less than a minute"),
        (86400 + 5 * 60, "1 ngày", "1 day"),
    ],
)
def test_spans_are_said_in_two_units(seconds, vi, en):
    length = timedelta(seconds=seconds)
    assert (span(length, "vi"), span(length, "en")) == (vi, en)


@pytest.fixture
def window(browser, widths, address, hub):
    """Opens a browser window as somebody; it may ask nobody but the exchange and the Hub."""
    contexts, strange = [], []

    def open_as(who: str, size: str = "laptop", **more):
        context = browser.new_context(viewport=widths[size], bypass_csp=True, **more)
        contexts.append(context)
        context.add_cookies([{"name": "who", "value": who, "url": hub.url}])
        known = (address, hub.url, "data:")
        context.on("request", lambda r: r.url.startswith(known) or strange.append(r.url))
        context.on("weberror", lambda error: strange.append(str(error.error)))
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()
    assert strange == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize(
    "name, who, path",
    [("results", LEARNER, RESULTS), ("class", INSTRUCTOR, CLASS), ("task", INSTRUCTOR, TASK)],
)
def test_pages_are_accessible_and_fit(
    window, address, axe, screenshots, name, who, path, size, theme
):
    page = window(who, size, color_scheme=theme)
    for lang in ("en", "vi"):
        page.goto(f"{address}{path}?lang={lang}")
        page.goto(f"{address}{path}?lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.locator("html").get_attribute("lang") == lang
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert grave(page, axe) == []
        page.screenshot(path=screenshots / f"{name}_{size}_{theme}_{lang}.png", full_page=True)


def test_a_result_appears_by_itself(window, address, room):
    page = window(THIRD)
    page.goto(address + RESULTS)
    expect(page.get_by_text("Bạn chưa nộp bài này")).to_have_count(2)
    id = room.submit(THIRD, "import time\ntime.sleep(3)\n" + RIGHT)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Đang chấm bài")
    expect(page.locator(".points")).to_contain_text("3 / 5", timeout=60_000)
    page.get_by_role("link", name="Xem phản hồi").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert id in page.url


def test_grades_and_receipts_are_saved(window, address):
    for who, path, link, name in (
        (INSTRUCTOR, CLASS, "Tải bảng điểm (CSV)", f"{COURSE}.csv"),
        (LEARNER, RESULTS, "Biên nhận lần 2", f"{NAME}-2.json"),
    ):
        page = window(who)
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        with page.expect_download() as download:
            page.get_by_role("link", name=link).first.click()
        assert download.value.suggested_filename == name


def test_a_mark_given_by_hand_reaches_the_learner(room, address, browse):
    with Gradebook(f"sqlite:///{room.course}/gradebook.db") as book:
        grade = book.find_grade("memo", "assignment", NAME, "an")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    environment = os.environ | {
        "AULAC_CLASS": COURSE,
        "AULAC_EXCHANGE": address + PREFIX,
        "HOME": str(room.course.parent),
        "JUPYTERHUB_API_TOKEN": INSTRUCTOR,
        "JUPYTER_CONFIG_PATH": f"{CONFIG / 'instructor'}{os.pathsep}{CONFIG / 'shared'}",
    }
    for verb in ("generate_feedback", "release_feedback"):
        command = [sys.executable, "-m", "nbgrader", verb, NAME]
        done = subprocess.run(
            command, cwd=room.course, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert "4,5 / 5 điểm" in words(browse(LEARNER).page)
    assert "chờ chấm tay: =cmd, bình" in words(browse(INSTRUCTOR, TASK).page)


def test_an_extension_is_given_by_keyboard(window, address):
    page = window(INSTRUCTOR)
    page.goto(address + TASK)
    page.get_by_label("Tên đăng nhập của học viên").focus()
    page.keyboard.type("bình")
    page.get_by_label("Tổng số lượt nộp").focus()
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    row = page.get_by_role("region", name="Gia hạn riêng").get_by_role("row", name="bình")
    expect(row).to_contain_text("6")
