"""The answer to nbgrader's Validate button, in the form that its dialog shows.

The dialog has English lines of its own, shows `source` as text and `error` as HTML. So each finding
is one entry of `failed`, its HTML escaped here, and a style hides the dialog's own lines.
"""

from html import escape

from ..feedback import clean
from ..feedback.view import sentence
from ..feedback.words import WORDS, number
from ..report import Result
from .practice import Practice

STYLE = (
    "<style>#validation-message > div > p, #validation-message .jp-RenderedText:has(> pre:empty)"
    " { display: none }"
    " #validation-message pre { white-space: pre-wrap; overflow-wrap: anywhere }"
    " #validation-message dt { font-weight: 600 } #validation-message dl { margin: 0 }"
    " #validation-message dd { margin: 0 0 .3em 1em }</style>"
)
SIGNS = {"passed": "✓", "partly": "◐", "failed": "✗"}


def answer(practice: Practice, lang: str) -> dict:
    """nbgrader's JSON: `failed` where there is something to do, else none of its keys."""
    title, lines = summary(practice, lang)
    told = {"summary": title, "remarks": lines, "results": data(practice.results, lang)}
    if practice.all_well:
        return told
    findings = [(title, escape("\n".join(lines)))]
    findings += [described(result, lang) for result in practice.failed if telling(result, practice)]
    return told | {"failed": entries(findings)}


def telling(result: Result, practice: Practice) -> bool:
    """More is to be said of this test than that its code is still to be written."""
    return result.reason != "not_begun" or not any(k == "unwritten" for k, _ in practice.remarks)


def refusal(key: str, params: dict, lang: str) -> dict:
    """The same for a notebook that cannot be read."""
    told = sentence(key, lang, params)
    return {"summary": told, "remarks": [], "results": [], "failed": entries([(told, "")])}


def entries(findings: list[tuple[str, str]]) -> list[dict]:
    """Title and HTML of each finding, as the dialog takes them; the style comes with the first."""
    return [
        {"source": title, "error": markup if index else STYLE + markup, "raw_error": title}
        for index, (title, markup) in enumerate(findings)
    ]


def summary(practice: Practice, lang: str) -> tuple[str, list[str]]:
    """What was found in one sentence, and more of it in others."""
    results = practice.results
    params = {
        "passed": len(results) - len(practice.failed),
        "count": len(results),
        "score": sum(result.score or 0.0 for result in results),
        "points": sum(result.points for result in results),
    }
    passed = [clean.name(r.grade_id) for r in results if r.verdict == "passed"]
    lines = [f"{SIGNS['passed']} {WORDS[lang]['passed']}: {', '.join(passed)}"] if passed else []
    lines += [f"• {sentence(key, lang, params)}" for key, params in practice.remarks]
    if practice.hidden or practice.written:
        later = {"hidden": practice.hidden, "written": practice.written}
        lines.append(sentence("practice_later", lang, later))
    return sentence("practice_summary", lang, params), lines


def described(result: Result, lang: str) -> tuple[str, str]:
    """A failed test: its name and verdict, and as HTML what happened."""
    words = WORDS[lang]
    points = f"{number(result.score or 0.0, lang)} / {number(result.points, lang)}"
    title = f"{SIGNS[result.verdict]} {words[result.verdict]}: {clean.name(result.grade_id)}"
    pairs = [
        pair for call in result.calls for pair in (("called", call["call"]), ("gave", call["gave"]))
    ]
    same = bool(result.calls) and result.calls[-1]["gave"] == result.got
    pairs += [("got", "" if same else result.got), ("expected", result.expected)]
    pairs += [("message", result.message)]
    pairs += [("hint", result.hint)]
    rows = [f"<dt>{words[k]}</dt><dd>{escape(clean.plain(v, 2000))}</dd>" for k, v in pairs if v]
    told = escape(sentence(result.reason, lang, result.params))
    return f"{title} ({points})", f"<div>{told}</div><dl>{''.join(rows)}</dl>"


def data(results: list[Result], lang: str) -> list[dict]:
    """The results as plain data, for whoever asks without a dialog."""
    return [
        {
            "grade_id": clean.name(result.grade_id),
            "verdict": result.verdict,
            "score": result.score,
            "points": result.points,
            "sentence": sentence(result.reason, lang, result.params),
        }
        for result in results
    ]
