"""The process that grades what is queued: `python -m aulac.classroom.exchange.worker`.

The service starts it and holds the other end of its standard input: a byte says that there may be
work, and the end of it that nobody is there any more.
"""

import fcntl
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select as rows
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from graders.course import CourseError
from graders.database import FULL, GradebookError
from graders.grade import ZYGOTES
from graders.outcomes import reason_for
from graders.words import say

from ..language import language
from . import queue
from .clock import utc_now
from .database import Assignment, Database
from .grading import Grader, keep
from .queue import Job
from .storage import Storage, held

PATIENCE = 1.0  # seconds after which to look for work that has become due
PASSING = ("disk_full", "gradebook_locked", "gradebook_unreachable")

log = logging.getLogger("aulac.exchange.worker")
T = TypeVar("T")


class Worker:
    """Threads that take jobs from the queue, one after the other, as long as the service lives."""

    def __init__(self, folder: Path, database: str, course_dir: str):
        self.database = Database(database)
        self.storage = Storage(folder)
        self.grader = Grader(course_dir, self.storage)
        self.turn = threading.Condition()
        self.warmed: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Grade until standard input ends; what is being graded then stays in the queue."""
        self.write(queue.give_back_all)
        threads = len(os.sched_getaffinity(0))
        pool = ThreadPoolExecutor(threads + 1, thread_name_prefix="grade")
        pool.submit(self.stay_warm)
        for _ in range(threads):
            pool.submit(self.work)
        while self.is_wanted():
            with self.turn:
                self.turn.notify_all()
        ZYGOTES.close()
        os._exit(0)

    def is_wanted(self) -> bool:
        """Wait until there may be work; False when the service is gone."""
        if not select.select([sys.stdin], [], [], PATIENCE)[0]:
            return True
        return bool(os.read(sys.stdin.fileno(), 4096))

    def work(self) -> None:
        while True:
            with self.turn:
                job = self.write(lambda session: queue.take(session, utc_now()))
                if job is None:
                    self.turn.wait()
                    continue
            self.grade(job)

    def grade(self, job: Job) -> None:
        """Grade and record; whatever goes wrong here is our failure, and no result."""
        try:
            feedback = self.grader.grade(job.submission)
            with self.storage.arriving():
                files = keep(self.storage, feedback)
                self.write(lambda session: queue.finish(session, job, files))
        except Exception as error:
            log.warning("%s not graded", job.submission_id, exc_info=error)
            why, counts = reason(error), not passes(error)
            self.grader.forget(job.submission.assignment.course)
            self.write(lambda session: queue.try_again(session, job, utc_now(), why, counts))

    def stay_warm(self) -> None:
        while True:
            self.warm()
            with self.turn:
                self.turn.wait()

    def warm(self) -> None:
        """Prepare what learners will expect results of before the first of them hands in."""
        given = rows(Assignment.course, Assignment.name).where(
            Assignment.released, Assignment.results.in_(queue.GIVEN)
        )
        try:
            with self.database.reading() as session:
                known = [tuple(row) for row in session.execute(given)]
            for which in known:
                if which not in self.warmed:
                    self.warmed.add(which)
                    self.grader.prepare(*which)
        except Exception as error:  # the first submission will say so again
            log.warning("not prepared", exc_info=error)

    def write(self, change: Callable[[Session], T]) -> T:
        """Change the database; however long it is away, nothing is given up."""
        while True:
            try:
                with self.database.writing() as session:
                    return change(session)
            except SQLAlchemyError as error:
                log.warning("the database: %s", error)
                time.sleep(PATIENCE)


def passes(error: Exception) -> bool:
    """Whether a disk is full or a gradebook away for a while: nothing that is about this work."""
    if isinstance(error, GradebookError):
        return error.key in PASSING
    return isinstance(error, OSError) and error.errno in FULL


def reason(error: Exception) -> str:
    """Why it could not be graded, for the instructor."""
    if isinstance(error, CourseError | GradebookError):
        return say(error.key, language(), **error.params)
    return reason_for(error)


def main() -> None:
    os.umask(0o007)  # the group of the course directory grades in it, too
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # it ends with the service, and tidies up
    folder = Path(os.environ["AULAC_EXCHANGE_DIR"])
    with held(folder / "worker.lock", fcntl.LOCK_EX):  # one at a time, also of several services
        told = os.environ["AULAC_EXCHANGE_DB"], os.environ["AULAC_EXCHANGE_COURSE_DIR"]
        Worker(folder, *told).run()


if __name__ == "__main__":
    main()
