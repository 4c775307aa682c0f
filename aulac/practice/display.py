"""How practice shows its answers: a card in Jupyter, plain text elsewhere, both languages inside.

In Jupyter one output carries the current language as text/plain and text/html, and both languages
under PROSE, so that a book can pick a language without running anything again.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

PROSE = "application/vnd.aulac.prose+json"
LANGUAGES = ("vi", "en")
MARKUP = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>.+?)\*\*|\*(?P<em>[^*\s][^*]*)\*", re.DOTALL)

Prose = dict[str, str]

# symbol, colour: JupyterLab's own, else the book theme's, else one that reads on light and dark
LOOKS = {
    "success": ("✓", "var(--jp-success-color1, var(--pst-color-success, #2e8540))"),
    "miss": ("✗", "var(--jp-error-color1, var(--pst-color-danger, #d9480f))"),
    "open": ("○", "var(--jp-info-color1, var(--pst-color-info, #1c7ed6))"),
    "error": ("!", "var(--jp-warn-color1, var(--pst-color-warning, #c77700))"),
    "hint": ("?", "var(--jp-info-color1, var(--pst-color-info, #1c7ed6))"),
}


@dataclass(frozen=True)
class Row:
    """A labelled line of a card: code (shown as it is) or prose."""

    label: Prose
    code: str | None = None
    prose: Prose | None = None


@dataclass(frozen=True)
class Card:
    """A message: its look (a key of LOOKS), a title in a word or two, a sentence, rows, an end."""

    look: str
    title: Prose
    sentence: Prose
    rows: tuple[Row, ...] = ()
    end: Prose | None = None


def show(card: Card) -> None:
    """Show a card in the notebook's language."""
    emit(lambda lang: plain(card, lang), lambda lang: html(card, lang))


def show_text(prose: Prose) -> None:
    """Show a text in the notebook's language."""
    opening = '<div lang="{}" style="white-space: pre-wrap">'
    emit(prose.get, lambda lang: f"{opening.format(lang)}{escape(prose[lang])}</div>")


def plain(card: Card, lang: str) -> str:
    """Return the card as plain text."""
    lines = [f"{LOOKS[card.look][0]} {card.title[lang]}. {card.sentence[lang]}"]
    width = max((len(row.label[lang]) for row in card.rows), default=0) + 1
    for row in card.rows:
        text = row.prose[lang] if row.prose else row.code
        text = text.replace("\n", "\n" + " " * (width + 3))
        lines.append(f"  {row.label[lang] + ':':{width}} {text}")
    if card.end:
        lines.append(card.end[lang])
    return "\n".join(lines)


def html(card: Card, lang: str) -> str:
    """Return the card as HTML; whatever a learner could have written in it is escaped."""
    symbol, colour = LOOKS[card.look]
    parts = [
        f'<div role="status" lang="{lang}" style="border-left: 4px solid {colour};'
        ' margin: 0.25em 0; padding: 0.25em 0 0.25em 0.9em">',
        f'<strong><span aria-hidden="true">{symbol}</span>'
        f" {card.title[lang]}.</strong> {inline(card.sentence[lang])}",
    ]
    if card.rows:
        rows = "".join(_html_row(row, lang) for row in card.rows)
        parts.append(
            '<dl style="display: grid; grid-template-columns: max-content 1fr;'
            f' gap: 0.15em 1em; margin: 0.4em 0">{rows}</dl>'
        )
    if card.end:
        parts.append(f"<div>{inline(card.end[lang])}</div>")
    return "".join([*parts, "</div>"])


def _html_row(row: Row, lang: str) -> str:
    if row.prose:
        text = inline(row.prose[lang])
    else:
        style = "white-space: pre-wrap; overflow-wrap: anywhere"
        text = f'<code translate="no" style="{style}">{escape(row.code)}</code>'
    label = f'<dt style="width: auto">{row.label[lang]}</dt>'  # JupyterLab's own is too narrow
    return f'{label}<dd style="margin: 0">{text}</dd>'


def inline(text: str) -> str:
    """Return escaped HTML; of Markdown only `code`, *em* and **strong** are known."""
    return _marked_up(escape(text))


def _marked_up(escaped: str) -> str:
    return MARKUP.sub(_element, escaped)


def _element(found: re.Match) -> str:
    if found["code"]:
        return f'<code translate="no">{found["code"]}</code>'
    tag = found.lastgroup
    return f"<{tag}>{_marked_up(found[tag])}</{tag}>"


def language() -> str:
    """Return the language that the build wrote in module.json beside the notebook, else vi."""
    try:
        lang = json.loads(Path("module.json").read_text(encoding="utf-8"))["lang"]
    except (OSError, ValueError, LookupError, TypeError):
        return "vi"
    return lang if lang in LANGUAGES else "vi"


def emit(as_plain: Callable[[str], str], as_html: Callable[[str], str]) -> None:
    """Send one output with both languages to Jupyter, or print the current one."""
    prose = {lang: {"text/plain": as_plain(lang), "text/html": as_html(lang)} for lang in LANGUAGES}
    current = prose[language()]
    ipython = sys.modules.get("IPython")  # there already wherever it is of use
    if ipython and ipython.get_ipython():
        from IPython.display import publish_display_data

        publish_display_data({**current, PROSE: prose})
    else:
        print(current["text/plain"])
