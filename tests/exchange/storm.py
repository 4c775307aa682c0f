"""A class that hands in while everything breaks: the service, the worker, the database, the disk.

The service and its worker are real processes; learners are threads with the real client.
"""

import base64
import contextlib
import itertools
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from grading_room import BAI, NAME, RIGHT, work
from service_process import ServiceProcess
from sqlalchemy import select
from stand_in_hub import COURSE, INSTRUCTOR, Hub, user

from aulac.classroom.exchange.client import ExchangeClient, ExchangeError
from aulac.classroom.exchange.database import Database
from aulac.classroom.exchange.queue import Job
from aulac.classroom.exchange.receipts import is_signed

MEGABYTE = 2**20
DISK = 256 * MEGABYTE
HOLD = """
import sqlite3, sys, time
holder = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
holder.execute("BEGIN IMMEDIATE")
time.sleep(float(sys.argv[2]))
"""
COPY = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))
"""
WORKER = "aulac.classroom.exchange.worker"


class SmallDisk:
    """A folder on a disk of its own, in a mount namespace that outlives the service."""

    def __init__(self, folder: Path):
        folder.mkdir()
        who = () if os.geteuid() == 0 else ("-U",)
        mortal = ("setpriv", "--pdeathsig", "KILL")
        script = 'mount -t tmpfs -o size=$1 tmpfs "$2" && echo && exec sleep infinity'
        root = (*who, "-r") if who else ()
        command = [*mortal, "unshare", "-m", *root, "sh", "-c", script, "sh", str(DISK), folder]
        self.holder = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.holder.stdout.readline()
        target = str(self.holder.pid)
        self.entered = ("nsenter", "--preserve-credentials", *who, "-m", "-t", target)
        self.seen = Path(f"/proc/{target}/root{folder}")  # from outside

    @contextlib.contextmanager
    def full(self):
        """There is no room until the block ends."""
        ballast = self.seen / "ballast"
        with open(ballast, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(MEGABYTE // 4))
        try:
            yield
        finally:
            ballast.unlink()

    def python(self, program: str, *arguments) -> None:
        """Run a program that sees the disk."""
        line = [*self.entered, sys.executable, "-c", program, *map(str, arguments)]
        subprocess.run(line, check=True)

    def close(self) -> None:
        self.holder.kill()
        self.holder.wait()


@dataclass
class Handed:
    """A submission: what was sent, what came back, how often one was told that it failed."""

    learner: str
    files: dict[str, bytes]
    answer: object = None
    told: Counter = field(default_factory=Counter)
    seconds: float = 0


class Storm:
    """A service with a course, `learners` learners, and faults that can be let loose."""

    def __init__(self, folder: Path, hub: Hub, course: Path, learners: int, database: str = ""):
        self.hub, self.course, self.database = hub, course, database
        self.disk = SmallDisk(folder / "exchange")
        self.file = folder / "exchange" / "exchange.sqlite"
        self.learners = [f"hv{i:02}" for i in range(learners)]
        for name in self.learners:
            hub.users[name] = user(name, f"nbgrader-{COURSE}")
        self.service = ServiceProcess(
            folder / "exchange",
            hub,
            database,
            wrapped=self.disk.entered,
            AULAC_EXCHANGE_COURSE_DIR=str(course),
        )
        self.service.ready()
        self.release()

    def __enter__(self) -> "Storm":
        return self

    def __exit__(self, *_) -> None:
        self.service.process.terminate()
        self.service.process.wait()  # and its worker
        self.service.__exit__()
        self.disk.close()

    def release(self) -> None:
        parts = [("files", item) for item in work(self.course, "...").items()]
        assert self.service.ask("PUT", BAI, INSTRUCTOR, files=parts).is_success
        policy = {"results": "at_once"}
        assert self.service.ask("PATCH", BAI, INSTRUCTOR, json=policy).is_success

    def hand_in(self, each: int, seconds: float) -> list[Handed]:
        """Every learner hands in `each` times within the time, as a person: again when told so."""
        with ThreadPoolExecutor(len(self.learners)) as pool:
            everybody = pool.map(lambda one: self.learn(one, each, seconds), self.learners)
            return list(itertools.chain.from_iterable(everybody))

    def learn(self, name: str, each: int, seconds: float) -> list[Handed]:
        chance, begun, done = random.Random(name), time.monotonic(), []
        client = ExchangeClient(self.service.url + "/services/exchange/", name)
        for moment in sorted(chance.uniform(0, seconds) for _ in range(each)):
            time.sleep(max(0, begun + moment - time.monotonic()))
            mark = f"{name} lần {len(done)}"
            ballast = chance.randbytes(40_000).hex()
            files = work(self.course, f"{RIGHT}\n# {mark}") | {"dữ liệu.txt": ballast.encode()}
            done.append(self.insist(client, Handed(name, files), key=f"{len(done)}"))
        return done

    def insist(self, client: ExchangeClient, handed: Handed, key: str) -> Handed:
        begun = time.monotonic()
        while handed.answer is None:
            try:
                handed.answer = client.submit(COURSE, NAME, handed.files, key)
            except ExchangeError as error:
                handed.told[error.key] += 1
        handed.seconds = time.monotonic() - begun
        return handed

    # What breaks

    def kill_the_service(self) -> None:
        self.service.kill()
        self.service.start()

    def kill_the_worker(self) -> None:
        for process in psutil.Process(self.service.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if WORKER in process.cmdline():
                    process.kill()
                    return

    def hold_the_database(self, seconds: float) -> None:
        """Somebody else has the lock on what the service wants to write."""
        if not self.database:
            self.disk.python(HOLD, self.file, seconds)
            return
        with psycopg.connect(self.database.replace("+psycopg", "")) as holder:
            holder.execute("LOCK TABLE submission IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)

    def fill_the_disk(self, seconds: float) -> None:
        with self.disk.full():
            time.sleep(seconds)

    # What must be true afterwards

    def check(self, handed: list[Handed]) -> None:
        """Everything acknowledged is there, once, whole, signed, its learner's; nothing else is."""
        kept = {one["id"]: one for one in self.everything()}
        assert sorted(kept) == sorted(str(one.answer.id) for one in handed)
        known = self.service.http.get("/services/exchange/api/v1/key").json()["public_key"]
        public = base64.b64decode(known)
        for one in handed:
            there, told = kept[str(one.answer.id)], one.answer
            assert (there["user"], told.user) == (one.learner, one.learner)
            assert json.loads(told.receipt.payload) == json.loads(there["receipt"]["payload"])
            assert is_signed(told.receipt.payload, told.receipt.signature, public)
            assert json.loads(told.receipt.payload)["user"] == one.learner
            for path, content in one.files.items():
                where = f"/submissions/{told.id}/files/{path}"
                assert self.service.ask("GET", where, one.learner).content == content
        numbers: dict[str, list[int]] = {}
        for one in kept.values():
            numbers.setdefault(one["user"], []).append(one["number"])
        assert all(sorted(n) == list(range(1, len(n) + 1)) for n in numbers.values())

    def everything(self) -> list[dict]:
        return self.service.ask("GET", BAI + "/submissions", INSTRUCTOR).json()

    def wait_for_results(self, seconds: float = 240) -> list[Job]:
        """Wait until nothing waits any more; the jobs."""
        end = time.monotonic() + seconds
        while True:
            found = self.jobs()
            states = Counter(job.state for job in found)
            if not states["waiting"] + states["running"]:
                return found
            assert time.monotonic() < end, states
            time.sleep(0.2)

    def jobs(self) -> list[Job]:
        copy = self.file.parent.with_name("copy.sqlite")
        if not self.database:
            self.disk.python(COPY, self.file, copy)
        database = Database(self.database or f"sqlite:///{copy}")
        try:
            with database.reading() as session:
                return list(session.scalars(select(Job)))
        finally:
            database.close()

    def check_results(self, handed: list[Handed], jobs: list[Job]) -> None:
        """One job for each submission; the newest of each learner is graded, and returned."""
        assert sorted(job.submission_id for job in jobs) == sorted(str(h.answer.id) for h in handed)
        assert {job.state for job in jobs} <= {"done", "replaced"}
        newest = {name: max(j.number for j in jobs if j.user == name) for name in self.learners}
        for job in jobs:
            if job.number == newest[job.user]:
                assert job.state == "done"
        for one in self.everything():
            if one["number"] == newest[one["user"]]:
                assert [file["path"] for file in one["feedback"]], one["id"]


@contextlib.contextmanager
def meanwhile(faults: list[Callable[[], None]], pause: float):
    """Let the faults loose, one after the other, while the block runs; all of them have been."""
    raised = []

    def let_loose():
        for fault in faults:
            time.sleep(pause)
            try:
                fault()
            except BaseException as error:
                raised.append(error)

    thread = threading.Thread(target=let_loose)
    thread.start()
    yield
    thread.join()
    assert not raised, raised
