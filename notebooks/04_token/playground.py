"""The playground of module 04: what a text costs in tokens and in đồng, however it was typed.

`view` is the truth; playground.js and playground_tokens.js compute the same in the page, with the
same merges. The vocabularies of large models are counted by the Gradio version alone; elsewhere
their figures for the examples are recorded.
"""

import re
from functools import partial
from unicodedata import normalize

from playground_tokens import (
    OTHERS,
    OURS,
    RECORDED,
    bare_syllables,
    bpe_tables,
    is_broken,
    live,
    recorded,
    shown,
    size,
    tokens,
)
from playground_words import EXAMPLES, WORDS
from vocabularies import NAMES

from aulac.playground.view import Section, finding, line, piece, section
from aulac.text import other_tone_style, unaccented_key

__all__ = ["EXAMPLES", "WORDS", "build", "tables", "view"]

LIMIT = 600  # code points looked at
PIECES = 80  # tokens of a line that are shown
LISTED = 6
FEW = 3  # words below which a text without marks is not remarked on

CALLS = 60_000  # a month
RATE = 26_000  # đồng for one USD; an example, like the prices
PRICES = [15, 100, 300]  # cents for a million tokens


def view(text: str, lang: str, others=recorded) -> list[Section]:
    """Return everything the playground says about text.

    `others` returns what it costs elsewhere: by vocabulary, the tokens of each of its forms.
    """
    words = WORDS[lang]
    whole = clean(text)
    text = whole[:LIMIT]
    if not text.split():
        return [section("empty", words["empty_title"], words["empty"])]
    return [
        summary(text, len(whole) > LIMIT, words),
        forms(text, words),
        dearest(text, words),
        cost(text, words),
        elsewhere(text, others, words),
        advice(text, words),
    ]


