"""A learner's own results: every assignment with its terms, attempts and what came out of them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import assignments, rules, schemas
from .assignments import Seen
from .database import Assignment, Extension, Submission
from .outcomes import Outcome, outcome
from .queue import Job
from .rules import Terms
from .storage import Storage


@dataclass(frozen=True)
class Attempt:
    """A submission with what came out of it, or what keeps that from coming.

    status: "given", "no_points" (feedback that names no points), "soon" (queued or being graded),
    "cooling" (until `ready_at`), "after_due", "by_hand" (the instructor will), "replaced" (a newer
    one is graded in its place), "failed" (our failure).
    """

    submission: Submission
    job: Job
    outcome: Outcome | None
    status: str

    @property
    def pages(self) -> list[str]:
        """The paths of the feedback for people."""
        return [f["path"] for f in self.submission.feedback if f["path"].endswith(".html")]

    def shown(self) -> schemas.Result:
        """What goes over the wire."""
        return schemas.Result(
            submission=self.submission.id,
            assignment=self.submission.assignment.name,
            status=self.status,
            score=self.outcome and self.outcome.score,
            points=self.outcome and self.outcome.points,
            unmarked=self.outcome.unmarked if self.outcome else 0,
        )


@dataclass(frozen=True)
class Result:
    """An assignment as a learner has it; `seen` is None where it is no longer handed out."""

    assignment: Assignment
    seen: Seen | None
    state: rules.State
    attempts: list[Attempt]

    @property
    def newest(self) -> Attempt | None:
        return self.attempts[0] if self.attempts else None

    @property
    def counting(self) -> Attempt | None:
        """The newest attempt with an outcome."""
        return next((one for one in self.attempts if one.outcome), None)


def of_course(
    session: Session, storage: Storage, course: str, user: str, now: datetime
) -> list[Result]:
    """Return all that is handed out in a course, or was and has work of this person."""
    seen = {one.assignment.id: one for one in assignments.seen(session, course, user)}
    known = {one.assignment.id: one.assignment for one in seen.values()}
    attempts: dict[int, list[Attempt]] = {}
    for assignment, rows in groupby(_submitted(session, course, user), lambda row: row[2]):
        known[assignment.id] = assignment
        terms = own_terms(session, assignment, user)
        attempts[assignment.id] = [
            attempt(storage, submission, job, terms, now) for submission, job, _ in rows
        ]
    return [
        Result(
            assignment,
            seen.get(id),
            rules.state(seen[id].terms, now) if id in seen else "closed",
            attempts.get(id, []),
        )
        for id, assignment in sorted(known.items(), key=lambda item: item[1].name)
    ]


def attempt(
    storage: Storage, submission: Submission, job: Job, terms: Terms, now: datetime
) -> Attempt:
    found = outcome(storage, submission.feedback)
    return Attempt(submission, job, found, _status(submission, job, found, terms, now))


def waiting(session: Session, user: str, now: datetime) -> int:
    """Return how many results of a person are to come soon."""
    mine = select(Job).where(Job.user == user, Job.state.in_(("waiting", "running")))
    return sum(
        _queued(job, own_terms(session, job.submission.assignment, user), now) == "soon"
        for job in session.scalars(mine)
    )


def own_terms(session: Session, assignment: Assignment, user: str) -> Terms:
    """Return the terms of an assignment, handed out or not, with the person's extension."""
    extension = session.get(Extension, (assignment.id, user))
    return rules.extended(assignment.terms, extension.terms) if extension else assignment.terms


def _submitted(session: Session, course: str, user: str):
    return session.execute(
        select(Submission, Job, Assignment)
        .join(Job, Job.submission_id == Submission.id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(Assignment.course == course, Submission.user == user)
        .order_by(Assignment.name, Submission.number.desc())
    ).all()


def _status(
    submission: Submission, job: Job, found: Outcome | None, terms: Terms, now: datetime
) -> str:
    if submission.feedback:
        return "given" if found else "no_points"
    if job.state in ("replaced", "failed"):
        return job.state
    return _queued(job, terms, now)


def _queued(job: Job, terms: Terms, now: datetime) -> str:
    policy = job.submission.assignment.results
    if policy == "none":
        return "by_hand"
    if policy == "after_due" and (terms.due is None or now <= terms.due):
        return "after_due"
    if job.ready_at > now and not job.tries:
        return "cooling"
    return "soon"
