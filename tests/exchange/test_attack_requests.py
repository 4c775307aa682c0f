"""Attacks by requests: hijack, impersonation, replay, stolen tokens, forged records.

None of them works, nothing changes, and each is on record.
"""

import time

import pytest
from desk import BAI, WORK, Desk, error_of
from running_exchange import running_exchange
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SCOPE, SECOND, user

from aulac.classroom.exchange import identity
from aulac.classroom.exchange.limits import Limits, Rate

THEIRS = {"files": [("files", ("bai.ipynb", b"theirs"))]}
HIJACKS = [
    ("release_assignment", "PUT", BAI, THEIRS),
    ("release_assignment", "PUT", BAI.replace("bai-1", "Bai-1"), THEIRS),
    ("change_assignment", "PATCH", BAI, {"json": {"due": None, "attempts": None}}),
    ("withdraw_assignment", "DELETE", BAI, {}),
    ("grant_extension", "PUT", BAI + "/extensions/an", {"json": {"attempts": 1000}}),
    ("revoke_extension", "DELETE", BAI + "/extensions/an", {}),
    ("read_audit", "GET", f"/courses/{COURSE}/audit", {}),
]
PRETENDED = [
    "X-Forwarded-User",
    "X-Remote-User",
    "Remote-User",
    "X-Auth-Request-User",
    "X-JupyterHub-User",
    "JUPYTERHUB_USER",
]
LIKE_OTHERS = [  # a name of the Hub, and whether the exchange knows such a person
    ("bi\u0300nh", False),
    ("\u0430n", True),  # the first letter is Cyrillic
    ("An", True),
    ("an\u200b", False),
    ("an ", False),
    ("an+bai-1+2099-01-01 00:00:00 UTC", False),
    ("an/../giảng", False),
    ("exchange", True),
    (f"formgrade-{COURSE}", False),
    (f"nbgrader-{COURSE}", True),
]
COURSES_LIKE_IT = [
    COURSE.upper(),
    f"{COURSE}/",
    f"{COURSE}\n",
    f" {COURSE}",
    f"x/../{COURSE}",
    COURSE.replace("-", "\u2010"),
    "{course}",
    "..",
]
LOW = ["users:activity!user=an", "access:services!service=book", "access:servers!user=an", "self"]


def world(desk: Desk) -> list:
    """All that an attack could change."""
    known = [f"/courses/{COURSE}/assignments", f"/courses/{COURSE}/submissions"]
    return [desk.get(path, INSTRUCTOR).json() for path in known] + [desk.stored()]


def last(desk: Desk) -> tuple[str, str, str]:
    row = desk.audit(limit=1000)[-1]
    return row["person"], row["action"], row["outcome"]


@pytest.mark.parametrize(
    ("who", "name", "refusal"),
    [
        (LEARNER, "an", (403, "instructors_only")),
        ("other-token", "giảng-khác", (404, "not_found")),
        ("khach-token", "khách", (404, "not_found")),
    ],
)
@pytest.mark.parametrize(("action", "method", "path", "more"), HIJACKS)
def test_a_hijack_fails_and_is_on_record(desk, who, name, refusal, action, method, path, more):
    desk.release(due=1, attempts=2)
    desk.extend("bình", attempts=3)
    desk.submit()
    before = world(desk)
    assert error_of(desk.ask(method, path, who, **more)) == refusal
    assert world(desk) == before
    assert last(desk) == (name, action, refusal[1])


@pytest.mark.parametrize("group", COURSES_LIKE_IT)
def test_a_course_of_nearly_the_same_name_is_not_the_course(desk, hub, group):
    hub.users["near"] = user("near", f"formgrade-{group}")
    desk.release()
    before = world(desk)
    for _, method, path, more in HIJACKS:
        assert error_of(desk.ask(method, path, "near", **more)) == (404, "not_found")
    assert world(desk) == before
    assert set(desk.get("/me", "near").json()["courses"]) <= {COURSE.upper()}


@pytest.mark.parametrize("header", PRETENDED)
def test_no_header_makes_somebody_else_of_one(desk, header):
    desk.release()
    headers = {header: "chi", "X-Forwarded-Groups": f"formgrade-{COURSE}"}
    parts = [("files", ("bình+bai-1+2099-01-01 00.00.00 UTC", b"1"))]
    answer = desk.ask("POST", BAI + "/submissions", LEARNER, files=parts, headers=headers)
    assert answer.json()["user"] == "an"
    assert desk.ask("DELETE", BAI, LEARNER, headers=headers).status_code == 403
    assert last(desk) == ("an", "withdraw_assignment", "instructors_only")


@pytest.mark.parametrize(("name", "known"), LIKE_OTHERS)
def test_a_name_like_anothers_is_another_person(desk, hub, name, known):
    hub.users["like"] = user(name, f"nbgrader-{COURSE}")
    desk.release()
    for token in (LEARNER, SECOND):
        desk.submit(token)
    answer = desk.get(f"/courses/{COURSE}/submissions", "like")
    if not known:
        assert error_of(answer) == (401, "unknown_person")
        assert last(desk) == ("", "list_all_submissions", "unknown_person")
        return
    assert answer.json() == []
    assert desk.submit("like").json()["user"] == name
    assert len(desk.get(f"/courses/{COURSE}/submissions", LEARNER).json()) == 1
    assert desk.ask("DELETE", BAI, "like").status_code == 403
    assert last(desk) == (name, "withdraw_assignment", "instructors_only")


