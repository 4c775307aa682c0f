"""The record: everything that was done, and everything that was refused."""

import logging

from desk import API, BAI, Desk, error_of
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND

from aulac.classroom.exchange.__main__ import without_query
from aulac.classroom.exchange.database import Audit
from aulac.classroom.exchange.limits import Limits, Rate


def told(rows):
    return [(row["person"], row["action"], row["outcome"]) for row in rows]


def test_what_is_done_is_recorded_with_person_place_and_server_time(any_desk):
    any_desk.release(due=1)
    any_desk.extend("an", due=2)
    any_desk.wait(1.5)
    submission = any_desk.submit().json()["id"]
    any_desk.send("PUT", f"/submissions/{submission}/feedback", INSTRUCTOR, {"a": b"1"})
    any_desk.ask("DELETE", BAI, INSTRUCTOR)
    rows = any_desk.audit()
    assert told(rows) == [
        ("giảng", "release_assignment", "done"),
        ("giảng", "change_assignment", "done"),
        ("giảng", "grant_extension", "done"),
        ("an", "submit", "done"),
        ("giảng", "return_feedback", "done"),
        ("giảng", "withdraw_assignment", "done"),
    ]
    assert rows[3]["object"] == f"courses/{COURSE}/assignments/bai-1/submissions"
    assert rows[3]["time"] == "2026-09-07T03:00:00Z"
    assert {row["address"] for row in rows} == {"testclient"}


def test_refusals_are_recorded_where_the_instructor_sees_them(any_desk):
    any_desk.release(due=1)
    submission = any_desk.submit().json()["id"]
    start = any_desk.audit()[-1]["id"]
    any_desk.wait(2)
    any_desk.submit()
    any_desk.ask("PATCH", BAI, LEARNER, json={"due": None})
    any_desk.get(f"/submissions/{submission}", SECOND)
    any_desk.get(f"/courses/{COURSE}/assignments", "khach-token")
    any_desk.get(BAI + "/submissions", "low-token")
    any_desk.submit(files={"../x": b"1"})
    assert told(any_desk.audit(after=start)) == [
        ("an", "submit", "closed"),
        ("an", "change_assignment", "instructors_only"),
        ("bình", "read_submission", "not_found"),
        ("khách", "list_assignments", "not_found"),
        ("", "list_submissions", "unknown_person"),
        ("an", "submit", "bad_name"),
    ]


def test_the_record_is_read_in_pages_and_by_its_instructor_only(desk):
    desk.release()
    for _ in range(5):
        desk.submit()
    first = desk.audit(limit=4)
    rest = desk.audit(after=first[-1]["id"])
    assert len(first) == 4 and len(rest) == 2
    assert [row["id"] for row in first + rest] == sorted(row["id"] for row in first + rest)
    assert desk.get(f"/courses/{COURSE}/audit", "other-token").status_code == 404
    assert desk.get("/courses/khac/audit", "other-token").json() == []


def test_a_flood_does_not_fill_the_record(hub, tmp_path):
    limits = Limits(requests=Rate(5, 0.001), refusals=Rate(3, 0.001))
    with Desk.opened(hub, tmp_path, limits) as desk:
        for _ in range(10):
            desk.get(f"/courses/{COURSE}/assignments", "unknown")
            desk.get(f"/courses/{COURSE}/assignments", LEARNER)
            desk.get(f"/courses/{'x' * 60}/assignments", SECOND)
        with desk.app.state.service.database.reading() as session:
            kept = [(row.person, row.outcome) for row in session.query(Audit)]
    assert kept.count(("", "unknown_person")) == kept.count(("an", "too_many")) == 3
    assert kept.count(("bình", "not_found")) == 3


def test_no_token_reaches_record_or_log(desk, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "secret-0123456789"
    desk.release()
    desk.get(BAI + "/submissions", secret)
    desk.ask("GET", f"/courses/{COURSE}/assignments", None, params={"token": secret})
    desk.ask("PATCH", BAI, secret, content=b"{")
    assert secret not in str(desk.audit())
    ours = [r for r in caplog.records if r.name.startswith(("aulac", "tornado", "uvicorn"))]
    assert secret not in "".join(record.getMessage() for record in ours)
    assert secret.encode() not in b"".join(p.read_bytes() for p in desk.folder.glob("*.sqlite*"))


def test_the_access_log_has_no_query():
    line = ("127.0.0.1:5", "GET", "/me?token=secret", "1.1", 200)
    record = logging.LogRecord("uvicorn.access", 20, "", 0, '%s - "%s %s HTTP/%s" %d', line, None)
    assert without_query(record)
    assert record.getMessage() == '127.0.0.1:5 - "GET /me HTTP/1.1" 200'


def test_addresses_and_methods_that_do_not_exist_have_a_sentence_too(desk):
    assert error_of(desk.get("/no/such/address")) == (404, "not_found")
    answer = desk.ask("DELETE", "/me")
    assert error_of(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET"
    assert error_of(desk.http.get(API + "/me/")) == (404, "not_found")
    assert desk.ask("OPTIONS", BAI).headers["Allow"] == "DELETE, PATCH, PUT"
    assert desk.http.post("/services/exchange/health").headers["Allow"] == "GET"
