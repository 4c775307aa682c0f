"""Submissions: taking them in, finding them, returning feedback."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from . import assignments, queue, rules, schemas
from .assignments import Seen
from .database import Assignment, Files, Submission
from .identity import Person
from .limits import MEGABYTE
from .receipts import Signer, canonical
from .words import Refusal


@dataclass(frozen=True)
class Handed:
    """What a person hands in: files that are stored, when, under which key of theirs."""

    user: str
    files: Files
    received_at: datetime
    idempotency_key: str | None

    @property
    def size(self) -> int:
        return sum(file["size"] for file in self.files)


def consider(
    session: Session, course: str, name: str, handed: Handed, limit: int
) -> Seen | Submission:
    """Return the assignment that takes this work, or what the same request made before.

    Raises Refusal: 403 closed or without attempts, 404, 409 when the earlier files were others,
    413 when the person would hand in more than `limit` bytes in the course.
    """
    released = assignments.seen(session, course, handed.user, name)
    if earlier := _earlier(session, course, name, handed):  # asked last: it may just have come
        return earlier
    if not released:
        raise Refusal(404, "not_found")
    (seen,) = released
    if key := rules.objection(seen.terms, seen.used, handed.received_at):
        raise Refusal(403, key, attempts=seen.terms.attempts)
    if _kept(session, course, handed.user) + handed.size > limit:
        raise Refusal(413, "quota", megabytes=f"{limit / MEGABYTE:g}")
    return seen


def accept(session: Session, seen: Seen, handed: Handed, signer: Signer) -> Submission:
    """Record a submission, with its receipt, and queue it."""
    submission = Submission(
        id=str(uuid4()),
        assignment=seen.assignment,
        user=handed.user,
        number=seen.used + 1,
        version=seen.release.version,
        received_at=handed.received_at,
        late=rules.state(seen.terms, handed.received_at) == "late",
        size=handed.size,
        files=handed.files,
        idempotency_key=handed.idempotency_key,
        feedback=[],
    )
    submission.payload = payload(submission)
    submission.signature, submission.key = signer.sign(submission.payload)
    session.add(submission)
    queue.enqueue(session, submission)
    return submission


def payload(submission: Submission) -> str:
    """Return what a receipt says, as canonical JSON."""
    claim = {
        "id": submission.id,
        "course": submission.assignment.course,
        "assignment": submission.assignment.name,
        "user": submission.user,
        "number": submission.number,
        "received_at": schemas.iso(submission.received_at),
        "late": submission.late,
        "files": [{"path": file["path"], "sha256": file["sha256"]} for file in submission.files],
    }
    return canonical(claim)


def listing(
    session: Session, course: str, name: str | None, user: str | None, latest: bool
) -> list[Submission]:
    """Return the submissions to a course or one assignment, withdrawn ones too.

    Of everybody or of one person, all or the last of each; sorted by assignment, person, number.
    """
    rows = select(Submission).join(Submission.assignment).where(Assignment.course == course)
    if name is not None:
        rows = rows.where(Assignment.name == name)
    if user is not None:
        rows = rows.where(Submission.user == user)
    if latest:
        other = aliased(Submission)
        same = (other.assignment_id == Submission.assignment_id, other.user == Submission.user)
        last = select(func.max(other.number)).where(*same).scalar_subquery()
        rows = rows.where(Submission.number == last)
    order = (Assignment.name, Submission.user, Submission.number)
    return list(session.scalars(rows.order_by(*order)))


def visible(session: Session, id: UUID, person: Person) -> Submission:
    """Return a submission that is the person's own or of a course they teach.

    Raises Refusal 404, the same whether it exists or not.
    """
    found = session.get(Submission, str(id))
    course = found.assignment.course if found else ""
    role = person.courses.get(course)
    if role == "instructor" or (role and found.user == person.name):
        return found
    raise Refusal(404, "not_found", course=course)


def shown(submission: Submission) -> schemas.Submission:
    """Return what goes over the wire."""
    return schemas.Submission(
        id=submission.id,
        course=submission.assignment.course,
        assignment=submission.assignment.name,
        version=submission.version,
        user=submission.user,
        number=submission.number,
        received_at=submission.received_at,
        late=submission.late,
        files=submission.files,
        receipt=schemas.Receipt.model_validate(submission),
        feedback=submission.feedback,
    )


def _earlier(session: Session, course: str, name: str, handed: Handed) -> Submission | None:
    if handed.idempotency_key is None:
        return None
    earlier = session.scalar(
        select(Submission)
        .join(Submission.assignment)
        .where(
            Assignment.course == course,
            Assignment.name == name,
            Submission.user == handed.user,
            Submission.idempotency_key == handed.idempotency_key,
        )
    )
    if earlier and earlier.files != handed.files:
        raise Refusal(409, "key_reused")
    return earlier


def _kept(session: Session, course: str, user: str) -> int:
    """Return the bytes of all that a person has handed in to a course."""
    sizes = select(func.sum(Submission.size)).join(Submission.assignment)
    return session.scalar(sizes.where(Assignment.course == course, Submission.user == user)) or 0
