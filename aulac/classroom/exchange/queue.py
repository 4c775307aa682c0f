"""The queue of accepted work that waits to be graded: durable, and fair between learners.

Every accepted submission has a job. It is taken when the assignment's policy, the learner's due
date and the cool-down allow it; a newer submission takes the place of one that still waits.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, ForeignKey, and_, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship

from .database import Assignment, Base, Extension, Files, Submission

State = Literal["waiting", "running", "done", "replaced", "failed"]
TRIES = 3
LATELY = timedelta(hours=1)
GIVEN = ("at_once", "after_due")  # policies under which results are given


class Job(Base):
    """The grading of one submission; `started_at` is when it was last taken.

    `reason` is the engine's own sentence on a failure, for the instructor.
    """

    __tablename__ = "job"

    submission_id: Mapped[str] = mapped_column(ForeignKey(Submission.id), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id), index=True)
    user: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    ready_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")

    submission: Mapped[Submission] = relationship(lazy="joined", innerjoin=True)


def enqueue(session: Session, submission: Submission) -> None:
    """Queue a submission that is being accepted, in the same transaction."""
    assignment = submission.assignment
    same = and_(Job.assignment_id == assignment.id, Job.user == submission.user)
    last = session.scalar(select(func.max(Job.started_at)).where(same))
    ready = submission.received_at
    if last and assignment.cool_down:
        ready = max(ready, last + timedelta(seconds=assignment.cool_down))
    session.execute(update(Job).where(same, Job.state == "waiting").values(state="replaced"))
    session.add(
        Job(
            submission=submission,
            assignment_id=assignment.id,
            user=submission.user,
            number=submission.number,
            ready_at=ready,
        )
    )


def take(session: Session, now: datetime) -> Job | None:
    """Take the next job: of those who have none running, who has had least within the hour."""
    other, busy = aliased(Job), aliased(Job)
    had = (
        select(func.count())
        .where(other.user == Job.user, other.started_at > now - LATELY)
        .scalar_subquery()
    )
    is_busy = exists().where(busy.user == Job.user, busy.state == "running")
    theirs = and_(Extension.assignment_id == Job.assignment_id, Extension.user == Job.user)
    job = session.scalar(
        select(Job)
        .join(Assignment, Assignment.id == Job.assignment_id)
        .outerjoin(Extension, theirs)
        .where(Job.state == "waiting", Job.ready_at <= now, allowed(now), ~is_busy)
        .order_by(had, Job.ready_at)
        .limit(1)
    )
    if job is None or not _may_begin(session, job):
        return None
    job.state, job.started_at, job.tries = "running", now, job.tries + 1
    return job


def _may_begin(session: Session, job: Job) -> bool:
    """What was lost may have ended the worker itself: it runs alone, and takes nobody along."""
    running = session.scalars(select(Job).where(Job.state == "running")).all()
    return not running or (job.tries == 0 and all(one.tries == 1 for one in running))


def allowed(now: datetime) -> ColumnElement[bool]:
    """The policy of the assignment lets this learner have results now."""
    over = and_(Assignment.due < now, or_(Extension.due.is_(None), Extension.due < now))
    return or_(Assignment.results == "at_once", and_(Assignment.results == "after_due", over))


def give_back_all(session: Session) -> None:
    """Return to the queue what a worker had when it ended; what has ended it too often fails."""
    lost = update(Job).where(Job.state == "running")
    session.execute(lost.where(Job.tries >= TRIES).values(state="failed"))
    session.execute(lost.values(state="waiting"))
    _replace_overtaken(session)


def grade_again(session: Session, assignment_id: int, since: datetime) -> None:
    """Queue again what was graded of each learner's newest work, where it came after `since`."""
    came = select(Submission.received_at).where(Submission.id == Job.submission_id)
    graded = and_(Job.assignment_id == assignment_id, Job.state == "done")
    late = update(Job).where(graded, came.scalar_subquery() > since, ~_overtaken())
    session.execute(late.values(state="waiting", tries=0))


def finish(session: Session, job: Job, feedback: Files) -> None:
    """Give the learner what came out, unless all of theirs was deleted meanwhile."""
    job = session.get(Job, job.submission_id)
    if job is None:
        return
    job.state, job.reason, job.submission.feedback = "done", "", feedback


def try_again(session: Session, job: Job, now: datetime, reason: str, counts: bool = True) -> None:
    """Let a job that our own failure has stopped wait a little, or give up after some tries.

    A try that does not count was stopped by what has nothing to do with the job.
    """
    job = session.get(Job, job.submission_id)
    if job is None:
        return
    job.reason, job.tries = reason, job.tries - (not counts)
    job.state = "failed" if job.tries >= TRIES else "waiting"
    job.ready_at = now + timedelta(seconds=2**job.tries)
    _replace_overtaken(session)


def _replace_overtaken(session: Session) -> None:
    """Older work must not be recorded after newer work of the same learner."""
    session.flush()
    waiting = update(Job).where(Job.state == "waiting", _overtaken())
    session.execute(waiting.values(state="replaced"))


def _overtaken() -> ColumnElement[bool]:
    newer = aliased(Job)
    return exists().where(
        newer.assignment_id == Job.assignment_id,
        newer.user == Job.user,
        newer.number > Job.number,
    )
