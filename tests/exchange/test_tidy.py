"""What is too old goes, what may still be needed stays, and nobody who hands in meanwhile loses."""

import fcntl
import hashlib
import io
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from desk import BAI, START, Desk, error_of
from sqlalchemy import select, text
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND, THIRD

from aulac.classroom.exchange import database, person, queue, retention
from aulac.classroom.exchange.database import Audit, Database, Submission, TooNew
from aulac.classroom.exchange.retention import Retention, Tidied, sweep, tidy
from aulac.classroom.exchange.storage import Storage, digest

YEAR = 365 * 24  # hours
KEPT = Retention(submissions=timedelta(days=730), audit=timedelta(days=365))
AUDITED = ("person", "address", "action", "object", "outcome", "course")
OTHER = f"/courses/{COURSE}/assignments/bai-2"


def inside(desk: Desk):
    """The database and the storage of a desk."""
    return desk.app.state.service.database, desk.app.state.service.storage


def tidied(desk: Desk, **more) -> Tidied:
    return tidy(*inside(desk), desk.now, KEPT, **more)


def age(desk: Desk) -> None:
    """Make all files as old as they would be."""
    for path in desk.stored():
        os.utime(path, times=(time.time() - 2 * 24 * 3600,) * 2)


def kept(desk: Desk, path: str = BAI) -> list[tuple[str, int]]:
    found = desk.get(path + "/submissions", INSTRUCTOR).json()
    return [(one["user"], one["number"]) for one in found]


def files(content: bytes) -> dict[str, bytes]:
    return {"bai.ipynb": content}


def test_old_work_of_an_assignment_that_is_over_goes_with_its_files_and_feedback(any_desk):
    desk = any_desk
    desk.release(due=1)
    old = desk.submit(LEARNER, files(b"old")).json()
    returned = desk.send("PUT", f"/submissions/{old['id']}/feedback", INSTRUCTOR, files(b"good"))
    assert returned.is_success
    desk.submit(SECOND, files(b"shared"))
    desk.wait(3 * YEAR)
    desk.release(path=OTHER)
    desk.submit(THIRD, files(b"shared"), path=OTHER)
    age(desk)
    before = desk.stored()
    expected = tidied(desk, dry=True)
    assert (kept(desk), desk.stored()) == ([("an", 1), ("bình", 1)], before)
    found = tidied(desk)
    assert found == expected == Tidied(2, found.audit, files=2, bytes=len(b"old" + b"good"))
    assert found.audit > 0
    assert kept(desk) == [] and kept(desk, OTHER) == [("chi", 1)]
    there = {path.read_bytes() for path in desk.stored()}
    assert b"shared" in there and not there & {b"old", b"good"}
    with inside(desk)[0].reading() as session:
        assert [job.user for job in session.scalars(select(queue.Job))] == ["chi"]
    assert tidied(desk) == Tidied(0, 0, 0, 0)


def test_what_can_still_be_handed_in_keeps_all_its_work(desk):
    desk.release()
    desk.submit(LEARNER)
    desk.submit(LEARNER)
    desk.release(path=OTHER, due=1, late_until=5 * YEAR)
    desk.submit(SECOND, path=OTHER)
    desk.wait(3 * YEAR)
    assert tidied(desk).submissions == 0
    assert kept(desk) == [("an", 1), ("an", 2)] and kept(desk, OTHER) == [("bình", 1)]


def test_a_personal_extension_keeps_the_work_of_that_person_only(desk):
    desk.release(due=1)
    desk.submit(LEARNER)
    desk.submit(SECOND)
    assert desk.extend("bình", due=4 * YEAR).is_success
    desk.wait(3 * YEAR)
    assert tidied(desk).submissions == 1
    assert kept(desk) == [("bình", 1)]


def test_withdrawn_assignments_are_over(desk):
    desk.release()
    desk.submit()
    assert desk.ask("DELETE", BAI, INSTRUCTOR).status_code == 204
    desk.wait(3 * YEAR)
    assert tidied(desk).submissions == 1


def test_days_count_from_handing_in(desk):
    desk.release(due=1)
    desk.submit()
    desk.wait(730 * 24 - 1)
    assert tidied(desk).submissions == 0
    desk.wait(2)
    assert tidied(desk).submissions == 1


def test_work_that_is_being_graded_stays_until_it_is_done(desk):
    desk.release(due=1)
    desk.submit()
    desk.wait(3 * YEAR)
    with inside(desk)[0].writing() as session:
        session.scalars(select(queue.Job)).one().state = "running"
    assert tidied(desk).submissions == 0


