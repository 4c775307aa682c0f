"""The page of an assignment: dates for everybody and for one, and who is in the class."""

import re
import sqlite3
from datetime import UTC, datetime

import pytest
from accessibility import grave
from desk import Desk
from grading_room import BAI, LIMITS, NAME, RIGHT, Room, make_course
from login_hub import running_login_hub
from nbgrader.api import Gradebook
from playwright.sync_api import expect
from stand_in_hub import INSTRUCTOR, SECOND, THIRD
from tiny import TINY
from visiting import CLASS, Visitor, key_of

from graders import dates

TASK = f"{CLASS}{NAME}/"
LATE_COSTS_ALL = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture(scope="module")
def hub():
    with running_login_hub() as hub:
        yield hub


@pytest.fixture(scope="module")
def room(hub, tmp_path_factory):
    """A class in which late work has no points, and one learner has handed in."""
    folder = tmp_path_factory.mktemp("lớp")
    course = make_course(folder / "học", TINY)
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(LATE_COSTS_ALL)
    more = {"course_dir": str(course), "login_url": hub.login_url}
    with Desk.opened(hub, folder / "exchange", LIMITS, **more) as desk:
        room = Room(desk, course)
        room.open(results="at_once")
        assert room.result(room.submit())["score"] == 3
        yield room


@pytest.fixture
def teacher(room, hub):
    """The instructor's browser, in a class in which nothing is limited."""
    visitor = Visitor(room.desk.http, hub, INSTRUCTOR)
    visitor.page = visitor.log_in(TASK)
    yield visitor
    for user in ("an", "bình", "chi"):
        room.desk.ask("DELETE", f"{BAI}/extensions/{user}", INSTRUCTOR)
    room.desk.change(BAI, due=None, late_until=None, attempts=None)


def send(teacher, form: str, **fields):
    return teacher.ask("POST", TASK + form, data={"key": key_of(teacher.page)} | fields)


def known(room) -> dict:
    """The assignment as a learner has it."""
    (found,) = room.desk.get(BAI.rpartition("/")[0]).json()
    return {name: found[name] for name in ("due", "late_until", "attempts")}


def in_gradebook(room) -> datetime | None:
    with Gradebook(f"sqlite:///{room.course}/gradebook.db") as book:
        return book.find_assignment(NAME).duedate


def late(room, user: str) -> float:
    """By how many seconds nbgrader itself calls the work of a learner late."""
    with Gradebook(f"sqlite:///{room.course}/gradebook.db") as book:
        return book.find_submission(NAME, user).total_seconds_late


def test_dates_are_those_of_the_class_and_stand_in_the_form(teacher, room):
    fields = {"due": "2026-12-24T09:00", "late_until": "2026-12-25T23:30", "attempts": "7"}
    answer = send(teacher, "dates", **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "./#dates")
    assert known(room) == {
        "due": "2026-12-24T02:00:00Z",
        "late_until": "2026-12-25T16:30:00Z",
        "attempts": 7,
    }
    page = teacher.ask("GET", TASK).text
    for text in fields.values():
        assert f'value="{text}"' in page
    assert "set_dates" in [row["action"] for row in room.desk.audit(limit=1000)]
    send(teacher, "dates")
    assert set(known(room).values()) == {None}


