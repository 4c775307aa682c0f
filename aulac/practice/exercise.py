"""An exercise and its examination: plain values in, a Result out, nothing shown."""

import copy
import dis
import linecache
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from unicodedata import normalize

from aulac.text import comparison_key

MISSING = object()  # stands for an answer that has not been given a value at all

Prose = dict[str, str]  # one text a language: {"vi": ..., "en": ...}


class Call:
    """A call of the learner's function with these inputs, and what it must return."""

    def __init__(self, *inputs: object, returns: object, because: Prose | None = None):
        self.inputs, self.expected, self.because = inputs, returns, because


class Value:
    """What the learner's variable must equal."""

    def __init__(self, expected: object, *, because: Prose | None = None):
        self.expected, self.because = expected, because


class Exercise:
    """A key such as "1.1.stored", its cases in the order they are tried, and exactly two hints.

    The last part of the key is the learner's name for the answer. `same(got, expected)` replaces
    ==, for tables, arrays and anything that need not be exactly equal.
    """

    def __init__(
        self,
        key: str,
        *cases: Call | Value,
        hints: list[Prose],
        same: Callable[[object, object], bool] | None = None,
    ):
        if len({type(case) for case in cases}) != 1:
            raise ValueError(f"{key}: give calls only, or values only, and at least one")
        if len(hints) != 2:
            raise ValueError(f"{key}: give exactly two hints")
        for prose in (*hints, *(case.because for case in cases if case.because)):
            if set(prose) != {"vi", "en"}:
                raise ValueError(f"{key}: every text needs Vietnamese and English")
        self.key, self.cases, self.hints, self.same = key, cases, hints, same

    @property
    def name(self) -> str:
        """The learner's name for the answer."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class Failure:
    """What stopped the learner's code; the line is None where it is not the learner's."""

    kind: str
    message: str
    line: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Result:
    """The outcome, and for a miss what a learner needs to see.

    outcome is "right", "wrong", "not attempted", "error" or "missing". The texts are `repr`s, and
    escaped ones where got and expected look alike. remark names a frequent cause of the miss:
    "returned nothing", "not a function" or "other type".
    """

    outcome: str
    called: str | None = None
    got: str | None = None
    expected: str | None = None
    escapes: dict[str, str] | None = None
    because: Prose | None = None
    remark: str | None = None
    types: tuple[str, str] | None = None
    failure: Failure | None = None


def examine(exercise: Exercise, answer: object) -> Result:
    """Try the cases in order; return the first miss, or that all is right.

    A KeyboardInterrupt passes through: an endless loop is the learner's to stop.
    """
    if answer is MISSING:
        return Result("missing")
    if answer is ... or (isinstance(answer, FunctionType) and _is_blank(answer)):
        return Result("not attempted")
    for case in exercise.cases:
        result = _try(exercise, case, answer)
        if result.outcome != "right":
            return result
    return Result("right")


def _try(exercise: Exercise, case: Call | Value, answer: object) -> Result:
    called = None
    try:
        if isinstance(case, Value):
            got = answer
        elif not callable(answer):
            return Result("wrong", got=shorten(repr(answer)), remark="not a function")
        else:
            called = f"{exercise.name}({', '.join(map(repr, case.inputs))})"
            got = answer(*copy.deepcopy(case.inputs))
        if got is ... or got is NotImplemented:
            return Result("not attempted")
        if _agrees(exercise.same, got, case.expected):
            return Result("right")
        return _miss(case, called, got)
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return Result("not attempted")
    except BaseException as error:  # SystemExit too: a learner's exit() must not stop the kernel
        return Result(
            "error",
            called and shorten(called),
            because=case.because,
            failure=_failure(error, answer),
        )


def _agrees(same: Callable | None, got: object, expected: object) -> bool:
    """Return the verdict of `same` or ==.

    One that is not a plain yes or no (== on arrays and tables answers element by element) counts
    as no: such exercises bring their own `same`. A zero-dimensional array is plain (numpy.bool).
    """
    if same:
        try:
            verdict = same(got, expected)
        except Exception:  # `same` met a type that it was not written for
            return False
    else:
        verdict = got == expected
    return bool(verdict) if getattr(verdict, "shape", None) == () else verdict is True


def _miss(case: Call | Value, called: str | None, got: object) -> Result:
    texts = {"called": called, "got": repr(got), "expected": repr(case.expected)}
    same_text = texts["got"] == texts["expected"]
    alike = not same_text and _look_alike(texts["got"], texts["expected"])
    remark = None
    if got is None and isinstance(case, Call):
        remark = "returned nothing"
    elif _differ_in_type_only(got, case.expected):
        remark = "other type"
    return Result(
        "wrong",
        **_shorten_all(texts),
        escapes=_shorten_all({k: _escaped(v) for k, v in texts.items() if v}) if alike else None,
        because=case.because,
        remark=remark,
        types=(type(got).__name__, type(case.expected).__name__),
    )


def _differ_in_type_only(got: object, expected: object) -> bool:
    """Return whether two values read the same: '11' and 11, a tuple and a list."""
    if type(got) is type(expected):
        return False
    if isinstance(got, list | tuple) and isinstance(expected, list | tuple):
        return list(got) == list(expected)
    return str(got) == str(expected)


def _look_alike(got: str, expected: str) -> bool:
    return comparison_key(normalize("NFKC", got)) == comparison_key(normalize("NFKC", expected))


def _escaped(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def _shorten_all(texts: dict[str, str | None]) -> dict[str, str | None]:
    """Shorten each text; got and expected so that the place where they part stays in view."""
    parting = len(os.path.commonprefix([texts["got"], texts["expected"]]))
    keep = {"called": 0, "got": parting, "expected": parting}
    return {name: text and shorten(text, keep[name]) for name, text in texts.items()}


def shorten(text: str, keep: int = 0) -> str:
    """Return text without the middle of what is too long to read; the index `keep` stays.

    Lone surrogates, which nothing can print, are escaped.
    """
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(text) <= 240:
        return text
    head, tail = 120, len(text) - 60
    if not head < keep < tail:
        return f"{text[:head]} … {text[tail:]}"
    start, stop = max(head, keep - 30), min(keep + 60, tail)
    return " … ".join([text[:60], text[start:stop], text[tail:]])


def _is_blank(function: FunctionType) -> bool:
    """Return whether the body does nothing but return None: `...`, `pass`, or only a docstring.

    Read from the compiled code, which is there in a notebook even where the source is not.
    """
    frame_setup = {"RESUME", "NOP", "COPY_FREE_VARS", "MAKE_CELL"}
    steps = {(step.opname, step.argval) for step in dis.get_instructions(function.__code__)}
    return {step for step in steps if step[0] not in frame_setup} <= {
        ("LOAD_CONST", None),
        ("RETURN_VALUE", None),
        ("RETURN_CONST", None),
    }


def _failure(error: BaseException, answer: object) -> Failure:
    """Describe the error, with the last line that it passed in the learner's own code."""
    try:
        message = shorten(str(error))
    except Exception:
        message = ""
    learners = (
        answer.__globals__ if isinstance(answer, FunctionType) else vars(sys.modules["__main__"])
    )
    line, source = None, ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is learners:
            line, source = number, linecache.getline(frame.f_code.co_filename, number).strip()
    return Failure(type(error).__name__, message, line, shorten(source))
