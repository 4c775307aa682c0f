"""Who may do what: only the Hub says who is asking."""

import pytest
from desk import API, BAI, WORK, error_of
from stand_in_hub import COURSE, FORMGRADER, INSTRUCTOR, LEARNER, SCOPE, SECOND, user

from aulac.classroom.exchange.identity import roles

INSTRUCTORS_ONLY = [
    ("PUT", BAI, {"files": [("files", ("a", b"1"))]}),
    ("PATCH", BAI, {"json": {"attempts": 9}}),
    ("DELETE", BAI, {}),
    ("PUT", BAI + "/extensions/an", {"json": {"attempts": 9}}),
    ("DELETE", BAI + "/extensions/an", {}),
    ("GET", f"/courses/{COURSE}/audit", {}),
]
EVERYTHING = INSTRUCTORS_ONLY + [
    ("GET", f"/courses/{COURSE}/assignments", {}),
    ("GET", BAI + "/files/bai.ipynb", {}),
    ("GET", BAI + "/submissions", {}),
    ("POST", BAI + "/submissions", {"files": [("files", ("a", b"1"))]}),
]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "token",
        "token ",
        "token unknown",
        "gv-token",
        "Basic gv-token",
        "token gv-token extra",
        "token gv-token\t",
        "token gỉ",
        "token low-token",
        "token service-token",
        "token no-formgrader-token",
        "token like-formgrader-token",
        "token nfd-token",
        "token dots-token",
    ],
)
def test_who_is_unknown_gets_nothing(desk, header):
    desk.release()
    headers = {} if header is None else {"Authorization": header.encode()}
    for method, path, more in [*EVERYTHING, ("GET", "/me", {})]:
        answer = desk.http.request(method, API + path, headers=headers, **more)
        assert error_of(answer) == (401, "unknown_person")


def test_a_token_is_taken_from_its_header_only(desk):
    params, cookies = {"token": INSTRUCTOR}, {"Cookie": f"jupyterhub-session-id={INSTRUCTOR}"}
    answer = desk.http.get(API + "/me", params=params, headers=cookies)
    assert error_of(answer) == (401, "unknown_person")
    assert desk.http.get(API + "/me", headers={"Authorization": f"Bearer {LEARNER}"}).is_success


@pytest.mark.parametrize("token", ["khach-token", "other-token"])
@pytest.mark.parametrize(("method", "path", "more"), EVERYTHING)
def test_for_who_is_not_in_the_course_there_is_no_course(desk, token, method, path, more):
    desk.release()
    there = desk.ask(method, path, token, **more)
    nowhere = desk.ask(method, path.replace(COURSE, "no-such"), token, **more)
    assert error_of(there) == (404, "not_found")
    assert there.json() == nowhere.json()


@pytest.mark.parametrize(("method", "path", "more"), INSTRUCTORS_ONLY)
def test_a_learner_is_no_instructor(desk, method, path, more):
    released = desk.release(attempts=1)
    assert error_of(desk.ask(method, path, LEARNER, **more)) == (403, "instructors_only")
    (listed,) = desk.get(f"/courses/{COURSE}/assignments").json()
    assert listed == released


@pytest.mark.parametrize("token", [SECOND, "khach-token", "other-token"])
def test_other_peoples_work_does_not_exist(desk, token):
    desk.release()
    submission = desk.submit().json()["id"]
    feedback = f"/submissions/{submission}/feedback"
    desk.send("PUT", feedback, INSTRUCTOR, {"a.html": b"1"})
    nothing = "/submissions/00000000-0000-0000-0000-000000000000"
    for rest in ("", "/files/bai.ipynb", "/feedback/a.html"):
        theirs = desk.get(f"/submissions/{submission}{rest}", token)
        assert error_of(theirs) == (404, "not_found")
        assert theirs.json() == desk.get(nothing + rest, token).json()
    assert error_of(desk.send("PUT", feedback, token, {"a.html": b"2"})) == (404, "not_found")
    assert desk.get(feedback + "/a.html", LEARNER).content == b"1"


