"""What a learner may be shown: from a run in which no hidden test took part.

A hidden test hands its inputs to the learner's code, which could keep them and give them out
later: printed by a cell below, returned to a visible test, as the name of an exception. Most hidden
tests run last (`order`), and there is nothing after them. Where one has to run at its place, and
something that came after it is to be shown, the notebook is run once more without hidden tests, and
only the words of this run are shown. Scores come from the first run.
"""

from .examiner import Examiner
from .report import NotebookReport, Result

WORDS = ("reason", "params", "calls", "got", "expected", "message")


def examine(job, learners) -> NotebookReport:
    """The report of a notebook, with nothing in it that hidden tests could have told."""
    examiner = Examiner(job, learners)
    report = examiner.examine()
    forget_calls(examiner)
    if tells_something(examiner):
        again = Examiner(job, learners, hidden=False)
        again.examine()
        retell(examiner, again)
    return report


def forget_calls(examiner: Examiner) -> None:
    """A test that passes need not show what was called."""
    for result in examiner.report.results:
        if result.verdict == "passed":
            result.calls = []


def tells_something(examiner: Examiner) -> bool:
    """A hidden test was run, and after it something happened that would be shown."""
    results = {result.grade_id: result for result in examiner.report.results}
    after_hidden = False
    for index, step in enumerate(examiner.steps):
        shown = step.cell.kind == "code" and bool(examiner.outputs.get(index))
        if after_hidden and not step.cell.hidden:
            result = results.get(step.cell.grade_id)
            if shown or result and result.verdict in ("failed", "partly"):
                return True
        hidden = step.cell.role == "test" and step.cell.hidden and index not in examiner.last
        after_hidden = after_hidden or hidden
    return False


def retell(first: Examiner, second: Examiner) -> None:
    """Puts the words of the second run in place of those of the first."""
    told = {result.grade_id: result for result in second.report.results}
    for result in first.report.results:
        if result.role == "test" and not result.hidden:
            take_words(result, told[result.grade_id])
    cells = zip(first.report.document["cells"], second.report.document["cells"], strict=True)
    for step, (mine, theirs) in zip(first.steps, cells, strict=True):
        if step.cell.kind == "code" and not step.cell.hidden:
            mine["outputs"] = theirs["outputs"]


def take_words(result: Result, told: Result) -> None:
    """What is told of a failure is what the second run shows; nothing, if that saw none."""
    same = told.verdict == result.verdict
    for name in WORDS if result.verdict != "passed" else WORDS[2:]:
        blank = type(getattr(result, name))()
        setattr(result, name, getattr(told, name) if same else blank)
    if not same and result.verdict in ("failed", "partly"):
        result.reason = "wrong"
