"""How a class is doing: who has handed in what, points by task, tests that fail, what waits."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from graders.course import read_course
from graders.database import Database as GradebookDatabase
from graders.export import csv_text, rows

from . import rules, submissions
from .database import Assignment, Extension, Submission
from .outcomes import Outcome, Task
from .queue import Job
from .results import Attempt, attempt, own_terms
from .storage import Storage


@dataclass(frozen=True)
class Mark:
    """What the gradebook has of a learner and an assignment; `waiting` for a person's mark."""

    score: float
    points: float
    waiting: bool


@dataclass(frozen=True)
class Learner:
    """One learner and one assignment: all submissions count, the newest is shown."""

    user: str
    newest: Attempt | None
    mark: Mark | None
    extension: Extension | None


@dataclass
class Spread:
    """How many learners had full points in a task, some, none, or wait for a mark."""

    title: str
    points: float
    full: int = 0
    some: int = 0
    none: int = 0
    unmarked: int = 0
    total: float = 0.0

    def add(self, task: Task) -> None:
        self.total += task.score
        if task.unmarked:
            self.unmarked += 1
        elif task.score >= task.points:
            self.full += 1
        elif task.score > 0:
            self.some += 1
        else:
            self.none += 1

    @property
    def count(self) -> int:
        return self.full + self.some + self.none + self.unmarked

    @property
    def mean(self) -> float:
        return self.total / self.count


@dataclass
class Failing:
    """How many learners failed a test, of those who were graded with it."""

    task: str
    name: str
    kind: str
    failed: int = 0
    count: int = 0


@dataclass(frozen=True)
class Progress:
    """An assignment of a class; points and tests are those of each learner's newest result."""

    assignment: Assignment
    state: rules.State
    learners: list[Learner]
    outcomes: list[Outcome] = field(repr=False)
    jobs: Counter

    @property
    def handed_in(self) -> int:
        return sum(one.newest is not None for one in self.learners)

    @property
    def waiting(self) -> list[str]:
        """Those whose written answers wait for a mark."""
        return [one.user for one in self.learners if one.mark and one.mark.waiting]

    @property
    def reasons(self) -> list[str]:
        """Why work could not be graded, each sentence once."""
        found = [one.newest.job for one in self.learners if one.newest]
        return sorted({job.reason for job in found if job.state == "failed" and job.reason})

    @property
    def spreads(self) -> list[Spread]:
        found: dict[str, Spread] = {}
        for task in (task for outcome in self.outcomes for task in outcome.tasks):
            found.setdefault(task.key, Spread(task.title, task.points)).add(task)
        return list(found.values())

    @property
    def failing(self) -> list[Failing]:
        """The tests that somebody failed, most failed first."""
        found: dict[str, Failing] = {}
        for task in (task for outcome in self.outcomes for task in outcome.tasks):
            for test in (test for test in task.tests if test.kind != "written"):
                one = found.setdefault(test.key, Failing(task.title, test.name, test.kind))
                one.count += 1
                one.failed += test.verdict in ("failed", "partly")
        return sorted((f for f in found.values() if f.failed), key=lambda f: -f.failed)


def of_course(
    session: Session,
    storage: Storage,
    course: str,
    everybody: set[str],
    book: dict,
    now: datetime,
) -> list[Progress]:
    """Return the progress of every assignment; `book` is what `gradebook` returns."""
    known = select(Assignment).where(Assignment.course == course).order_by(Assignment.name)
    found = list(session.scalars(known))
    return [of_assignment(session, storage, one, everybody, book, now) for one in found]


def of_assignment(
    session: Session,
    storage: Storage,
    assignment: Assignment,
    everybody: set[str],
    book: dict,
    now: datetime,
) -> Progress:
    handed_in = submissions.listing(session, assignment.course, assignment.name, None, latest=False)
    of_job = select(Job).where(Job.assignment_id == assignment.id)
    jobs = {job.submission_id: job for job in session.scalars(of_job)}
    given = select(Extension).where(Extension.assignment_id == assignment.id)
    extensions = {one.user: one for one in session.scalars(given)}
    attempts: dict[str, list[Attempt]] = {}
    for one in reversed(handed_in):
        terms = own_terms(session, assignment, one.user)
        tried = attempt(storage, one, jobs[one.id], terms, now)
        attempts.setdefault(one.user, []).append(tried)
    newest = (next((a.outcome for a in theirs if a.outcome), None) for theirs in attempts.values())
    return Progress(
        assignment=assignment,
        state=rules.state(assignment.terms, now),
        learners=[
            Learner(
                user,
                attempts[user][0] if user in attempts else None,
                book.get((assignment.name, user)),
                extensions.get(user),
            )
            for user in sorted(everybody | extensions.keys())
        ],
        outcomes=[outcome for outcome in newest if outcome],
        jobs=Counter(job.state for job in jobs.values()),
    )


def roster(session: Session, course: str, book: dict, enrolled: set[str] | None) -> set[str]:
    """Return everybody who is enrolled in a course, has handed in something, or has marks."""
    users = select(Submission.user).join(Submission.assignment).where(Assignment.course == course)
    handed_in = set(session.scalars(users.distinct()))
    return handed_in | {user for _, user in book} | (enrolled or set())


def gradebook(course_dir: str, course: str) -> dict[tuple[str, str], Mark]:
    """Return the marks by (assignment, learner); none without a directory or a gradebook.

    Raises CourseError, GradebookError.
    """
    return {
        (name, user): Mark(score, points, waiting)
        for name, _, _, user, *_, score, points, waiting in _rows(course_dir, course)
    }


def csv_of(course_dir: str, course: str) -> bytes:
    """Return the grades for a spreadsheet, nothing in them a formula; as `gradebook`."""
    return csv_text(iter(_rows(course_dir, course))).encode("utf-8-sig")


def _rows(course_dir: str, course: str) -> list[tuple]:
    if not course_dir:
        return []
    found = read_course(Path(course_dir.format(course=course)))
    with closing(GradebookDatabase(found.db_url)) as database:
        return list(rows(database, None)) if database.open_tables(create=False) else []
