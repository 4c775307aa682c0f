"""Grades what was handed in for an assignment and records it: many at once, each exactly once.

Reads submissions, leaves out what is on record, grades the rest on workers, records in this
process. Nothing is held but a bounded number of submissions in flight.
"""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .assignment import Assignment
from .course import Course, CourseError, HandedIn
from .database import GradebookError
from .grade import EngineError
from .gradebook import Gradebook
from .outcomes import Change, Outcome, Summary, changes, failed, outcome, stale
from .report import ENGINE, Report, inputs_of
from .submission import Submission, read_submission
from .workers import Workers

ATTEMPTS = 3
PAUSE = 0.1  # seconds, before a second attempt: a zygote that died is being replaced
STRONGEST = "namespaces"


@dataclass(frozen=True)
class Engine:
    """What grades: the pure function of a submission, and the check of an assignment before.

    stop ends at once what `grade` is doing in this process; its callers get EngineError.
    """

    grade: Callable[[Submission, Assignment, str | None], Report]
    calibrate: Callable[[Assignment, str | None], Assignment]
    stop: Callable[[], None] = lambda: None


class Watcher:
    """Is told how a run goes, and is asked before scores change. This one agrees silently."""

    def begin(self, total: int) -> None:
        """So many submissions will be looked at."""

    def advance(self, outcome: Outcome) -> None:
        """This one is done."""

    def end(self) -> None:
        """Nothing more will be graded."""

    def agree(self, changes: list[Change]) -> bool:
        """These scores would change: may they?"""
        return True


def run(
    course: Course,
    name: str,
    workers: Workers,
    engine: Engine,
    level: str | None = None,
    regrade: list[str] | None = None,
    watcher: Watcher | None = None,
) -> Summary:
    """Grades the assignment and records it.

    regrade: None grades what is new; a list of learners (empty: all) grades these again, and
    records nothing before `watcher.agree`. Raises CourseError, AssignmentError, GradebookError,
    WorkersError, and EngineError where not even the assignment's own solution can be graded.
    """
    with Gradebook(course) as book:
        assignment = book.prepare(course.assignment(name))
        assignment = workers.submit(engine.calibrate, assignment, level).result()
        run = Run(course, book, assignment, workers, engine, level, watcher or Watcher())
        return run.grade_new() if regrade is None else run.grade_again(regrade)


