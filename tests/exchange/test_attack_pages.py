"""Attacks by browser: forms of others, frames, scripts in what people hand in, formulas."""

import csv
import io
import time

import pytest
from desk import Desk
from grading_room import LIMITS, NAME, RIGHT, Room, make_course
from login_hub import running_login_hub
from nbgrader.api import Gradebook
from sqlalchemy import select
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND, user
from tiny import TINY
from visiting import CLASS, RESULTS, Visitor, key_of, served

from aulac.classroom.exchange import identity
from aulac.classroom.exchange.database import Audit

TASK = f"{CLASS}{NAME}/"
STRANGE = [  # names that a page, a template or a spreadsheet might take for more than a name
    "{{7*7}}",
    "'onfocus='document.title=1",
    "&lt;script&gt;",
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\uff1d1+1",
    "an;=1+1",
]
ACTIVE = (
    "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
    "<svg/onload=\"document.title='hacked'\"><a href=\"javascript:document.title='hacked'\">x</a>"
    '<form action="/services/exchange/results/"><input autofocus onfocus="document.title=1"></form>'
)
HOSTILE_CODE = f"raise ValueError({ACTIVE!r})\n{RIGHT}"


@pytest.fixture(scope="module")
def hub():
    with running_login_hub() as hub:
        for name in STRANGE:
            hub.users[f"{name.encode().hex()}-token"] = user(name, f"nbgrader-{COURSE}")
        yield hub


@pytest.fixture(scope="module")
def room(hub, tmp_path_factory):
    """A class in which a learner has handed in what should run in a page, and has it marked."""
    folder = tmp_path_factory.mktemp("trang")
    course = make_course(folder / "khoa", TINY)
    more = {"course_dir": str(course), "login_url": hub.login_url}
    with Desk.opened(hub, folder / "exchange", LIMITS, **more) as desk:
        room = Room(desk, course)
        room.open(results="at_once")
        room.hostile = room.submit(LEARNER, HOSTILE_CODE, essay=ACTIVE)
        room.result(room.hostile)
        room.plain = room.submit(SECOND)
        room.result(room.plain, SECOND)
        with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
            for name in STRANGE:
                book.add_student(name, last_name=ACTIVE, first_name="=1+1")
            book.find_comment("memo", "assignment", NAME, "an").manual_comment = ACTIVE
            book.db.commit()
        yield room


@pytest.fixture
def arrive(room, hub):
    """A browser of somebody, which has opened a page."""

    def arrive(who: str, path: str = RESULTS) -> Visitor:
        visitor = Visitor(room.desk.http, hub, who)
        visitor.page = visitor.log_in(path)
        return visitor

    return arrive


def settings_of(room) -> tuple:
    (one,) = room.desk.get(f"/courses/{COURSE}/assignments", INSTRUCTOR).json()
    return one["results"], one["cool_down"]


def last(room) -> tuple[str, str]:
    """The last row of the record, of whichever course or none: who, and what came of it."""
    with room.desk.app.state.service.database.reading() as session:
        row = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    return row.person, row.outcome


FORM = {"given": "none", "cool_down": "60"}


@pytest.mark.parametrize("who", [LEARNER, "khach-token", "other-token"])
@pytest.mark.parametrize("path", ["policy", "extensions"])
def test_nobody_else_changes_a_class_with_a_form_of_their_own(room, arrive, who, path):
    mine = arrive(who)
    theirs = arrive(INSTRUCTOR, TASK)
    before = settings_of(room)
    for key in (key_of(theirs.page), "0" * 64):
        answer = mine.ask("POST", TASK + path, data=FORM | {"key": key, "user": "an"})
        assert answer.status_code in (403, 404)
    assert settings_of(room) == before
    assert last(room)[1] in ("old_form", "not_found")


def test_a_form_of_an_earlier_login_is_old(room, arrive, hub):
    first = arrive(INSTRUCTOR, TASK)
    hub.users["gv-2"] = hub.users[INSTRUCTOR]
    second = arrive("gv-2", TASK)
    before = settings_of(room)
    answer = second.ask("POST", TASK + "policy", data=FORM | {"key": key_of(first.page)})
    assert answer.status_code == 403 and "Trang đã cũ" in answer.text
    assert settings_of(room) == before
    assert last(room) == ("giảng", "old_form")


def test_two_windows_may_both_change_a_policy_and_the_last_counts(room, arrive):
    one, two = arrive(INSTRUCTOR, TASK), arrive(INSTRUCTOR, TASK)
    for window, minutes in ((one, "1"), (two, "2"), (one, "3")):
        form = {"given": "at_once", "cool_down": minutes, "key": key_of(window.page)}
        assert window.ask("POST", TASK + "policy", data=form).status_code == 303
    assert settings_of(room) == ("at_once", 180)
    form = {"given": "at_once", "cool_down": "", "key": key_of(two.page)}
    two.ask("POST", TASK + "policy", data=form)
    done = [r["action"] for r in room.desk.audit(limit=1000) if r["outcome"] == "done"]
    assert done[-4:] == ["set_policy"] * 4


