"""What a learner may know of a Report, as data: for the HTML page, the JSON file, a results page.

Every string is plain text with hidden characters written out, still to be escaped where it is
shown; only the keys `html` and `*_html` hold HTML, and that is sanitized.
"""

import builtins
from dataclasses import dataclass, field

from ..assignment import HIDDEN, role_of
from ..messages import SENTENCES, say
from ..report import NotebookReport, Report, Result
from . import clean
from .tasks import HEADING, Task, source_of, tasks_of
from .words import WORDS, number

SCHEMA = 1
MAX_VALUE = 2_000
MAX_CALLS = 10


@dataclass(frozen=True)
class Mark:
    """What the gradebook has for a cell; score None means that a person still has to mark it."""

    score: float | None = None
    comment: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Marks:
    """What the gradebook adds to a report: scores and comments by (notebook, grade_id), penalties
    for lateness by notebook."""

    cells: dict[tuple[str, str], Mark] = field(default_factory=dict)
    penalties: dict[str, float] = field(default_factory=dict)


def learner_view(report: Report, lang: str, marks: Marks | None = None) -> dict:
    """All that the learner is shown, in this language ("vi" or "en").

    Of a hidden test: its name, verdict, points, hint, and a sentence without any text of the run.
    """
    marks = marks or Marks()
    notebooks = [_Notebook(notebook, lang, marks).view() for notebook in report.notebooks]
    return {
        "schema": SCHEMA,
        "lang": lang,
        "learner": clean.name(report.learner),
        "assignment": clean.name(report.assignment),
        "status": report.status,
        "score": _total(notebooks, "score"),
        "points": _total(notebooks, "points"),
        "late_penalty": _total(notebooks, "late_penalty"),
        "unmarked": _total(notebooks, "unmarked"),
        "skipped": [
            {"file": clean.name(name), "sentence": sentence(key, lang, {"name": name})}
            for name, key in sorted(report.skipped.items())
        ],
        "notebooks": notebooks,
        "record": _record(report),
    }


def sentence(key: str, lang: str, params: dict) -> str:
    """The sentence of `messages`, with parameters that are safe to show."""
    if key not in SENTENCES:
        return ""
    return say(key, lang, **{name: _parameter(value, lang) for name, value in params.items()})


def _parameter(value: object, lang: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, lang)
    return clean.name(value)


def _total(parts: list[dict], key: str) -> float:
    return round(sum(part[key] for part in parts), 6)


def _record(report: Report) -> dict:
    """How it was decided: version, isolation, limits, hashes, which results are weaker."""
    return {
        "engine": clean.name(report.engine),
        "level": clean.name(report.level),
        "weaker": [clean.name(result.grade_id) for result in report.results() if result.weaker],
        "limits": {
            clean.name(name): value if isinstance(value, int | float) else clean.name(value)
            for name, value in sorted(report.limits.items())
        },
        "inputs": {clean.name(k): clean.name(v) for k, v in sorted(report.inputs.items())},
    }


