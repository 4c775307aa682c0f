"""What became of submissions, in the few words that a person wants to read."""

import textwrap
from dataclasses import dataclass, field, replace

from .course import timestamp_of
from .database import GradebookError
from .grade import EngineError
from .gradebook import Scores
from .report import Report
from .submission import Submission

MAX_REASON = 200


@dataclass(frozen=True)
class Outcome:
    """What became of one learner's submission, in a few words.

    status: `graded`, `refused`, `stale` (graded by another version of the assignment; left
    alone), `unreadable` (not a learner's folder), `failed` (not graded: our failure).
    before: it was on record already. remarks: keys of sentences with their params.
    """

    learner: str
    status: str
    score: float = 0.0
    points: float = 0.0
    lost: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    unmarked: int = 0
    remarks: tuple[tuple[str, dict], ...] = ()
    before: bool = False

    @property
    def needs_person(self) -> bool:
        """Somebody has to do something about it; answers to be marked by hand do not count."""
        return self.status != "graded" or bool(self.broken)


@dataclass(frozen=True)
class Change:
    """The score of one cell before and after grading again."""

    learner: str
    notebook: str
    test: str
    before: float | None
    after: float | None


@dataclass
class Summary:
    """The outcome of a run, by learner.

    again: it was graded before, and `changes` are what differs; written: they were recorded.
    interrupted: someone stopped it; what was recorded stays.
    """

    assignment: str
    outcomes: list[Outcome] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    again: bool = False
    written: bool = True
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        if self.interrupted:
            return 130
        return int(not self.written or any(one.needs_person for one in self.outcomes))


def outcome(report: Report, submission: Submission) -> Outcome:
    """What a person wants to know of a report at a glance."""
    _, remark = timestamp_of(submission)
    remarks = [(n.refusal, n.params) for n in report.notebooks if n.refusal]
    remarks += [(key, {"name": name}) for name, key in sorted(report.skipped.items())]
    remarks += [(remark, {})] if remark else []
    results = report.results()
    return Outcome(
        report.learner,
        report.status,
        report.score,
        report.points,
        lost=tuple(r.grade_id for r in results if r.score is not None and r.score < r.points),
        broken=tuple(r.grade_id for r in results if r.verdict == "broken"),
        unmarked=sum(r.verdict == "unmarked" for r in results),
        remarks=tuple(remarks),
    )


def stale(report: Report | None, submission: Submission) -> Outcome:
    """It was graded, but what graded it has changed since."""
    known = outcome(report, submission) if report else Outcome(submission.learner, "stale")
    return replace(known, status="stale", before=True)


def failed(submission: Submission, error: BaseException) -> Outcome:
    """Our failure: no score, and above all no zero."""
    reason = textwrap.shorten(reason_for(error), MAX_REASON, placeholder=" ...")
    return Outcome(submission.learner, "failed", remarks=(("not_graded", {"reason": reason}),))


def reason_for(error: BaseException) -> str:
    if isinstance(error, GradebookError):
        return error.params["reason"]
    return str(error) if isinstance(error, EngineError) else f"{type(error).__name__}: {error}"


def changes(learner: str, before: Scores, report: Report) -> list[Change]:
    """Cells whose automatic score is no longer what is on record."""
    now = {(n.name, r.grade_id): r.score for n in report.notebooks for r in n.results}
    refused = {notebook.name for notebook in report.notebooks if notebook.refusal}
    found = []
    for notebook, test in sorted(before.keys() | now.keys()):
        old = before.get((notebook, test))
        new = now.get((notebook, test), 0.0 if notebook in refused else None)
        if old != new:
            found.append(Change(learner, notebook, test, old, new))
    return found
