"""What the playground of module 03 reads in a text: tokens, what became of them, and how surely.

playground_restorer.js does the same in the page, with the tables and the weights given here.
"""

import math
import sys
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple
from unicodedata import combining

from aulac import models
from aulac.data.counts import CODE, NUMBER, OTHER, START
from aulac.models.catalog import EMBEDDED, SCHEME
from aulac.models.restorer import Syllable, candidates, network
from aulac.models.restorer.tokens import (
    CAPITALIZED,
    ENDS,
    LONGEST,
    LOWER,
    MARKS,
    UPPER,
    Token,
    tokens,
)

MODEL = "khoi_phuc_dau_mang"  # the network alone
OTHERS = 3  # other forms of a syllable that are kept
REASONS = ["marked", "number", "address", "code", "name", "other"]  # why a thing is left alone


class Item(NamedTuple):
    """A token of the text: `kind` is "decided", one of REASONS, "sign" or "line".

    share: per cent, of `text`. others: further forms, each with its per cent.
    """

    token: Token
    written: str
    kind: str
    text: str
    share: int
    others: list[tuple[str, int]]


@cache
def restorer():
    return models.get("restore", SCHEME + MODEL)


def read(text: str) -> tuple[str, list[Item]]:
    """Return the text with its marks, and its tokens."""
    (found,) = restorer().details([text])
    words = {word.start: word for word in found.syllables}
    return found.text, [
        item(token, text[token.start : token.end], words.get(token.start)) for token in tokens(text)
    ]


def item(token: Token, written: str, word: Syllable | None) -> Item:
    if not word or (len(word.alternatives) == 1 and word.text == written):
        return Item(token, written, kind_of(token, written), written, 0, [])
    shares = [(form, per_cent(share)) for form, share in word.alternatives]
    if len(shares) > 1:  # never quite certain
        shares = [(form, min(share, 99)) for form, share in shares]
    others = [(form, share) for form, share in shares[1 : 1 + OTHERS] if share]
    return Item(token, written, "decided", *shares[0], others)


def per_cent(share: float) -> int:
    return math.floor(share * 100 + 0.5)


def kind_of(token: Token, written: str) -> str:
    if token.form == NUMBER:
        return "number"
    if token.form == CODE:
        return "address" if any(c in "@#/." for c in written) else "code"
    if token.form == START:
        return "line"
    if not token.is_word:
        return "sign"
    if token.form != token.key and token.key.isascii():
        return "marked"
    return "other" if token.case == LOWER else "name"


def restorer_tables() -> dict:
    """Return the settings that the script's restorer computes with."""
    return {
        "special": {"start": START, "number": NUMBER, "code": CODE, "other": OTHER},
        "classes": classes(),
        "marks": MARKS,
        "ends": sorted(ENDS),
        "longest": LONGEST,
        "cases": [LOWER, CAPITALIZED, UPPER],
        "kept": candidates.Chooser.kept,
        "dropped": candidates.DROPPED.tolist(),
        "prior": candidates.PRIOR.tolist(),
        "dilations": network.DILATIONS,
        "epsilon": network.EPSILON,
        "unknown_key": network.UNKNOWN_KEY,
    }


def classes() -> dict[str, str]:
    """Return which characters are letters, digits, other numerals and marks, as a pattern's."""
    every = {
        "letters": str.isalpha,
        "digits": str.isdecimal,
        "numerals": is_other_numeral,
        "loose": combining,
    }
    return {name: "".join(map(as_range, runs(belongs))) for name, belongs in every.items()}


def is_other_numeral(c: str) -> bool:
    return c.isalnum() and not c.isalpha() and not c.isdecimal()


def runs(belongs) -> Iterator[list[int]]:
    """Yield the runs of neighbouring code points that belong to a class."""
    numbered = enumerate(filter(belongs, map(chr, range(sys.maxunicode + 1))))
    for _, run in groupby(numbered, key=lambda pair: ord(pair[1]) - pair[0]):
        yield [ord(c) for _, c in run]


def as_range(run: list[int]) -> str:
    return "-".join(f"\\u{{{end:x}}}" for end in sorted({run[0], run[-1]}))


def assets() -> dict[str, bytes]:
    """Return the weights: the network's, its keys and forms, how often a key has marks."""
    folder = EMBEDDED / models.card(MODEL).facts["weights_of"]
    files = {"network": "network.safetensors", "keys": "keys.txt", "forms": "forms.txt"}
    shares = restorer().chooser.marked.astype("<f4")
    return {name: (folder / file).read_bytes() for name, file in files.items()} | {
        "shares": shares.tobytes()
    }