def test_a_job_that_was_deleted_meanwhile_can_still_be_finished(desk):
    desk.release(due=1)
    desk.submit()
    rows = inside(desk)[0]
    with rows.reading() as session:
        job = session.scalars(select(queue.Job)).one()
    desk.wait(3 * YEAR)
    assert tidied(desk).submissions == 1
    with rows.writing() as session:
        queue.finish(session, job, [])
        queue.try_again(session, job, desk.now, "x")
        assert session.scalars(select(queue.Job)).all() == []


def test_attempts_that_were_deleted_stay_used_and_numbers_never_come_again(desk):
    desk.release(due=1, attempts=3)
    desk.submit()
    desk.wait(0.5)
    second = desk.submit().json()
    desk.wait(730 * 24 - 0.25)
    assert tidied(desk).submissions == 1 and kept(desk) == [("an", 2)]
    assert desk.change(due=24, attempts=3)["attempts_used"] == 0  # the instructor's own
    third = desk.submit().json()
    assert (second["number"], third["number"]) == (2, 3)
    assert error_of(desk.submit()) == (403, "no_attempts_left")


def test_old_rows_of_the_audit_go_and_new_ones_stay(desk):
    desk.release()
    desk.wait(366 * 24)
    desk.submit()
    assert tidied(desk).audit == 1
    assert [row["action"] for row in desk.audit()] == ["submit"]


def test_files_that_no_row_names_go_after_a_day(desk):
    desk.release()
    for name, hours in (("0" * 64, 25), ("1" * 64, 23)):
        path = desk.folder / "files" / name
        path.write_bytes(b"left by a crash")
        os.utime(path, times=(time.time() - hours * 3600,) * 2)
    assert (tidied(desk).files, len(desk.stored())) == (1, 2)


def test_nothing_that_was_deleted_is_legible_in_the_files_of_the_database(desk):
    desk.release(due=1)
    content = b"a secret of an's"
    sha256 = desk.submit(files=files(content)).json()["files"][0]["sha256"].encode()

    def legible() -> bool:
        return any(sha256 in path.read_bytes() for path in desk.folder.glob("exchange.sqlite*"))

    assert legible()
    desk.wait(3 * YEAR)
    tidied(desk)
    assert not legible()


def test_work_that_arrives_while_its_like_is_removed_keeps_its_files(desk):
    """The same few contents come and go all the time."""
    desk.release()
    rows, storage = inside(desk)
    stop, swept = threading.Event(), []

    def come_and_go():
        while not stop.is_set():
            swept.append(sweep(rows, storage)[0])
            with rows.writing() as session:
                some = session.scalars(select(Submission.id).limit(3)).all()
                retention.drop(session, some)

    def hand_in(number: int) -> int:
        content = f"như nhau {number % 3}".encode()
        return desk.submit((LEARNER, SECOND, THIRD)[number % 3], files(content)).status_code

    with ThreadPoolExecutor(4) as pool:
        going = pool.submit(come_and_go)
        try:
            assert set(pool.map(hand_in, range(300))) <= {201, 503}
        finally:
            stop.set()
        going.result()
    assert sum(swept) > 0
    with rows.reading() as session:
        named = set(retention.digests(session))
    assert named
    for sha256 in named:
        with open(storage.path(sha256), "rb") as file:
            assert digest(file) == sha256


@pytest.mark.parametrize("call", ["submit", "release", "feedback"])
def test_a_file_is_safe_from_being_stored_until_its_row_is_there(desk, monkeypatch, call):
    """The same content lies there already, without a row, and is swept at the worst moment."""
    desk.release({"other": b"x"})
    id = desk.submit(SECOND, {"other": b"x"}).json()["id"]
    rows, storage = inside(desk)
    content = b"come again"
    storage.put(io.BytesIO(content), hashlib.sha256(content).hexdigest())
    put, sweeps = Storage.put, []

    def put_and_sweep(self, *what):
        put(self, *what)
        sweeps.append(pool.submit(sweep, rows, storage))
        while not (sweeps[-1].done() or is_held(storage)):
            time.sleep(0.01)

    monkeypatch.setattr(Storage, "put", put_and_sweep)
    with ThreadPoolExecutor(1) as pool:
        answer = {
            "submit": lambda: desk.submit(LEARNER, files(content)),
            "release": lambda: desk.send("PUT", BAI, INSTRUCTOR, files(content)),
            "feedback": lambda: desk.send(
                "PUT", f"/submissions/{id}/feedback", INSTRUCTOR, files(content)
            ),
        }[call]()
    assert answer.is_success, answer.text
    assert [sweeping.result() for sweeping in sweeps] == [(0, 0)]
    assert content in {path.read_bytes() for path in desk.stored()}


def test_who_arrives_waits_for_who_clears_and_the_other_way_round(tmp_path):
    storage, done = Storage(tmp_path), []

    def clear():
        with storage.clearing():
            done.append("cleared")

    def arrive():
        with storage.arriving():
            done.append("arrived")

    with ThreadPoolExecutor(2) as pool:
        with storage.arriving():
            arrive()
            waiting = pool.submit(clear)
            while not is_held(storage):
                time.sleep(0.01)
            late = pool.submit(arrive)
            done.append("still here")
        waiting.result()
        late.result()
    assert done[:2] == ["arrived", "still here"] and done[2:] == ["cleared", "arrived"]


