"""What is too old to be kept is deleted, and files that no row names with it."""

import time
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from . import assignments, rules
from .database import Assignment, Audit, Database, Extension, Release, Submission
from .queue import Job
from .storage import Storage

GRACE = timedelta(days=1)  # after which a file without a row is what a crash has left
AT_ONCE = 500  # rows; others may write in between


@dataclass(frozen=True)
class Retention:
    """How long submissions and rows of the audit are kept."""

    submissions: timedelta
    audit: timedelta


@dataclass(frozen=True)
class Tidied:
    """How much was deleted; `bytes` is the size of the files."""

    submissions: int
    audit: int
    files: int
    bytes: int


def tidy(
    database: Database, storage: Storage, now: datetime, kept: Retention, dry: bool = False
) -> Tidied:
    """Delete what is older than is kept, or only count it; the service may be running.

    A submission goes with its job and feedback once its learner can hand in nothing more to the
    assignment; one that is being graded is left for the next time.
    """
    before, aged = now - kept.submissions, Audit.time < now - kept.audit
    with database.reading() as session:
        old = set(overdue(session, before, now))
        rows = session.scalar(select(func.count()).where(aged))
    if dry:
        return Tidied(len(old), rows, *sizes(orphans(database, storage, GRACE, without=old)))
    dropped = 0
    while gone := drop_some(database, before, now):
        dropped += gone
    with database.writing() as session:
        session.execute(delete(Audit).where(aged))
    swept = sweep(database, storage, GRACE)
    database.forget()
    return Tidied(dropped, rows, *swept)


def drop_some(database: Database, before: datetime, now: datetime) -> int:
    """Delete some of what is overdue; return how many there were."""
    with database.writing() as session:
        old = list(islice(overdue(session, before, now), AT_ONCE))
        drop(session, old)
    return len(old)


def overdue(session: Session, before: datetime, now: datetime) -> Iterator[str]:
    """Yield the submissions from before a time to assignments that are over for their learners."""
    theirs = and_(
        Extension.assignment_id == Submission.assignment_id, Extension.user == Submission.user
    )
    rows = (
        select(Submission.id, Assignment, Extension)
        .join(Submission.assignment)
        .join(Job, Job.submission_id == Submission.id)
        .outerjoin(Extension, theirs)
        .where(Submission.received_at < before, Job.state != "running")
    )
    for id, assignment, extension in session.execute(rows):
        terms = assignments.terms_of(assignment, extension)
        if not assignment.released or rules.state(terms, now) == "closed":
            yield id


def drop(session: Session, submissions: list[str]) -> None:
    """Delete these submissions with their jobs."""
    session.execute(delete(Job).where(Job.submission_id.in_(submissions)))
    session.execute(delete(Submission).where(Submission.id.in_(submissions)))


def sweep(database: Database, storage: Storage, age: timedelta = timedelta()) -> tuple[int, int]:
    """Remove the files of at least this age that no row names; return how many, and their bytes.

    Who is handing in the same content at this moment keeps it.
    """
    if not orphans(database, storage, age):
        return 0, 0
    with storage.clearing():
        gone = orphans(database, storage, age)
        swept = sizes(gone)
        for path in gone:
            path.unlink()
    return swept


def sizes(paths: list[Path]) -> tuple[int, int]:
    """Return how many files these are, and their bytes."""
    return len(paths), sum(path.stat().st_size for path in paths)


def orphans(
    database: Database, storage: Storage, age: timedelta, without: Container[str] = ()
) -> list[Path]:
    """Return the files of at least this age that no row names, or only rows of `without`."""
    oldest = time.time() - age.total_seconds()
    there = [path for path in storage.files.iterdir() if path.stat().st_mtime <= oldest]
    with database.reading() as session:
        named = set(digests(session, without))
    return [path for path in there if path.name not in named]


def digests(session: Session, without: Container[str] = ()) -> Iterator[str]:
    """Yield the SHA-256 of all files that rows name."""
    for (files,) in session.execute(select(Release.files)):
        yield from (file["sha256"] for file in files)
    for id, *both in session.execute(select(Submission.id, Submission.files, Submission.feedback)):
        if id not in without:
            yield from (file["sha256"] for files in both for file in files)