def clean(text: str) -> str:
    """Return text with halves of surrogate pairs joined, and U+FFFD for a half alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def count(name: str, text: str) -> int:
    return len(tokens(name, text))


def quotient(number: int, by: int, digits: int, words: dict) -> str:
    """Return number / by, rounded, as the language writes it."""
    scale = 10**digits
    rounded = (2 * scale * number + by) // (2 * by)
    return f"{rounded // scale}{words['point']}{rounded % scale:0{digits}}"


def grouped(number: int, words: dict) -> str:
    return f"{number:,}".replace(",", words["thousands"])


# (a) the tokens


def summary(text: str, is_cut: bool, words: dict) -> Section:
    syllables = len(text.split())
    counts = {name: count(name, text) for name in OURS}
    rates = {name: quotient(counts[name], syllables, 2, words) for name in OURS}
    rows = [[words["names"][name], size(name), counts[name], rates[name]] for name in OURS]
    say = words["summary"].format(
        syllables=syllables,
        letters=len(text),
        bytes=counts["bytes"],
        tokens=counts["bpe_16k"],
        rate=rates["bpe_16k"],
    )
    findings = [finding("note", words["cut_title"], words["cut"].format(limit=LIMIT))] * is_cut
    lines = [line(words["names"][name], pieces(tokens(name, text), words)) for name in OURS]
    title, columns = words["summary_title"], words["summary_columns"]
    return section("summary", title, say, columns, rows, findings, lines=lines)


def pieces(found: tuple[bytes, ...], words: dict) -> list:
    boxes = [
        piece(shown(token), "likely", words["broken"] if len(token) > 1 else "")
        if is_broken(token)
        else piece(shown(token))
        for token in found[:PIECES]
    ]
    if len(found) > PIECES:
        boxes.append(piece(words["more"].format(count=len(found) - PIECES), "left"))
    return boxes


# (b) however it was typed


def spellings(text: str) -> list[str]:
    return [normalize("NFC", text), normalize("NFD", text), unaccented_key(text)]


def forms(text: str, words: dict) -> Section:
    every = spellings(text)
    rows = [[words["names"][name], *(count(name, form) for form in every)] for name in OURS]
    composed, apart, _ = rows[-1][1:]
    say = words["forms"].format(ratio=quotient(apart, composed, 1, words))
    if len(set(every)) == 1:
        say = words["forms_same"]
    return section("forms", words["forms_title"], say, words["forms_columns"], rows)


# (c) the dearest words


def dearest(text: str, words: dict) -> Section:
    found = {word: tokens("bpe_16k", f" {word}") for word in text.split()}
    dear = [(word, cut) for word, cut in found.items() if len(cut) > 1]
    dear.sort(key=lambda pair: -len(pair[1]))
    rows = [[word, len(cut), " | ".join(map(shown, cut))] for word, cut in dear[:LISTED]]
    title, columns = words["words_title"], words["words_columns"] if rows else ()
    return section("words", title, words["words" if rows else "words_none"], columns, rows)


# (d) the cost


def cost(text: str, words: dict) -> Section:
    rows = []
    for name in OURS:
        paid = [count(name, text) * CALLS * RATE // 100 * cents // 1_000_000 for cents in PRICES]
        amounts = [words["money"].format(amount=grouped(each, words)) for each in paid]
        rows.append([words["names"][name], *amounts])
    say = words["cost"].format(calls=grouped(CALLS, words), rate=grouped(RATE, words))
    return section("cost", words["cost_title"], say, words["cost_columns"], rows)


# (e) elsewhere


def elsewhere(text: str, others, words: dict) -> Section:
    title, syllables = words["others_title"], len(text.split())
    counts = others([text, *spellings(text)[1:]])
    rows = [
        [
            words["other_name"].format(name=name, whose=NAMES[name]),
            typed,
            quotient(typed, syllables, 2, words),
            apart,
            bare,
        ]
        for name, (typed, apart, bare) in counts.items()
    ]
    if not rows:
        return section("others", title, words["others_none"])
    say = words["recorded"].format(date=RECORDED["date"])
    findings = [finding("note", words["recorded_title"], say)] * (others is recorded)
    return section("others", title, words["others"], words["others_columns"], rows, findings)


# (f) what to look out for


def advice(text: str, words: dict) -> Section:
    found = [
        loose_marks(text, words),
        no_marks(text, words),
        new_style(text, words),
        broken(text, words),
        finding("ok", words["lossless_title"], words["lossless"]),
    ]
    say = words["advice"]
    return section("advice", words["advice_title"], say, findings=[one for one in found if one])


def loose_marks(text: str, words: dict) -> dict | None:
    composed = normalize("NFC", text)
    if composed == text:
        return None
    say = words["nfd"].format(raw=count("raw", text), composed=count("raw", composed))
    return finding("warning", words["nfd_title"], say)


def no_marks(text: str, words: dict) -> dict | None:
    read = [word.lower() for word in re.findall("[A-Za-z]+", text)]
    known = sum(word in bare_syllables() for word in read)
    if len(read) <= FEW or unaccented_key(text) != text or 3 * known < 2 * len(read):
        return None
    return finding("note", words["bare_title"], words["bare"])


def new_style(text: str, words: dict) -> dict | None:
    pairs = other_tone_style(text)
    if not pairs:
        return None
    new, old = pairs[0]
    here, there = (count("bpe_16k", f" {word}") for word in (new, old))
    say = words["style"].format(new=new, old=old, count=here, other=there)
    return finding("note", words["style_title"], say)


def broken(text: str, words: dict) -> dict | None:
    found = [
        word
        for word in dict.fromkeys(text.split())
        if any(map(is_broken, tokens("bpe_16k", f" {word}")))
    ]
    if not found:
        return None
    value = ", ".join(found[:LISTED])
    return finding("note", words["broken_title"], words["broken_say"], value)


# For the page, and for Gradio


def tables() -> dict:
    """Return the data that playground.js computes with, so that none of it is written twice."""
    return {
        "limits": {
            "LIMIT": LIMIT,
            "PIECES": PIECES,
            "LISTED": LISTED,
            "FEW": FEW,
            "CALLS": CALLS,
            "RATE": RATE,
            "PRICES": PRICES,
        },
        "words": WORDS,
        "examples": EXAMPLES,
        "recorded": RECORDED,
        "whose": {name: NAMES[name] for name in OTHERS},
        "ours": OURS,
        "sizes": {name: size(name) for name in OURS},
        "bpe": bpe_tables(),
    }


def build(lang: str):
    """Return the Gradio version, where the vocabularies of large models count live."""
    from aulac.playground.gradio_parts import text_playground

    live(["a"])  # loads them before anybody waits for them
    return text_playground(lang, WORDS[lang], EXAMPLES, partial(view, others=live))