class Run:
    """One run over an assignment's submissions."""

    def __init__(
        self,
        course: Course,
        book: Gradebook,
        assignment: Assignment,
        workers: Workers,
        engine: Engine,
        level: str | None,
        watcher: Watcher,
    ):
        self.course, self.book, self.assignment = course, book, assignment
        self.workers, self.engine, self.level, self.watcher = workers, engine, level, watcher
        self.shared = workers.share(assignment)
        self.summary = Summary(assignment.name)
        self.pending: dict[Future, tuple[Submission, int]] = {}
        self.suspects: list[Submission] = []

    def grade_new(self) -> Summary:
        """Grades and records what is not on record."""
        handed_in = self.course.handed_in(self.assignment.name)
        with self.watched(len(handed_in)):
            self.grade_all(self.new_ones(handed_in), self.record)
        return self.sorted_summary()

    def grade_again(self, learners: list[str]) -> Summary:
        """Grades again, shows what would change, and records it if agreed."""
        chosen = self.chosen(learners)
        self.summary.again = True
        folder = Path(tempfile.mkdtemp(prefix="regrade-"))
        try:
            with self.watched(len(chosen)):
                self.grade_all(self.readable(chosen), lambda s, r: self.set_aside(folder, s, r))
            if not self.summary.interrupted:
                self.summary.changes.sort(key=lambda c: (c.learner, c.notebook, c.test))
                self.write_aside(folder, {one.learner: one for one in chosen})
        finally:
            shutil.rmtree(folder)
        return self.sorted_summary()

    def chosen(self, learners: list[str]) -> list[HandedIn]:
        handed_in = self.course.handed_in(self.assignment.name)
        unknown = sorted(set(learners) - {one.learner for one in handed_in})
        if unknown:
            raise CourseError("no_learner", names=unknown, assignment=self.assignment.name)
        return [one for one in handed_in if not learners or one.learner in learners]

    @contextmanager
    def watched(self, total: int) -> Iterator[None]:
        """Grading that Ctrl-C ends at once; what is recorded stays."""
        self.watcher.begin(total)
        try:
            yield
        except KeyboardInterrupt:
            self.summary.interrupted = True
            self.workers.close(wait=False)
            self.engine.stop()
        finally:
            self.watcher.end()

    def sorted_summary(self) -> Summary:
        self.summary.outcomes.sort(key=lambda one: one.learner)
        return self.summary

    def readable(self, handed_in: list[HandedIn]) -> Iterator[Submission]:
        """The submissions that can be read; of the others only the outcome is noted."""
        for one in handed_in:
            if one.problem:
                self.note(Outcome(one.learner, "unreadable", remarks=((one.problem, {}),)))
            else:
                yield read_submission(one.folder, one.learner)

    def new_ones(self, handed_in: list[HandedIn]) -> Iterator[Submission]:
        """The submissions that are not on record, or on record with other work."""
        for submission in self.readable(handed_in):
            before = self.book.on_record(self.assignment.name, submission.learner)
            if before is None or before.submission != submission.digest():
                yield submission
                continue
            report = before.report()
            if report is None or before.key != self.expected(submission).key:
                self.note(stale(report, submission))
            elif not self.book.is_complete(report):
                yield submission
            else:
                self.note(replace(outcome(report, submission), before=True))

    def expected(self, submission: Submission) -> Report:
        """A report with the key that grading this submission now would give."""
        return Report(
            submission.learner,
            self.assignment.name,
            "graded",
            level=self.level or self.assignment.level or STRONGEST,
            inputs=inputs_of(submission, self.assignment),
        )

    def grade_all(self, submissions: Iterator[Submission], finish: Callable) -> None:
        """Keeps the workers busy, and a bounded number of submissions in memory."""
        for submission in submissions:
            self.start(submission, 1)
            while len(self.pending) >= self.workers.window:
                self.collect(finish)
            if len(self.suspects) >= self.workers.window:
                self.grade_suspects(finish)
        self.grade_suspects(finish)

    def grade_suspects(self, finish: Callable) -> None:
        """Tries those once more that were with a worker when it died, each one alone."""
        self.drain(finish)
        while self.suspects:
            self.start(self.suspects.pop(0), ATTEMPTS)
            self.drain(finish)

    def drain(self, finish: Callable) -> None:
        while self.pending:
            self.collect(finish)

    def start(self, submission: Submission, attempt: int) -> None:
        future = self.workers.submit(self.engine.grade, submission, self.shared, self.level)
        self.pending[future] = submission, attempt

    def collect(self, finish: Callable) -> None:
        """Takes what is ready: a report is finished, a failure of ours is tried again."""
        done = wait(self.pending, self.workers.patience, FIRST_COMPLETED).done
        if not done:
            self.workers.check()
        for future in done:
            submission, attempt = self.pending.pop(future)
            try:
                report = self.checked(future.result(), submission)
            except Exception as error:
                self.try_again(submission, attempt, error)
            else:
                finish(submission, report)

    def try_again(self, submission: Submission, attempt: int, error: Exception) -> None:
        """Up to ATTEMPTS times; a mistake in our own code would only come again."""
        if attempt < ATTEMPTS and self.workers.lost(error):
            self.suspects.append(submission)
        elif attempt < ATTEMPTS and isinstance(error, EngineError):
            time.sleep(PAUSE * attempt)
            self.start(submission, attempt + 1)
        else:
            self.note(failed(submission, error))

    def checked(self, report: Report, submission: Submission) -> Report:
        """The report, if it answers the question. A cluster may run another version of us."""
        expected = self.expected(submission)
        if report.learner != submission.learner or report.key != expected.key:
            raise EngineError(f"a worker answered for {report.engine=}, {report.level=}: {ENGINE=}")
        return report

    def record(self, submission: Submission, report: Report) -> None:
        self.note(self.recorded(submission, report))

    def recorded(self, submission: Submission, report: Report, again: bool = False) -> Outcome:
        """Records a report; a failure that is this submission's alone is its outcome."""
        try:
            self.book.record(report, submission, self.assignment, again)
        except GradebookError as error:
            if error.key != "gradebook_failed":
                raise
            return failed(submission, error)
        return outcome(report, submission)

    def set_aside(self, folder: Path, submission: Submission, report: Report) -> None:
        """Keeps a report outside memory until the changes are agreed to."""
        name = hashlib.sha256(submission.learner.encode()).hexdigest()
        (folder / f"{name}.json").write_text(report.to_json(), encoding="utf-8")
        before = self.book.scores(self.assignment.name, submission.learner)
        self.summary.changes += changes(submission.learner, before, report)
        self.watcher.advance(outcome(report, submission))

    def write_aside(self, folder: Path, chosen: dict[str, HandedIn]) -> None:
        """Records what was set aside, if the changes are agreed to."""
        changed = self.summary.changes
        self.summary.written = not changed or self.watcher.agree(changed)
        for path in sorted(folder.iterdir()):
            report = Report.from_json(path.read_text(encoding="utf-8"))
            submission = read_submission(chosen[report.learner].folder, report.learner)
            if submission.digest() != report.inputs["submission"]:
                done = Outcome(report.learner, "failed", remarks=(("changed_meanwhile", {}),))
            elif self.summary.written:
                done = self.recorded(submission, report, again=True)
            else:
                done = outcome(report, submission)
            self.summary.outcomes.append(done)

    def note(self, outcome: Outcome) -> None:
        self.summary.outcomes.append(outcome)
        self.watcher.advance(outcome)