class _Notebook:
    """The view of one notebook."""

    def __init__(self, notebook: NotebookReport, lang: str, marks: Marks):
        self.notebook, self.lang, self.marks = notebook, lang, marks

    def view(self) -> dict:
        notebook = self.notebook
        tasks = [self.task(task) for task in tasks_of(notebook)]
        penalty = self.marks.penalties.get(notebook.name, 0.0)
        params = {"name": f"{notebook.name}.ipynb"} | notebook.params
        return {
            "name": clean.name(notebook.name),
            "refusal": sentence(notebook.refusal, self.lang, params),
            "score": round(_total(tasks, "score") - penalty, 6),
            "points": _total(tasks, "points"),
            "late_penalty": penalty,
            "unmarked": sum(r["verdict"] == "unmarked" for t in tasks for r in t["results"]),
            "tasks": [task for task in tasks if task["results"] or task["work"]],
        }

    def task(self, task: Task) -> dict:
        words = WORDS[self.lang]
        results = [self.result(result, cell, task.name) for result, cell in task.results]
        scores = [result["score"] for result in results]
        cells = [shown for cell in task.cells if (shown := self.cell(cell))]
        question = leading_prose(cells)
        return {
            "name": clean.name(task.name),
            "title": clean.name(task.title or task.name or words["other"]),
            "score": round(sum(score for score in scores if score is not None), 6),
            "points": _total(results, "points"),
            "results": results,
            "question": question,
            "work": [cell for cell in cells if cell not in question],
        }

    def result(self, result: Result, cell: dict | None, task: str) -> dict:
        mark = self.marks.cells.get((self.notebook.name, result.grade_id))
        score = mark.score if mark else result.score
        found = verdict(result, mark)
        return {
            "grade_id": clean.name(result.grade_id),
            "name": clean.name(short_name(result.grade_id, task)),
            "kind": kind(result),
            "verdict": found,
            "score": score,
            "points": result.points,
            "by_hand": bool(mark and mark.by_hand),
            "sentence": self.sentence(result) if found == result.verdict != "passed" else "",
            "hint_html": "" if found == "passed" else clean.prose(result.hint, links=True),
            "comment_html": clean.prose(mark.comment, links=True) if mark and mark.comment else "",
            "weaker": clean.name(result.weaker),
            **self.evidence(result, cell),
        }

    def sentence(self, result: Result) -> str:
        if result.hidden:
            return hidden_sentence(result, self.lang)
        return sentence(result.reason, self.lang, result.params)

    def evidence(self, result: Result, cell: dict | None) -> dict:
        """What was called, what came back, what was expected: nothing for a hidden test."""
        shown = {"calls": [], "got": "", "expected": "", "message": "", "code": "", "printed": []}
        if result.hidden or result.role != "test":
            return shown
        shown["calls"] = [
            {"call": value_text(call.get("call", "")), "gave": value_text(call.get("gave", ""))}
            for call in result.calls[-MAX_CALLS:]
        ]
        for part in ("got", "expected", "message"):
            shown[part] = value_text(getattr(result, part))
        if shown["message"] in (shown["got"], shown["got"].strip("'\"")):
            shown["message"] = ""  # `assert got == wanted, got` says it twice
        if cell:
            shown["code"] = clean.plain(HIDDEN.sub("", source_of(cell)).strip())
            found = clean.outputs(cell.get("outputs"))
            shown["printed"] = [one for one in found if one["kind"] != "error"]
        return shown

    def cell(self, cell: dict) -> dict | None:
        """A cell of the learner's work or of the question before it; tests are not among them."""
        marks = cell.get("metadata", {}).get("nbgrader") or {}
        role = role_of(marks, cell.get("cell_type", ""))
        source = HIDDEN.sub("", source_of(cell)).strip()
        only_headings = role == "free" and not HEADING.sub("", source).strip()
        if role == "test" or not source or only_headings:
            return None
        mark = self.marks.cells.get((self.notebook.name, marks.get("grade_id")))
        comment = mark.comment if mark and role == "solution" else ""
        shown = {
            "role": role,
            "kind": "code" if cell.get("cell_type") == "code" else "prose",
            "comment_html": clean.prose(comment, links=True) if comment else "",
        }
        if shown["kind"] == "prose":
            return shown | {"html": clean.prose(source)}
        return shown | {"code": clean.plain(source), "outputs": clean.outputs(cell.get("outputs"))}


def value_text(text: str) -> str:
    """A value of the run, as it was printed."""
    return clean.plain(clean.terminal(text), MAX_VALUE)


def leading_prose(cells: list[dict]) -> list[dict]:
    """The prose before the first answer: the question."""
    answers = [i for i, cell in enumerate(cells) if cell["role"] in ("solution", "written", "task")]
    before = cells[: answers[0]] if answers else []
    return [cell for cell in before if cell["kind"] == "prose"]


def kind(result: Result) -> str:
    if result.role != "test":
        return "written"
    return "hidden_test" if result.hidden else "test"


def short_name(grade_id: str, task: str) -> str:
    """The name of a test within its task: `spaces` of `greet-spaces`."""
    rest = grade_id.removeprefix(task).lstrip("-_.") if task else grade_id
    return rest or grade_id


def verdict(result: Result, mark: Mark | None) -> str:
    """The engine's verdict, or what follows from the score that a person gave."""
    if mark is None or (not mark.by_hand and result.role == "test"):
        return result.verdict
    if mark.score is None:
        return "unmarked"
    if mark.score >= result.points:
        return "passed"
    return "partly" if mark.score > 0 else "failed"


def hidden_sentence(result: Result, lang: str) -> str:
    """Why a hidden test gave no points: no text of the run, at most the type of an exception.

    A learner's own class may be named after the test's input, so only Python's own are named.
    """
    numbers = {k: v for k, v in result.params.items() if isinstance(v, int | float)}
    wanted = result.params.get("type")
    if result.reason in ("raised", "broken") and is_builtin_error(wanted):
        return sentence(result.reason, lang, numbers | {"type": wanted})
    general = f"{result.reason}_hidden"
    return sentence(general if general in SENTENCES else result.reason, lang, numbers)


def is_builtin_error(name: object) -> bool:
    found = getattr(builtins, name, None) if isinstance(name, str) else None
    return isinstance(found, type) and issubclass(found, BaseException)