@pytest.mark.parametrize(
    "form, fields, wrong",
    [
        ("dates", {"due": "hôm qua"}, "due"),
        ("dates", {"due": "0001-01-01T00:00"}, "due"),
        ("dates", {"late_until": "2026-12-24T09:00"}, "late_until"),
        ("dates", {"due": "2026-12-24T09:00", "late_until": "2026-12-24T08:59"}, "late_until"),
        ("dates", {"attempts": "0"}, "attempts"),
        ("dates", {"attempts": "1001"}, "attempts"),
        ("dates", {"attempts": "<i>"}, "attempts"),
        ("policy", {"given": "at_once", "cool_down": "-1"}, "cool_down"),
        ("extensions", {"user": "../an", "attempts": "2"}, "user"),
        ("extensions", {"user": "chi"}, "user"),
        ("extensions", {"user": "chi", "due": "x"}, "due"),
        ("extensions", {"user": "chi", "late_until": "2026-12-24T09:00"}, "late_until"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_changes(
    teacher, room, form, fields, wrong
):
    before = known(room), teacher.page.text.count("extension")
    answer = send(teacher, form, **fields)
    assert answer.status_code == 422
    (place,) = re.findall(r'<input [^>]*aria-invalid="true" aria-describedby="(\S+)"', answer.text)
    (field,) = re.findall(r'<input [^>]*name="(\w+)"[^>]*aria-invalid', answer.text)
    assert field == wrong and re.search(rf'<p class="error" id="{place}">\S', answer.text)
    assert "<i>" not in answer.text and 'role="alert"' in answer.text
    for text in fields.values():
        assert text == "<i>" or f'value="{text}"' in answer.text
    teacher.page = teacher.ask("GET", TASK)
    assert (known(room), teacher.page.text.count("extension")) == before
    assert teacher.ask("GET", TASK + form).headers["location"] == "./"


def test_the_gradebook_has_the_date_of_the_exchange(teacher, room):
    send(teacher, "dates", due="2026-12-24T09:00")
    assert in_gradebook(room) == datetime(2026, 12, 24, 2)
    room.desk.change(BAI, due=5)
    assert in_gradebook(room) == datetime.fromisoformat(known(room)["due"]).replace(tzinfo=None)
    send(teacher, "dates")
    assert in_gradebook(room) is None


def test_a_gradebook_that_cannot_be_written_is_told_and_the_next_time_it_is(
    teacher, room, monkeypatch
):
    monkeypatch.setattr(dates, "PATIENCE", 0.2)
    holder = sqlite3.connect(room.course / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = send(teacher, "dates", due="2026-12-24T09:00")
    assert answer.status_code == 503 and "chưa ghi được vào sổ điểm" in answer.text
    assert known(room)["due"] == "2026-12-24T02:00:00Z"
    holder.execute("ROLLBACK")
    holder.close()
    assert in_gradebook(room) is None
    assert send(teacher, "dates", due="2026-12-24T09:00").status_code == 303
    assert in_gradebook(room) == datetime(2026, 12, 24, 2)


def test_a_date_of_the_formgrader_counts_where_it_was_changed_there(teacher, room):
    def release_with(due: datetime | None) -> None:
        body = {"gradebook_due": due and due.isoformat()}
        assert room.desk.ask("PATCH", BAI, INSTRUCTOR, json=body).is_success

    pencil, other = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
    release_with(pencil)
    assert known(room)["due"] == "2026-12-01T00:00:00Z"
    send(teacher, "dates", due="2026-12-24T09:00")
    release_with(datetime(2026, 12, 24, 2, tzinfo=UTC))
    assert known(room)["due"] == "2026-12-24T02:00:00Z"
    release_with(other)
    assert known(room)["due"] == "2026-12-02T00:00:00Z" and in_gradebook(room).day == 2
    release_with(None)
    assert known(room)["due"] is None and in_gradebook(room) is None


def wait_for_score(room, id: str, token: str, score: float) -> None:
    for _ in range(2000):
        if room.result(id, token)["score"] == score:
            return
    raise AssertionError(room.result(id, token))


def test_a_late_penalty_counts_from_the_learners_own_date(teacher, room):
    desk = room.desk
    desk.change(BAI, due=1, late_until=99)
    desk.extend("chi", BAI, due=20)
    desk.wait(3)
    mine, theirs = room.submit(SECOND, RIGHT), room.submit(THIRD, RIGHT)
    assert room.result(theirs, THIRD)["score"] == 3
    assert room.result(mine, SECOND)["score"] == 0
    assert (late(room, "bình"), late(room, "chi")) == (2 * 3600, 0)
    send(teacher, "extensions", user="bình", due="2026-12-24T09:00")
    wait_for_score(room, mine, SECOND, 3)
    assert late(room, "bình") == 0
    send(teacher, "extensions", user="bình")
    wait_for_score(room, mine, SECOND, 0)
    send(teacher, "dates", due="2026-12-24T09:00")
    wait_for_score(room, mine, SECOND, 3)
    assert (late(room, "bình"), late(room, "chi")) == (0, 0)


def test_who_has_handed_in_nothing_is_in_the_list(teacher, hub, room):
    hub.users["new-token"] = hub.users[THIRD] | {"name": "người-mới"}
    assert re.search(r"người-mới</th>\s*<td class=\"number\">0<", teacher.ask("GET", TASK).text)
    assert "Chưa hỏi được JupyterHub" not in teacher.ask("GET", CLASS).text
    del hub.users["new-token"]


def test_without_the_hubs_answer_the_page_works_and_says_so(teacher, hub, monkeypatch):
    monkeypatch.setattr(hub, "group", lambda name: (403, {"message": "Forbidden"}))
    for path in (CLASS, TASK):
        page = teacher.ask("GET", path)
        assert page.status_code == 200 and "danh sách có thể thiếu người" in page.text


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_error_is_accessible_and_mended_by_keyboard(
    browser, widths, address, hub, axe, screenshots, teacher, room, size, theme
):
    options = {"viewport": widths[size], "color_scheme": theme, "bypass_csp": True}
    context = browser.new_context(timezone_id="America/Lima", **options)
    context.add_cookies([{"name": "who", "value": INSTRUCTOR, "url": hub.url}])
    page = context.new_page()
    for lang, attempts in (("en", "Attempts for each learner"), ("vi", "Mỗi người được nộp")):
        page.goto(f"{address}{TASK}?lang={lang}")
        page.goto(f"{address}{TASK}?lang={lang}")
        page.locator("#dates-due").fill("2026-12-24T09:00")
        page.locator("#dates-late-until").fill("2026-12-23T09:00")
        page.get_by_label(attempts).focus()
        page.keyboard.type("3")
        page.keyboard.press("Enter")
        wrong = page.locator("#dates-late-until")
        expect(wrong).to_be_focused()
        expect(wrong).to_have_accessible_description(re.compile("hạn nộp|due date"))
        assert grave(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=screenshots / f"dates_{size}_{theme}_{lang}.png", full_page=True)
        wrong.fill("2026-12-25T09:00")
        page.keyboard.press("Enter")
        expect(page.locator("[aria-invalid]")).to_have_count(0)
        expect(page.locator("#dates-late-until")).to_have_value("2026-12-25T09:00")
        assert known(room)["late_until"] == "2026-12-25T02:00:00Z"
        room.desk.change(BAI, due=None, late_until=None, attempts=None)
    context.close()
