"""Everything the exchange knows about one person: to hand it to them, and to forget it."""

import fcntl
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from . import retention, schemas, submissions
from .database import Assignment, Audit, Database, Extension, Release, Submission
from .queue import Job
from .storage import Storage

PATIENCE = 180  # seconds to wait for the grading of a person's work to end
SOMEBODY = "(…)"  # stands for other people in what one person is given


@dataclass(frozen=True)
class Forgotten:
    """How much was deleted; `alias` is what the audit calls the person from now on."""

    alias: str
    submissions: int
    extensions: int
    audit: int


class StillGrading(Exception):
    """Work of the person is being graded, and does not come to an end."""


def known(session: Session, name: str) -> dict:
    """Return all about a person, fit for JSON, nothing of it about anybody else."""
    theirs = select(Submission).where(Submission.user == name).order_by(Submission.received_at)
    granted = (
        select(Extension, Assignment)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(Extension.user == name)
    )
    return {
        "submissions": [
            submissions.shown(one).model_dump(mode="json") for one in session.scalars(theirs)
        ],
        "extensions": [
            schemas.Extension.model_validate(one).model_dump(mode="json")
            | {"course": assignment.course, "assignment": assignment.name}
            for one, assignment in session.execute(granted)
        ],
        "audit": [_row(row, name) for row in _audit(session, name)],
    }


def files(known: dict) -> Iterator[tuple[str, str]]:
    """Yield where each file of `known` belongs in an export, and its SHA-256."""
    for one in known["submissions"]:
        place = f"{one['course']}/{one['assignment']}/{one['number']:03}"
        for kind, found in (("submitted", one["files"]), ("feedback", one["feedback"])):
            yield from ((f"{place}/{kind}/{file['path']}", file["sha256"]) for file in found)


def forget(database: Database, storage: Storage, name: str) -> Forgotten:
    """Delete what a person handed in and was granted; the audit keeps the deeds of somebody.

    Safe to repeat, also after a crash. Raises StillGrading.
    """
    alias = f"deleted-{secrets.token_hex(8)}"
    end = time.monotonic() + PATIENCE
    while not (forgotten := _forget_rows(database, storage, name, alias)):
        if time.monotonic() > end:
            raise StillGrading(name)
        time.sleep(0.2)
    retention.sweep(database, storage)
    database.forget()
    return forgotten


def _forget_rows(database: Database, storage: Storage, name: str, alias: str) -> Forgotten | None:
    """Return None while work of the person is being graded: its marks would come back."""
    running = select(Job.submission_id).where(Job.user == name, Job.state == "running")
    with database.writing() as session:
        if session.scalar(running) and _worker_lives(storage.folder):
            return None
        theirs = list(session.scalars(select(Submission.id).where(Submission.user == name)))
        for start in range(0, len(theirs), retention.AT_ONCE):
            retention.drop(session, theirs[start : start + retention.AT_ONCE])
        granted = session.execute(delete(Extension).where(Extension.user == name)).rowcount
        rows = _audit(session, name)
        for row in rows:
            _disguise(row, name, alias)
        by = Release.released_by
        session.execute(update(Release).where(by == name).values({by: alias}))
    return Forgotten(alias, len(theirs), granted, len(rows))


def _audit(session: Session, name: str) -> list[Audit]:
    """Return the rows of what a person did, and of what others did that names the person."""
    granted = f"/extensions/{name}"
    rows = select(Audit).where(
        or_(Audit.person == name, Audit.object.endswith(granted, autoescape=True))
    )
    return [
        row
        for row in session.scalars(rows.order_by(Audit.id))
        if row.person == name or row.object.endswith(granted)  # SQLite looks past upper case
    ]


def _row(row: Audit, name: str) -> dict:
    shown = schemas.AuditRow.model_validate(row).model_dump(mode="json")
    return shown if row.person == name else shown | {"person": SOMEBODY, "address": SOMEBODY}


def _disguise(row: Audit, name: str, alias: str) -> None:
    if row.person == name:
        row.person, row.address = alias, ""
    place, granted, last = row.object.rpartition("/extensions/")
    if last == name:
        row.object = f"{place}{granted}{alias}"


def _worker_lives(folder: Path) -> bool:
    """Return whether anybody is grading; what a dead worker had is not being graded."""
    with open(folder / "worker.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
