"""Segmenters side by side: each returns spans, where words start and end, in code points."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from aulac import models
from aulac.models.words.units import key_and_shape
from aulac.models.words.units import spans as units

Span = tuple[int, int]


@cache
def model() -> Callable:
    return models.get("segment")


def at_spaces(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"\S+", text)]


def longest_match(text: str) -> list[Span]:
    """Return at each place, from the left, the longest word that the list of words holds."""
    places = units(text)
    keys = [key_and_shape(text[start:end])[0] for start, end in places]
    found, at = [], 0
    while at < len(places):
        lengths = range(min(longest(), len(places) - at), 1, -1)
        length = next((n for n in lengths if " ".join(keys[at : at + n]) in lexicon()), 1)
        found.append((places[at][0], places[at + length - 1][1]))
        at += length
    return found


@cache
def lexicon() -> set[str]:
    """Return the words of several syllables that the model was trained with, numbers left out."""
    return {word for word in model().tables.words if "#" not in word}


@cache
def longest() -> int:
    return max(len(word.split(" ")) for word in lexicon())


def of_model(text: str) -> list[Span]:
    return [(word.start, word.end) for word in model()(text)]


SEGMENTERS = {"spaces": at_spaces, "longest": longest_match, "aulac": of_model}


def regions(cuts: list[list[Span]]) -> list[Span]:
    """Return the shortest stretches, between borders common to all, in which the cuts differ."""
    common = sorted(set.intersection(*({end for _, end in cut} for cut in cuts)))
    found, at = [], 0
    for end in common:
        inside = [within(cut, at, end) for cut in cuts]
        if any(each != inside[0] for each in inside):
            found.append((inside[0][0][0], end))
        at = end
    return found


def within(cut: list[Span], start: int, end: int) -> list[Span]:
    """Return the spans that start between two places."""
    return cut[bisect_left(cut, (start,)) : bisect_left(cut, (end,))]
