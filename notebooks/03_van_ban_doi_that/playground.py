"""The playground of module 03: a restorer that says how sure it is, and what it leaves alone.

`view` is the truth; playground.js computes the same in the page. Both run the network of Âu Lạc
Mini's restorer by itself: the counts that help it elsewhere are too large for a page.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from unicodedata import normalize

from playground_reading import OTHERS, REASONS, Item, assets, read, restorer_tables
from playground_words import ENGLISH, EXAMPLES, READINGS, SHORT_FORMS, WORDS

from aulac.models.restorer.tokens import CAPITALIZED, ENDS
from aulac.playground.view import Section, finding, line, piece, section

__all__ = ["AI", "EXAMPLES", "WORDS", "assets", "build", "tables", "view"]

AI = True

LIMIT = 1_000  # code points looked at
ROWS = 20
FEW = 3  # words that give the network little to go by
VALUE = 400  # code points of the answer that are repeated in a sentence

SURE, LIKELY = 90, 60  # per cent
# From what per cent on it may answer; then, measured on the test parts of the course's texts: how
# many of the syllables it answers so, and how many of those answers are right, in per cent.
MEASURED = [[0, 100, 85], [60, 91, 90], [90, 72, 95], [99, 51, 98]]


def view(text: str, lang: str) -> list[Section]:
    """Return everything the playground says about text."""
    words = WORDS[lang]
    whole = clean(text)
    text = whole[:LIMIT]
    answer, items = read(text)
    if not items:
        return [section("empty", words["empty_title"], words["empty"])]
    found = [
        restored(answer, items, len(whole) > LIMIT, words),
        doubts(items, words),
        asking(items, words),
        untouched(items, words),
        advice(text, items, words),
    ]
    return [one for one in found if one]


def clean(text: str) -> str:
    """Return text with halves of surrogate pairs joined, and U+FFFD for a half alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def decided(items: list[Item]) -> list[Item]:
    return [one for one in items if one.kind == "decided"]


def percent(number: int) -> str:
    """Return number with its sign; no line is broken between them."""
    return f"{number}\u00a0%"


# (a) the text with its marks


def restored(answer: str, items: list[Item], cut: bool, words: dict) -> Section:
    title = words["restored_title"]
    findings = [finding("note", words["cut_title"], words["cut"].format(limit=LIMIT))] * cut
    shown = {"findings": findings, "lines": lines(items, words)}
    if not decided(items):
        return section("restored", title, words["nothing"], **shown)
    short = answer if len(answer) <= VALUE else answer[:VALUE] + "…"
    say = words["restored"].format(text=short.replace("\n", " "))
    return section("restored", title, say, **shown, copy={"label": words["copy"], "text": answer})


def lines(items: list[Item], words: dict) -> list:
    rows = list(by_line(items))
    label = words["line" if len(rows) > 1 else "one_line"]
    shown = [line(label.format(number=i), pieces(row, words)) for i, row in enumerate(rows, 1)]
    return [*shown, line(words["legend_title"], [piece(*one) for one in words["legend"]])]


def by_line(items: Iterable[Item]) -> Iterator[list[Item]]:
    row = []
    for one in items:
        if one.kind != "line":
            row.append(one)
        elif row:
            yield row
            row = []
    if row:
        yield row


def pieces(row: list[Item], words: dict) -> list:
    """Return a line's pieces; signs that touch are one."""
    found, end = [], None
    for one in row:
        joined = one.kind == "sign" and end == one.token.start
        if joined:
            found[-1] = piece(found[-1]["text"] + one.text, "left")
        else:
            found.append(piece(one.text, look(one), note(one, words)))
        end = one.token.end if one.kind == "sign" else None
    return found


def look(one: Item) -> str:
    if one.kind != "decided":
        return "left"
    return "sure" if one.share >= SURE else "likely" if one.share >= LIKELY else "unsure"


def note(one: Item, words: dict) -> str:
    return percent(one.share) if one.kind == "decided" else words["notes"].get(one.kind, "")


# (b) where it is in doubt


def doubts(items: list[Item], words: dict) -> Section:
    every = decided(items)
    unsure = [one for one in every if one.share < SURE]
    title = words["doubts_title"]
    key = "doubts" if unsure else "doubts_none" if every else "nothing"
    say = words[key].format(total=len(every), unsure=len(unsure), mark=SURE)
    rows = [
        [one.written, listed([(one.text, one.share)]), listed(one.others)] for one in unsure[:ROWS]
    ]
    return section("doubts", title, say, words["doubts_columns"] if rows else (), rows)


def listed(forms: list[tuple[str, int]]) -> str:
    return ", ".join(f"{form} {percent(share)}" for form, share in forms)


# (c) to answer or to ask