def test_a_formgrader_teaches_the_class_it_is_named_after(desk, hub):
    assert desk.send("PUT", BAI, FORMGRADER, WORK).status_code == 200
    desk.submit()
    (one,) = desk.get(BAI + "/submissions", FORMGRADER).json()
    assert one["user"] == "an"
    rows = desk.get(f"/courses/{COURSE}/audit", INSTRUCTOR).json()
    assert {row["person"] for row in rows} >= {f"formgrade-{COURSE}", "an"}


@pytest.mark.parametrize(("method", "path", "more"), EVERYTHING)
def test_the_formgrader_of_another_class_gets_nothing(desk, hub, method, path, more):
    desk.release()
    hub.users["other"] = user("formgrade-khac", f"formgrade-{COURSE}", kind="service")
    assert error_of(desk.ask(method, path, "other", **more)) == (404, "not_found")


def test_a_formgrader_without_the_scope_stays_outside(desk, hub):
    hub.users["low"] = user(f"formgrade-{COURSE}", kind="service", scopes=["read:services"])
    assert error_of(desk.get("/me", "low")) == (401, "unknown_person")


def test_the_owner_does_not_mark_their_own_work(desk):
    desk.release()
    feedback = f"/submissions/{desk.submit().json()['id']}/feedback"
    assert error_of(desk.send("PUT", feedback, LEARNER, WORK)) == (403, "instructors_only")


def test_a_learner_lists_nobody_elses_work(desk):
    desk.release()
    desk.submit(LEARNER)
    assert desk.get(BAI + "/submissions", SECOND).json() == []
    known = desk.get(BAI + "/submissions", SECOND, user="an")
    unknown = desk.get(BAI + "/submissions", SECOND, user="nobody")
    assert error_of(known) == (404, "not_found")
    assert known.json() == unknown.json()


def test_who_handed_in_and_when_is_not_for_the_request_to_say(desk):
    desk.release()
    forged = {"user": "bình", "received_at": "2020-01-01T00:00:00Z", "number": "7"}
    answer = desk.ask("POST", BAI + "/submissions", data=forged, files=[("files", ("a", b"1"))])
    assert error_of(answer) == (400, "bad_form")
    headers = {"Date": "Wed, 01 Jan 2020 00:00:00 GMT", "X-Forwarded-User": "chi"}
    answer = desk.ask(
        "POST",
        BAI + "/submissions",
        params={"user": "bình", "received_at": "2020-01-01T00:00:00Z"},
        files=[("files", ("a", b"1"))],
        headers=headers,
    ).json()
    assert (answer["user"], answer["received_at"]) == ("an", "2026-09-07T01:30:00Z")


def test_roles_come_from_nbgraders_groups():
    assert roles(
        ["nbgrader-a", "formgrade-b", "nbgrader-b", "else", "nbgrader-", "nbgrader-.."]
    ) == {
        "a": "learner",
        "b": "instructor",
    }


def test_the_hub_is_asked_once_for_many_requests_and_again_for_another_token(desk, hub):
    for _ in range(5):
        desk.get("/me")
    assert hub.asked == 1
    desk.get("/me", SECOND)
    assert hub.asked == 2


def test_a_course_that_may_be_entered_by_any_service_scope(desk, hub):
    hub.users["wide"] = user("wide", f"nbgrader-{COURSE}", scopes=["access:services"])
    hub.users["other"] = user("o", f"nbgrader-{COURSE}", scopes=[SCOPE.replace("exchange", "book")])
    assert desk.get("/me", "wide").status_code == 200
    assert desk.get("/me", "other").status_code == 401


def test_while_the_hub_fails_people_are_asked_to_wait(desk, hub):
    hub.broken = True
    answer = desk.get("/me")
    assert error_of(answer) == (503, "hub_away")
    assert int(answer.headers["Retry-After"]) > 0
    hub.broken = False
    assert desk.get("/me").status_code == 200
