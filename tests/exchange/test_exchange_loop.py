"""The loop: release, fetch, submit, collect, feedback; on both kinds of database."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from desk import API, BAI, WORK, error_of, iso
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND

MINE = BAI + "/submissions"


def test_the_hub_says_who_is_asking(desk):
    assert desk.get("/me").json() == {"name": "an", "courses": {COURSE: "learner"}}
    assert desk.get("/me", INSTRUCTOR).json() == {
        "name": "giảng",
        "courses": {COURSE: "instructor"},
    }


def test_a_released_assignment_is_listed_and_fetched(any_desk):
    files = {"bài.ipynb": b"{}", "du_lieu/a.csv": b"x,y"}
    released = any_desk.release(files, due=2, late_until=3, attempts=4)
    (listed,) = any_desk.get(f"/courses/{COURSE}/assignments").json()
    assert listed == released
    assert {k: v for k, v in listed.items() if k != "files"} == {
        "course": COURSE,
        "name": "bai-1",
        "version": 1,
        "released_at": "2026-09-07T01:30:00Z",
        "due": "2026-09-07T03:30:00Z",
        "late_until": "2026-09-07T04:30:00Z",
        "attempts": 4,
        "attempts_used": 0,
        "state": "open",
        "results": "none",
        "cool_down": None,
    }
    assert [file["path"] for file in listed["files"]] == ["bài.ipynb", "du_lieu/a.csv"]
    for file in listed["files"]:
        content = any_desk.get(f"{BAI}/files/{file['path']}").content
        assert content == files[file["path"]]
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])


def test_a_new_release_is_a_new_version_and_the_same_files_are_not(any_desk):
    assert any_desk.release({"a": b"1"})["version"] == 1
    assert any_desk.release({"a": b"1"})["version"] == 1
    assert any_desk.release({"a": b"2"})["version"] == 2
    assert any_desk.get(f"{BAI}/files/a").content == b"2"
    assert len(any_desk.stored()) == 2


def test_a_withdrawn_assignment_is_gone_for_learners_and_can_come_back(any_desk):
    any_desk.release(due=1)
    any_desk.submit()
    for _ in range(2):
        assert any_desk.ask("DELETE", BAI, INSTRUCTOR).status_code == 204
    assert any_desk.get(f"/courses/{COURSE}/assignments").json() == []
    assert error_of(any_desk.get(f"{BAI}/files/bai.ipynb")) == (404, "not_found")
    assert error_of(any_desk.submit()) == (404, "not_found")
    assert len(any_desk.get(MINE).json()) == 1
    again = any_desk.release()
    assert (again["version"], again["due"]) == (1, iso(any_desk.now.replace(hour=2)))


def test_a_submission_is_whole_numbered_and_signed(any_desk):
    any_desk.release(due=1, late_until=2)
    any_desk.wait(1.5)
    answer = any_desk.submit(files=WORK | {"thêm/ảnh.png": b"\x89PNG"})
    assert answer.status_code == 201
    submission = answer.json()
    assert (submission["user"], submission["number"], submission["late"]) == ("an", 1, True)
    assert submission["received_at"] == iso(any_desk.now)
    assert submission["feedback"] == []
    receipt = submission["receipt"]
    assert json.loads(receipt["payload"]) == {
        "id": submission["id"],
        "course": COURSE,
        "assignment": "bai-1",
        "user": "an",
        "number": 1,
        "received_at": submission["received_at"],
        "late": True,
        "files": [{k: f[k] for k in ("path", "sha256")} for f in submission["files"]],
    }
    assert any_desk.get(f"/submissions/{submission['id']}").json() == submission
    assert any_desk.submit().json()["number"] == 2


def test_anyone_can_check_a_receipt_here_and_at_home(desk):
    desk.release()
    receipt = desk.submit().json()["receipt"]
    public = desk.get("/key", token=None).json()
    assert public["key"] == receipt["key"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public["public_key"]))
    key.verify(base64.b64decode(receipt["signature"]), receipt["payload"].encode())

    def valid(**changed):
        return desk.ask("POST", "/receipts/check", None, json=receipt | changed).json()["valid"]

    assert valid()
    assert not valid(payload=receipt["payload"].replace('"late":false', '"late":true'))
    assert not valid(payload=receipt["payload"].replace('"an"', '"chi"'))
    assert not valid(signature=base64.b64encode(bytes(64)).decode())
    assert not valid(signature="không phải base64")
    assert not valid(key="0" * 16)


def test_the_same_request_once_more_is_the_same_submission(any_desk):
    any_desk.release(due=1, attempts=1)
    first = any_desk.submit(key="k1")
    any_desk.wait(5)
    again = any_desk.submit(key="k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert error_of(any_desk.submit(files={"a": b"other"}, key="k1")) == (409, "key_reused")
    assert error_of(any_desk.submit(key="k2")) == (403, "closed")


def test_a_key_belongs_to_one_person(any_desk):
    any_desk.release()
    one, two = any_desk.submit(LEARNER, key="k"), any_desk.submit(SECOND, key="k")
    assert (one.status_code, two.status_code) == (201, 201)
    assert (one.json()["user"], two.json()["user"]) == ("an", "bình")


def test_the_instructor_collects_everybodys_work(any_desk):
    any_desk.release()
    for token, content in ((LEARNER, b"1"), (SECOND, b"2"), (LEARNER, b"3")):
        any_desk.submit(token, {"bai.ipynb": content})

    def found(**query):
        rows = any_desk.get(MINE, INSTRUCTOR, **query).json()
        return [(row["user"], row["number"]) for row in rows]

    assert found() == [("an", 1), ("an", 2), ("bình", 1)]
    assert found(latest=True) == [("an", 2), ("bình", 1)]
    assert found(user="an", latest=True) == [("an", 2)]
    assert found(user="chi") == []
    last = any_desk.get(MINE, INSTRUCTOR, user="an", latest=True).json()[0]["id"]
    assert any_desk.get(f"/submissions/{last}/files/bai.ipynb", INSTRUCTOR).content == b"3"


def test_the_work_for_a_whole_course_is_listed_at_once(any_desk):
    other = BAI.replace("bai-1", "bai-2")
    for path in (BAI, other):
        any_desk.release(path=path)
        any_desk.submit(LEARNER, path=path)
        any_desk.submit(LEARNER, path=path)
        any_desk.submit(SECOND, path=path)
    any_desk.ask("DELETE", other, INSTRUCTOR)
    whole = f"/courses/{COURSE}/submissions"

    def found(token, **query):
        rows = any_desk.get(whole, token, **query).json()
        return [(row["assignment"][-1], row["user"], row["number"]) for row in rows]

    own = [("1", "an", 1), ("1", "an", 2), ("2", "an", 1), ("2", "an", 2)]
    assert found(LEARNER) == own == found(INSTRUCTOR, user="an")
    assert found(SECOND, latest=True) == [("1", "bình", 1), ("2", "bình", 1)]
    assert found(INSTRUCTOR, latest=True) == [
        ("1", "an", 2),
        ("1", "bình", 1),
        ("2", "an", 2),
        ("2", "bình", 1),
    ]
    assert error_of(any_desk.get(whole, LEARNER, user="bình")) == (404, "not_found")


def test_feedback_reaches_its_owner_and_newer_feedback_replaces_it(any_desk):
    any_desk.release()
    address = f"/submissions/{any_desk.submit().json()['id']}"
    any_desk.send("PUT", address + "/feedback", INSTRUCTOR, {"a.html": b"1", "b.html": b"2"})
    newer = any_desk.send("PUT", address + "/feedback", INSTRUCTOR, {"a.html": b"<b>3</b>"})
    assert newer.status_code == 200
    assert [f["path"] for f in any_desk.get(address).json()["feedback"]] == ["a.html"]
    page = any_desk.get(address + "/feedback/a.html")
    assert page.content == b"<b>3</b>"
    assert error_of(any_desk.get(address + "/feedback/b.html")) == (404, "not_found")


def test_what_people_sent_is_saved_by_a_browser_and_never_run(desk):
    desk.release({"x.html": b"<script>alert(1)</script>"})
    headers = desk.get(f"{BAI}/files/x.html").headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")
    assert headers["x-content-type-options"] == "nosniff"


def test_two_people_on_one_machine_stay_two_people(any_desk):
    any_desk.release()
    any_desk.submit(LEARNER, {"bai.ipynb": b"an's"})
    any_desk.submit(SECOND, {"bai.ipynb": "của bình".encode()})
    for token, name in ((LEARNER, "an"), (SECOND, "bình")):
        (own,) = any_desk.get(MINE, token).json()
        assert own["user"] == name


def test_health_and_openapi_need_no_login(desk):
    assert desk.http.get("/services/exchange/health").json() == {"status": "ok"}
    assert desk.http.get(API + "/openapi.json").json()["info"]["title"] == "Âu Lạc exchange"