def asking(items: list[Item], words: dict) -> Section | None:
    shares = [one.share for one in decided(items)]
    if not shares:
        return None
    rows = []
    for mark, answered, right in MEASURED:
        own = sum(share >= mark for share in shares)
        label = words["asking_from" if mark else "asking_all"].format(mark=mark)
        rows.append([label, own, len(shares) - own, percent(answered), percent(right)])
    return section("asking", words["asking_title"], words["asking"], words["asking_columns"], rows)


# (d) what is left alone


def untouched(items: list[Item], words: dict) -> Section:
    rows = []
    for reason in REASONS:
        found = [one.written for one in items if one.kind == reason]
        if found:
            examples = list(dict.fromkeys(found))[:ROWS]
            rows.append([words["reasons"][reason], len(found), ", ".join(examples)])
    count = sum(row[1] for row in rows)
    title, columns = words["untouched_title"], words["untouched_columns"] if rows else ()
    say = words["untouched" if rows else "untouched_none"].format(count=count)
    return section("untouched", title, say, columns, rows)


# (e) what to look out for


def advice(text: str, items: list[Item], words: dict) -> Section:
    found = [
        loose_marks(text, words),
        already_marked(items, words),
        names(items, words),
        readings(items, words),
        english(items, words),
        short_forms(items, words),
        few_words(items, words),
        finding("note", words["weaker_title"], words["weaker"]),
    ]
    say = words["advice"]
    return section("advice", words["advice_title"], say, findings=[one for one in found if one])


def loose_marks(text: str, words: dict) -> dict | None:
    if text == normalize("NFC", text):
        return None
    return finding("warning", words["nfd_title"], words["nfd"])


def already_marked(items: list[Item], words: dict) -> dict | None:
    count = sum(one.kind == "marked" for one in items)
    if not count:
        return None
    changed = changes(items)
    key = "marked_some" if changed else "marked_all"
    say = words[key].format(count=count)
    level = "note" if changed else "ok"
    return finding(level, words["marked_title"], say, ", ".join(changed[:ROWS]))


def changes(items: list[Item]) -> list[str]:
    return [f"{one.written} → {one.text}" for one in items if one.text != one.written]


def names(items: list[Item], words: dict) -> dict | None:
    """Tell of words with a capital inside a sentence: names have no right answer."""
    shown = dict.fromkeys(
        f"{one.text} ({listed(one.others)})" if one.others else one.text
        for one in inner_capitals(items)
    )
    if not shown:
        return None
    return finding("warning", words["names_title"], words["names"], ", ".join(list(shown)[:ROWS]))


def inner_capitals(items: list[Item]) -> Iterator[Item]:
    opening = True
    for one in items:
        if one.token.form in ENDS:
            opening = True
        elif one.kind != "sign":
            if not opening and one.kind == "decided" and one.token.case == CAPITALIZED:
                yield one
            opening = False


def readings(items: list[Item], words: dict) -> dict | None:
    keys = [one.token.key if one.kind == "decided" else "" for one in items]
    found = dict.fromkeys(" ".join(pair) for pair in pairwise(keys))
    rows = [f"{pair}: {', '.join(READINGS[pair])}" for pair in found if pair in READINGS]
    if not rows:
        return None
    return finding("note", words["readings_title"], words["readings"], "\n".join(rows))


def english(items: list[Item], words: dict) -> dict | None:
    foreign = any(one.kind in ("other", "name") for one in items)
    twins = dict.fromkeys(one.written for one in decided(items) if one.token.key in ENGLISH)
    if not foreign or not twins:
        return None
    return finding("note", words["english_title"], words["english"], ", ".join(twins))


def short_forms(items: list[Item], words: dict) -> dict | None:
    found = [one for one in items if one.token.key in SHORT_FORMS]
    if not found:
        return None
    changed = changes(found)
    value = ", ".join(dict.fromkeys(changed or [one.written for one in found]))
    say = words["short_changed" if changed else "short"]
    return finding("note", words["short_title"], say, value)


def few_words(items: list[Item], words: dict) -> dict | None:
    count = sum(one.token.is_word for one in items)
    if count > FEW or not decided(items):
        return None
    return finding("note", words["few_title"], words["few"])


def tables() -> dict:
    """Return the data that playground.js computes with, so that none of it is written twice."""
    return {
        "limits": {
            "LIMIT": LIMIT,
            "ROWS": ROWS,
            "OTHERS": OTHERS,
            "FEW": FEW,
            "VALUE": VALUE,
            "SURE": SURE,
            "LIKELY": LIKELY,
        },
        "words": WORDS,
        "examples": EXAMPLES,
        "measured": MEASURED,
        "reasons": REASONS,
        "readings": READINGS,
        "english": ENGLISH,
        "short_forms": SHORT_FORMS,
        "restorer": restorer_tables(),
    }


def build(lang: str):
    """Return the Gradio app."""
    from aulac.playground.gradio_parts import text_playground

    return text_playground(lang, WORDS[lang], EXAMPLES, view, ai=AI)
