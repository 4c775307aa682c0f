"""Ungraded practice inside a lesson: check an answer, ask for a hint, print in two languages.

The exercises of a lesson stand in `practice.py` beside its notebook, in a list named `exercises`;
the review questions of the module in `quiz.yml`.
"""

import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

from aulac.practice import quiz_view, wording
from aulac.practice.display import show, show_text
from aulac.practice.exercise import MISSING, Call, Exercise, Value, examine
from aulac.practice.questions import read_questions

__all__ = ["Call", "Exercise", "Value", "check", "hint", "quiz", "say"]

_hints_given = Counter()


def check(key: str, answer: object = MISSING) -> None:
    """Show how the answer to the exercise does.

    Without `answer`, the last part of the key names it: `check("1.1.stored")` looks for `stored`
    among the caller's globals.
    """
    exercise = _find(key)
    if exercise is None:
        return
    if answer is MISSING:
        answer = sys._getframe(1).f_globals.get(exercise.name, MISSING)
    show(wording.result(exercise, examine(exercise, answer)))


def hint(key: str) -> None:
    """Show the exercise's first hint; the second, when called again."""
    exercise = _find(key)
    if exercise is None:
        return
    step = _hints_given[key]
    _hints_given[key] += 1
    show(wording.hint(exercise, step))


def say(*, vi: str, en: str) -> None:
    """Print a sentence in the notebook's language; the output carries both."""
    show_text({"vi": vi, "en": en})


def quiz() -> None:
    """Show the module's review questions, to be answered in place."""
    try:
        questions = read_questions(Path("quiz.yml"))
    except (OSError, ValueError) as error:
        show(quiz_view.no_questions(error))
    else:
        quiz_view.show_quiz(questions)


def _find(key: str) -> Exercise | None:
    """Return the exercise with this key; show a sentence and return None where there is none."""
    path = Path("practice.py").absolute()
    try:
        exercises = _exercises(path, path.stat().st_mtime_ns)
    except (OSError, ImportError) as error:
        show(wording.no_exercises(error))
        return None
    if key not in exercises:
        show(wording.unknown_key(key, list(exercises)))
    return exercises.get(key)


@lru_cache(maxsize=1)
def _exercises(path: Path, modified: int) -> dict[str, Exercise]:
    """Run the practice.py modified at that time; return its exercises by key."""
    namespace = {"__name__": "practice", "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), namespace)
    if "exercises" not in namespace:
        raise ImportError("practice.py: no list named exercises")
    return {exercise.key: exercise for exercise in namespace["exercises"]}
