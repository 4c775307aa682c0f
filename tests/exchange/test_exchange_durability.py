"""What was acknowledged is never lost: crashes, full disks, databases away, two services."""

import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import httpx
import pytest
from desk import BAI, Desk, error_of
from dying_service import STEPS
from service_process import ServiceProcess
from sqlalchemy import Engine, event
from stand_in_hub import INSTRUCTOR, LEARNER, SECOND, THIRD

from aulac.classroom.exchange import database, storage

LEARNERS = (LEARNER, SECOND, THIRD)
LARGE = 300_000  # bytes


def noise(*seed, size: int = LARGE) -> bytes:
    """Large content that no other seed has."""
    return hashlib.sha256(repr(seed).encode()).digest() * (size // 32)


def check_everything(service: ServiceProcess, acknowledged: dict[tuple, dict]) -> None:
    """All that was acknowledged is there, once, whole and signed, and nothing else."""
    kept = {submission["id"]: submission for submission in service.everything()}
    assert {submission["id"] for submission in acknowledged.values()} == set(kept)
    for content, submission in acknowledged.items():
        assert kept[submission["id"]] == submission
        assert service.content(submission) == content
        assert service.valid(submission)
    numbers: dict[str, list[int]] = {}
    for submission in kept.values():
        numbers.setdefault(submission["user"], []).append(submission["number"])
    for found in numbers.values():
        assert sorted(found) == list(range(1, len(found) + 1))


def test_killed_again_and_again_it_loses_nothing(hub, tmp_path, database_url):
    with ServiceProcess(tmp_path / "exchange", hub, database_url) as service:
        service.ready().release()
        jobs = [(token, noise(token, i), f"{token}-{i}") for i in range(9) for token in LEARNERS]
        acknowledged = {}
        with ThreadPoolExecutor(6) as pool:
            waiting = {pool.submit(service.submit_until_safe, *job): job for job in jobs}
            for done in as_completed(waiting):
                acknowledged[waiting[done][1]] = done.result()
                if len(acknowledged) in (5, 12, 20):
                    service.kill()
                    service.start()
        assert len(acknowledged) == len(jobs)
        check_everything(service.ready(), acknowledged)


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_leaves_no_half(hub, tmp_path, step):
    with ServiceProcess(tmp_path / "exchange", hub) as service:
        service.ready().release(attempts=1)
        service.kill()
        service.start(str(Path(__file__).with_name("dying_service.py")), step)
        with pytest.raises(httpx.TransportError):
            service.ready().submit(LEARNER, b"x", "k")
        assert service.process.wait() == -signal.SIGKILL
        service.start()
        assert service.ready().everything() == []
        again = service.submit(LEARNER, b"x", "k").json()
        check_everything(service, {b"x": again})


def test_the_answer_comes_after_file_name_and_row_are_safe(desk, monkeypatch):
    desk.release({"other": b"1"})
    steps = []
    for name in ("fsync", "replace"):
        original = getattr(os, name)
        monkeypatch.setattr(
            storage.os, name, lambda *a, n=name, f=original: (steps.append(n), f(*a))[1]
        )

    def commit(_connection):
        steps.append("row")

    event.listen(Engine, "commit", commit)
    assert desk.submit().status_code == 201
    assert steps == ["fsync", "replace", "fsync", "row"]
    steps.clear()
    assert desk.submit().status_code == 201
    assert steps == ["fsync", "row"]
    event.remove(Engine, "commit", commit)


def test_a_retry_after_a_lost_answer_is_the_same_submission(hub, tmp_path):
    with ServiceProcess(tmp_path / "exchange", hub) as service:
        service.ready().release(attempts=1)
        first = service.submit(LEARNER, b"x", "k").json()
        service.kill()
        service.start()
        again = service.ready().submit(LEARNER, b"x", "k")
        assert (again.status_code, again.json()) == (200, first)
        service.stop()


def test_two_services_on_one_database_are_one_exchange(hub, tmp_path, database_url):
    folder = tmp_path / "exchange"
    with (
        ServiceProcess(folder, hub, database_url) as one,
        ServiceProcess(folder, hub, database_url) as two,
    ):
        one.ready().release(attempts=5)
        two.ready()
        jobs = [
            (service, token, noise(token, i), f"{token}-{i}")
            for i in range(8)
            for token in (LEARNER, SECOND)
            for service in (one, two)
        ]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda job: job[0].submit_until_answered(*job[1:]), jobs))
        assert Counter(a.status_code for a in answers if not a.is_success) == {403: 12}
        kept = {
            a.json()["id"]: (job[2], a.json())
            for a, job in zip(answers, jobs, strict=True)
            if a.is_success
        }
        assert Counter(s["user"] for _, s in kept.values()) == {"an": 5, "bình": 5}
        check_everything(two, dict(kept.values()))
        assert all(one.valid(submission) for _, submission in kept.values())


