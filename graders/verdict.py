"""From what happened in a test to points, verdict and reason."""

from . import testcode
from .brief import brief
from .namespace import Missing
from .peers import TEST_MODULE
from .proxies import Handle, LearnerRaised, Opaque, safe_name
from .report import Result
from .submission import Step

MAX_TEXT = 20_000


def written(step: Step) -> Result:
    """A cell that a person marks; without an answer it is worth nothing."""
    cell = step.cell
    result = Result(cell.grade_id, cell.points, None, "unmarked", role=cell.role, hint=cell.hint)
    result.reason = "unmarked"
    if cell.role == "written" and not step.answered:
        result.score, result.verdict, result.reason = 0.0, "failed", "no_answer"
        result.family = "learner"
    return result


def earn(result: Result, part: float | None) -> None:
    """Full points, or the part that the test itself gave."""
    result.score = result.points if part is None else part
    full = result.score >= result.points
    result.verdict = "passed" if full else "partly" if result.score > 0 else "failed"
    result.reason = "" if full else "partly" if result.score > 0 else "wrong"
    result.family = None if full else "learner"


def partial_credit(value, points: float) -> float | None:
    """nbgrader's partial credit: the last value of a test, if it is a number here."""
    if value is None or isinstance(value, (Handle, LearnerRaised)):
        return None
    return credit(repr(value), points)


def credit(text: str, points: float) -> float | None:
    """A number from 0 to the points, as nbgrader reads it from a cell's output; else None.

    More than the points is nothing (nbgrader stops the whole run there), nor is NaN.
    """
    try:
        part = float(text)
    except ValueError:
        return None
    if part > points or part != part:
        return 0.0
    return part if part >= 0 else None


def explain(error: BaseException, hidden: bool) -> tuple[str, dict]:
    """The sentence for an exception that ended a test, and what it needs to be told.

    Of a hidden test, names that the learner's code chose are not told: they could carry its inputs.
    """
    if isinstance(error, Missing):
        return "undefined", {"name": safe_name(error.args[0])}
    if isinstance(error, Opaque):
        return "opaque", {"type": "object" if hidden else error.kind}
    if isinstance(error, LearnerRaised):
        return "raised", {"type": known_name(error) if hidden else type(error).__name__}
    if isinstance(error, AssertionError) or type(error).__module__ == "_pytest.outcomes":
        return "wrong", {}
    return "unusable", {"type": type(error).__name__}


def known_name(error: LearnerRaised) -> str:
    """The name of the nearest class of this exception that is not the learner's own."""
    kinds = [k for k in type(error).__mro__ if k.__module__ != "learner" and k is not LearnerRaised]
    return kinds[0].__name__


def sides(error: BaseException) -> tuple[str, str]:
    """(got, expected) of the comparison that failed, from the frame of the test."""
    trace, found = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == TEST_MODULE:
            found = trace.tb_frame
        trace = trace.tb_next
    if found is None or not isinstance(error, AssertionError):
        return "", ""
    values = [dict.get(found.f_locals, name, found) for name in (testcode.LEFT, testcode.RIGHT)]
    return tuple("" if value is found else brief(value) for value in values)


def message_of(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except Exception:
        return ""