@pytest.mark.parametrize("scope", LOW)
def test_a_stolen_token_with_few_rights_opens_nothing(desk, hub, scope):
    hub.users["low"] = user("giảng", f"formgrade-{COURSE}", scopes=[scope])
    desk.release()
    before = world(desk)
    for action, method, path, more in HIJACKS:
        assert error_of(desk.ask(method, path, "low", **more)) == (401, "unknown_person")
        assert last(desk) == ("", action, "unknown_person")
    assert world(desk) == before


def test_a_revoked_token_works_for_the_remembered_seconds_and_no_longer(desk, hub, monkeypatch):
    desk.release()
    assert desk.submit().status_code == 201
    del hub.users[LEARNER]
    now = time.monotonic()
    assert desk.submit().status_code == 201
    monkeypatch.setattr(time, "monotonic", lambda: now + identity.REMEMBERED + 1)
    assert error_of(desk.submit()) == (401, "unknown_person")
    assert last(desk) == ("", "submit", "unknown_person")


def test_who_leaves_the_course_loses_it_when_the_hub_is_asked_again(desk, hub, monkeypatch):
    desk.release()
    hub.users[INSTRUCTOR] = user("giảng")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + identity.REMEMBERED + 1)
    assert error_of(desk.ask("DELETE", BAI, INSTRUCTOR)) == (404, "not_found")
    hub.users[INSTRUCTOR] = user("giảng", f"formgrade-{COURSE}")
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * identity.REMEMBERED + 2)
    assert last(desk) == ("giảng", "withdraw_assignment", "not_found")


def test_a_key_of_anothers_request_gets_nothing_of_theirs(desk):
    desk.release(due=1)
    desk.release(path=BAI.replace("bai-1", "bai-2"))
    first = desk.submit(LEARNER, {"a": b"secret"}, key="k").json()
    theirs = desk.submit(SECOND, {"a": b"secret"}, key="k")
    assert (theirs.status_code, theirs.json()["user"]) == (201, "bình")
    other = desk.submit(LEARNER, {"a": b"secret"}, key="k", path=BAI.replace("bai-1", "bai-2"))
    assert (other.status_code, other.json()["number"]) == (201, 1)
    desk.wait(2)
    assert error_of(desk.submit("hv2-token", {"a": b"secret"}, key="k")) == (403, "closed")
    assert last(desk) == ("chi", "submit", "closed")
    assert desk.submit(LEARNER, {"a": b"secret"}, key="k").json() == first


def test_a_receipt_speaks_for_its_owner_only(desk):
    desk.release()
    mine, theirs = (desk.submit(token).json()["receipt"] for token in (LEARNER, SECOND))

    def valid(**changed) -> bool:
        return desk.ask("POST", "/receipts/check", None, json=mine | changed).json()["valid"]

    assert valid() and '"user":"an"' in mine["payload"]
    assert not valid(signature=theirs["signature"])
    assert not valid(payload=theirs["payload"])
    assert not valid(payload=mine["payload"] + " ")
    assert not valid(payload=mine["payload"].replace('"number":1', '"number":1,"number":2'))
    assert not valid(signature=mine["signature"] + "\n")


@pytest.mark.parametrize("strange", ["an#b", "an%3Fb", "an%23b"])
def test_the_record_names_all_of_what_was_asked(desk, strange):
    desk.release()
    desk.ask("PUT", f"{BAI}/extensions/{strange.replace('#', '%23')}", LEARNER, json={})
    shown = strange.replace("%3F", "?").replace("%23", "#")
    assert desk.audit()[-1]["object"].endswith(f"/extensions/{shown}")


def test_the_record_names_the_person_after_long_names_too(desk):
    long = f"/courses/{COURSE}/assignments/{'x' * 64}"
    desk.release(path=long)
    desk.extend("n" * 60, path=long, attempts=3)
    assert desk.audit()[-1]["object"] == f"{long[1:]}/extensions/{'n' * 60}"


def test_an_address_that_calls_itself_a_person_takes_nothing_from_them(tmp_path):
    limits = Limits(requests=Rate(3, 0.001), refusals=Rate(100, 0.001))
    with running_exchange(tmp_path, limits) as exchange:
        an = exchange.client("an")
        for _ in range(5):
            exchange.visit("results/", {"X-Forwarded-For": "an"})
        assert an.me().name == "an"


def test_addresses_without_end_do_not_fill_the_record(tmp_path):
    with running_exchange(tmp_path, Limits(refusals=Rate(3, 0.001))) as exchange:
        for i in range(20):
            exchange.visit(f"api/v1/courses/aulac/audit?{i}", {"X-Forwarded-For": f"10.0.0.{i}"})
        rows = exchange.ask(exchange.token("gv", "formgrade"), "GET", "courses/aulac/audit")
        assert [row["outcome"] for row in rows] == ["unknown_person"] * 3


def test_what_was_handed_in_cannot_be_asked_for_by_guessing(desk):
    desk.release()
    id = desk.submit(LEARNER, WORK).json()["id"]
    for guess in (id.upper(), id.replace("-", ""), f"%7B{id}%7D", f"urn:uuid:{id}"):
        assert error_of(desk.get(f"/submissions/{guess}", SECOND)) == (404, "not_found")
        assert last(desk) == ("bình", "read_submission", "not_found")


def test_scopes_of_the_exchange_are_those_of_this_one(desk, hub):
    hub.users["near"] = user("near", f"nbgrader-{COURSE}", scopes=[SCOPE + "-2", SCOPE[:-1]])
    assert error_of(desk.get("/me", "near")) == (401, "unknown_person")
