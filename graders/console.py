"""What a person sees while grading: progress with the time left, and a summary to read."""

import sys
from collections import Counter

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from .outcomes import Change, Outcome, Summary
from .runner import Watcher
from .words import YES, plain, say

MAX_ROWS = 60
COUNTED = ("refused", "failed", "unreadable", "stale")


class Screen(Watcher):
    """Progress on stderr, questions and the summary on stdout.

    yes: changes of scores are listed and agreed to without asking.
    """

    def __init__(self, lang: str, yes: bool = False):
        self.lang, self.yes = lang, yes
        self.out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )

    def begin(self, total: int) -> None:
        self.bar = self.progress.add_task(say("grading", self.lang), total=total)
        self.progress.start()

    def advance(self, outcome: Outcome) -> None:
        self.progress.advance(self.bar)

    def end(self) -> None:
        self.progress.stop()

    def agree(self, changes: list[Change]) -> bool:
        self.line("changes", count=len(changes))
        names = ("learner", "test", "before", "after")
        table = self.table(*names, right=("before", "after"))
        for one in changes:
            test = f"{one.notebook}/{one.test}"
            cells = (one.learner, test, score_text(one.before), score_text(one.after))
            table.add_row(*(Text(plain(cell)) for cell in cells))
        self.out.print(table)
        if self.yes:
            return True
        if not sys.stdin.isatty():
            return False
        self.out.print(say("may_they", self.lang), end="")
        return sys.stdin.readline().strip().lower() in YES

    def show(self, summary: Summary, folder) -> None:
        """The summary: everyone in a small class, in a large one those who need a person."""
        if summary.outcomes:
            self.show_outcomes(summary.outcomes)
            self.show_counts(summary)
        elif not summary.interrupted:
            self.line("nothing", assignment=summary.assignment, folder=folder)
        if summary.interrupted:
            self.line("interrupted")
        elif not summary.written:
            self.line("not_written")
        elif summary.again and not summary.changes:
            self.line("no_changes")

    def show_outcomes(self, outcomes: list[Outcome]) -> None:
        if len(outcomes) > MAX_ROWS:
            outcomes = [one for one in outcomes if one.needs_person or one.remarks]
        if not outcomes:
            return
        table = self.table("learner", "points", "lost", "remarks", right=("points",))
        for one in outcomes[:MAX_ROWS]:
            cells = (one.learner, points_text(one), one.lost, self.remarks(one))
            table.add_row(*(Text(plain(cell)) for cell in cells))
        self.out.print(table)
        if len(outcomes) > MAX_ROWS:
            self.line("more", count=len(outcomes) - MAX_ROWS)

    def show_counts(self, summary: Summary) -> None:
        statuses = Counter(one.status for one in summary.outcomes)
        known = sum(one.before for one in summary.outcomes)
        now = statuses["graded"] + statuses["refused"] + statuses["stale"] - known
        self.line("total", assignment=summary.assignment, graded=now, known=known)
        scored = [one for one in summary.outcomes if one.points]
        if scored:
            mean = sum(one.score for one in scored) / len(scored)
            self.line("mean", mean=round(mean, 2), points=max(one.points for one in scored))
        lost = Counter(test for one in summary.outcomes for test in one.lost).most_common(5)
        if lost:
            self.line("often_lost", tests=[f"{test} ({count})" for test, count in lost])
        for test in sorted({test for one in summary.outcomes for test in one.broken}):
            self.line("broken_test", test=test)
        for status in COUNTED:
            if statuses[status]:
                self.line(f"count_{status}", count=statuses[status])

    def remarks(self, one: Outcome) -> str:
        said = [say(key, self.lang, **params) for key, params in one.remarks]
        if one.status == "stale":
            said.append(say("stale", self.lang))
        if one.unmarked:
            said.append(say("by_hand", self.lang, count=one.unmarked))
        return " ".join(said)

    def line(self, key: str, **params) -> None:
        self.out.print(Text(say(key, self.lang, **params)))

    def table(self, *names: str, right: tuple[str, ...]) -> Table:
        table = Table(box=box.SIMPLE_HEAD)
        for name in names:
            justify = "right" if name in right else "left"
            table.add_column(say(name, self.lang), justify=justify, overflow="fold")
        return table


def points_text(one: Outcome) -> str:
    if one.points:
        return f"{one.score:g}/{one.points:g}"
    return "0" if one.status == "refused" else ""


def score_text(score: float | None) -> str:
    return "-" if score is None else f"{score:g}"