def fill(service: ServiceProcess) -> tuple[dict, tuple]:
    """Hand in until there is no room: what was acknowledged, and the job that was not."""
    acknowledged = {}
    for i in range(100):
        job = (LEARNERS[i % 3], noise(i), f"k{i}")
        answer = service.submit(*job)
        if not answer.is_success:
            assert error_of(answer) == (503, "busy")
            assert answer.headers["Retry-After"]
            return acknowledged, job
        acknowledged[job[1]] = answer.json()
    raise AssertionError("the disk never filled")


def can_mount() -> bool:
    command = ["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(command, capture_output=True).returncode
    )


@pytest.mark.skipif(not can_mount(), reason="no user namespaces: no small disk to fill")
def test_a_full_disk_refuses_and_loses_nothing(hub, tmp_path):
    folder = tmp_path / "exchange"
    folder.mkdir()
    small = f'mount -t tmpfs -o size=3m tmpfs "{folder}" && exec "$@"'
    wrapped = ("unshare", "-Urm", "sh", "-c", small, "sh")
    with ServiceProcess(folder, hub, wrapped=wrapped) as service:
        service.ready().release()
        ballast = Path(f"/proc/{service.process.pid}/root{folder}/ballast")
        ballast.write_bytes(bytes(LARGE * 2))
        acknowledged, refused = fill(service)
        check_everything(service, acknowledged)
        ballast.unlink()
        acknowledged[refused[1]] = service.submit(*refused).json()
        check_everything(service, acknowledged)


def test_a_file_that_may_not_grow_is_refused_and_nothing_is_kept(hub, tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (10 * LARGE, 10 * LARGE))

    folder = tmp_path / "exchange"
    with ServiceProcess(folder, hub, limit=limit) as service:
        service.ready().release()
        small = service.submit(LEARNER, b"small", "k0").json()
        assert error_of(service.submit(LEARNER, noise(1, size=11 * LARGE), "k1")) == (503, "busy")
        check_everything(service, {b"small": small})
        assert list((folder / "unfinished").iterdir()) == []


def test_while_the_database_is_away_people_wait_and_nothing_is_lost(
    hub, tmp_path, limits, postgres_server
):
    url = postgres_server.database("away")
    with Desk.opened(hub, tmp_path, limits, url) as desk:
        desk.release()
        first = desk.submit(key="k1").json()
        postgres_server.stop()
        assert error_of(desk.submit(key="k2")) == (503, "busy")
        assert error_of(desk.get(BAI + "/submissions")) == (503, "busy")
        assert desk.http.get("/services/exchange/health").status_code == 503
        postgres_server.start()
        assert desk.submit(key="k2").json()["number"] == 2
        assert desk.get(f"/submissions/{first['id']}").json() == first


def test_a_database_that_someone_holds_is_waited_for_and_then_refused(
    hub, tmp_path, limits, monkeypatch
):
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    with Desk.opened(hub, tmp_path, limits) as desk:
        desk.release()
        holder = sqlite3.connect(tmp_path / "exchange.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert error_of(desk.submit(key="k")) == (503, "busy")
        assert desk.get(BAI + "/submissions").json() == []
        holder.execute("ROLLBACK")
        assert desk.submit(key="k").json()["number"] == 1
        holder.close()


def test_files_that_nobody_finished_are_cleared_after_a_day(hub, tmp_path, limits):
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    for name, age in (("old", 2 * 24 * 3600), ("new", 60)):
        (unfinished / name).write_bytes(b"half")
        os.utime(unfinished / name, times=(time.time() - age,) * 2)
    with Desk.opened(hub, tmp_path, limits):
        assert [path.name for path in unfinished.iterdir()] == ["new"]


def test_what_the_exchange_keeps_is_for_its_owner_only(hub, tmp_path):
    folder = tmp_path / "exchange"
    with ServiceProcess(folder, hub) as service:
        service.ready().release()
        service.submit(LEARNER, b"x", "k")
        modes = {p.name: p.stat().st_mode & 0o077 for p in (folder, *folder.rglob("*"))}
        assert not any(modes.values()), modes
        assert b"own-secret-token" not in service.log.read_bytes()
        assert INSTRUCTOR.encode() not in service.log.read_bytes()