def is_held(storage: Storage) -> bool:
    """Somebody stands in the gate."""
    with open(storage.folder / "gate", "w") as gate:
        try:
            fcntl.flock(gate, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_forgetting_a_person_leaves_deeds_without_a_name(any_desk):
    desk = any_desk
    desk.release()
    desk.submit(LEARNER, files(b"mine"))
    desk.submit(SECOND, files(b"theirs"))
    assert desk.extend("an", attempts=5).is_success
    assert error_of(desk.get("/submissions/00000000-0000-0000-0000-000000000000"))[0] == 404
    gone = person.forget(*inside(desk), "an")
    assert (gone.submissions, gone.extensions) == (1, 1)
    rows = desk.audit()
    assert "an" not in {row["person"] for row in rows}
    assert f"{gone.alias}" in {row["person"] for row in rows}
    assert not [row for row in rows if row["object"].endswith("/an")]
    mine = [row for row in rows if row["person"] == gone.alias]
    assert {row["address"] for row in mine} == {""}
    assert [p.read_bytes() for p in desk.stored() if p.read_bytes() in (b"mine", b"theirs")] == [
        b"theirs"
    ]
    assert kept(desk) == [("bình", 1)]
    assert person.forget(*inside(desk), "an").submissions == 0
    again = desk.submit(LEARNER, files(b"new")).json()
    assert again["number"] == 1


def test_each_person_that_is_forgotten_gets_another_name(desk):
    desk.release()
    desk.submit(LEARNER)
    desk.submit(SECOND)
    one, two = (person.forget(*inside(desk), name) for name in ("an", "bình"))
    assert one.alias != two.alias and len(one.alias) > 12


def test_a_person_gets_what_is_theirs_and_nothing_of_others(desk):
    desk.release()
    mine = desk.submit(LEARNER).json()
    desk.submit(SECOND)
    desk.extend("an", attempts=5)
    desk.extend("bình", attempts=6)
    with inside(desk)[0].reading() as session:
        found = person.known(session, "an")
    assert found["submissions"] == [mine]
    assert [one["attempts"] for one in found["extensions"]] == [5]
    assert {row["person"] for row in found["audit"]} == {"an", person.SOMEBODY}
    assert "bình" not in repr(found) and "giảng" not in repr(found)
    ((place, sha256),) = person.files(found)
    assert place == f"{COURSE}/bai-1/001/submitted/bai.ipynb"
    assert sha256 == mine["files"][0]["sha256"]


def test_work_that_is_being_graded_is_not_forgotten_half(desk, monkeypatch):
    monkeypatch.setattr(person, "PATIENCE", 0.1)
    desk.release()
    desk.submit()
    rows, storage = inside(desk)
    with rows.writing() as session:
        session.scalars(select(queue.Job)).one().state = "running"
    with open(desk.folder / "worker.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(person.StillGrading):
            person.forget(rows, storage, "an")
        assert kept(desk) == [("an", 1)]
    assert person.forget(rows, storage, "an").submissions == 1


def test_a_database_of_a_later_version_is_refused_in_a_sentence(
    hub, tmp_path, limits, database_url
):
    with Desk.opened(hub, tmp_path, limits, database_url) as desk:
        desk.release()
        rows = inside(desk)[0]
        with rows.writing() as session:
            session.execute(text("UPDATE schema_version SET number = 99"))
    url = database_url or f"sqlite:///{tmp_path / 'exchange.sqlite'}"
    with pytest.raises(TooNew, match="99"):
        Database(url)


def test_a_database_is_lifted_step_by_step_and_only_once(tmp_path, monkeypatch, database_url):
    url = database_url or f"sqlite:///{tmp_path / 'x.sqlite'}"
    first = Database(url)
    with first.writing() as session:
        session.add(Audit(time=START, **dict.fromkeys(AUDITED, "x")))
        session.execute(text("DROP TABLE schema_version"))  # as before versions were kept
    first.close()
    steps = [
        lambda connection: connection.execute(text("UPDATE audit SET person = person || '1'")),
        lambda connection: connection.execute(text("UPDATE audit SET person = person || '2'")),
    ]
    for known in (1, 2, 2):
        monkeypatch.setattr(database, "MIGRATIONS", tuple(steps[:known]))
        Database(url).close()
    lifted = Database(url)
    with lifted.reading() as session:
        assert session.scalars(select(Audit.person)).all() == ["x12"]
        assert session.scalar(text("SELECT number FROM schema_version")) == 3
    lifted.close()