def test_two_tabs_may_log_in_at_once(room, hub):
    browser = Visitor(room.desk.http, hub, LEARNER)
    backs = [browser.begin(path) for path in (RESULTS, RESULTS)]
    for back in backs:
        assert browser.ask("GET", back).headers["location"] == RESULTS
    assert browser.ask("GET", RESULTS).status_code == 200


def test_a_code_of_the_hub_is_good_once_and_for_its_own_browser(room, hub):
    victim, thief = (Visitor(room.desk.http, hub, who) for who in (INSTRUCTOR, LEARNER))
    stolen, own = victim.begin(CLASS), thief.begin(RESULTS)
    code = stolen.partition("code=")[2].partition("&")[0]
    mixed = own.replace(own.partition("code=")[2].partition("&")[0], code)
    for address in (stolen, mixed, mixed):
        answer = thief.ask("GET", address)
        assert answer.status_code == 403 and "Đăng nhập chưa xong" in answer.text
    assert thief.ask("GET", RESULTS).status_code == 303
    assert last(room) == ("", "login_failed")


def test_a_cookie_ends_with_its_token(room, arrive, hub, monkeypatch):
    hub.users["short"] = user("an", f"nbgrader-{COURSE}")
    browser = arrive("short")
    assert browser.page.status_code == 200
    del hub.users["short"]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + identity.REMEMBERED + 1)
    assert browser.ask("GET", RESULTS).status_code == 303


@pytest.mark.parametrize("what", ["feedback/assignment.html", "receipt.json"])
def test_results_of_others_do_not_exist(room, arrive, what):
    for who, name in ((SECOND, "bình"), ("khach-token", "khách"), ("other-token", "giảng-khác")):
        answer = arrive(who).ask("GET", f"{RESULTS}{room.hostile}/{what}")
        assert answer.status_code == 404 and "Không tìm thấy" in answer.text
        assert last(room) == (name, "not_found")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "embed"},
    ],
)
def test_no_page_is_read_by_a_script_or_shown_in_a_frame(room, arrive, headers):
    browser = arrive(INSTRUCTOR)
    one = f"{RESULTS}{room.hostile}/"
    for path in (
        RESULTS,
        CLASS,
        TASK,
        CLASS + "grades.csv",
        one + "feedback/assignment.html",
        one + "receipt.json",
    ):
        assert browser.ask("GET", path, headers=headers).status_code == 403
        assert last(room) == ("giảng", "not_opened")
        policy = browser.ask("GET", path).headers.get("content-security-policy", "")
        assert not path.endswith(("/", ".html")) or "frame-ancestors 'none'" in policy


def test_names_and_texts_of_others_are_text_in_every_page(room, arrive):
    page = arrive(INSTRUCTOR, TASK).page.text
    assert "{{7*7}}" in page and ">49<" not in page
    assert "onfocus='document" not in page and "&#39;onfocus=&#39;" in page
    assert "&amp;lt;script&amp;gt;" in page
    assert "<script>document" not in page and "<img" not in page


def test_no_cell_of_the_grades_is_a_formula(arrive):
    answer = arrive(INSTRUCTOR).ask("GET", CLASS + "grades.csv")
    text = answer.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert set(STRANGE) - {"{{7*7}}", STRANGE[1], STRANGE[2]} <= {c.replace("'", "") for c in cells}
    begins = {cell[:1] for cell in cells}
    assert not begins & set("=+-@\uff1d\t\r")
    assert not [cell for cell in cells if ";=" in cell]


@pytest.mark.parametrize("who", [LEARNER, INSTRUCTOR])
def test_nothing_that_was_handed_in_runs(room, hub, browser, who):
    ran = []
    with served(room.desk.app) as address, browser.new_context(bypass_csp=True) as context:
        hub.exchange = address
        context.add_cookies([{"name": "who", "value": who, "url": hub.url}])
        page = context.new_page()
        page.on("dialog", lambda dialog: ran.append(dialog.message))
        for path in (f"{RESULTS}{room.hostile}/feedback/assignment.html", RESULTS):
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert page.title() not in ("hacked", "1") and not ran
            assert page.locator("script:not([src]), svg[onload], img[onerror]").count() == 0
        hub.exchange = ""


def test_the_policy_of_feedback_forbids_what_escaping_should_have_stopped(room, arrive):
    answer = arrive(LEARNER).ask("GET", f"{RESULTS}{room.hostile}/feedback/assignment.html")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert ACTIVE[:20] not in answer.text
    api = room.desk.get(f"/submissions/{room.hostile}/feedback/assignment.html")
    assert api.headers["content-disposition"].startswith("attachment")
