"""What a text is found by, and what a query looks for: missing marks are forgiven, others are not.

A text is found by its syllables and their pairs as they are written, and once more without marks. A
marked syllable of a query matches only itself: `bán` never finds *bạn*. One without marks may have
been typed so, the more likely the fewer marks the rest of the query has: then `ban` finds *bán*,
and more surely where a restorer, which reads the whole query, thinks so too. A text without any
mark was typed so: there a marked syllable matches its unmarked form.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from ...text import unaccented_key
from ..words.units import MARK, key_and_shape, spans

PAIR = 0.35  # what a pair of syllables counts beside one syllable
MARKED = 0.75  # share of marked syllables from which a query's marks are trusted
FORGIVEN = 0.2  # what a match without marks counts in a query whose marks are trusted
RESTORED = 0.3  # what the restorer's opinion counts beside matching without marks
UNLIKELY = 0.03  # share below which a form is not looked for

WRITTEN, BARE, TYPED_BARE = range(3)  # as written; without marks; in a text typed without any
Term = tuple[int, str]
Restore = Callable[[str], dict[int, list[tuple[str, float]]]]


@dataclass(frozen=True)
class Sought:
    """A syllable of a query, or a pair of them.

    key: as typed; forms: what is looked for as written, and how much that counts; bare: how much
    any other form counts.
    """

    key: str
    forms: dict[str, float]
    bare: float


def terms(text: str) -> Iterator[Term]:
    """Yield what a text is found by."""
    keys = [key for _, key in syllables(text)]
    kind = WRITTEN if any(map(is_marked, keys)) else TYPED_BARE
    for key in (*keys, *map(" ".join, pairwise(keys))):
        yield kind, key
        yield BARE, unaccented_key(key)


def wanted(query: str, restore: Restore | None = None) -> dict[Term, float]:
    """Return what a query looks for, and how much each match counts.

    restore: returns for the start of each syllable its possible forms, with their probabilities.
    """
    single = _single(query, restore)
    found: dict[Term, float] = defaultdict(float)
    for weight, several in ((1, single), (PAIR, map(_pair, pairwise(single)))):
        for sought in several:
            for form, share in sought.forms.items():
                found[WRITTEN, form] += weight * share
            kind, share = (BARE, sought.bare) if sought.bare else (TYPED_BARE, 1)
            found[kind, unaccented_key(sought.key)] += weight * share
    return found


def syllables(text: str) -> list[tuple[int, str]]:
    """Return the syllables, numbers and words of a text: start and key; marks are left out."""
    read = ((start, *key_and_shape(text[start:end])) for start, end in spans(text))
    return [(start, key) for start, key, shape in read if shape != MARK]


def is_marked(key: str) -> bool:
    return key != unaccented_key(key)


def _single(query: str, restore: Restore | None) -> list[Sought]:
    found = syllables(query)
    trust = sum(is_marked(key) for _, key in found) / max(MARKED * len(found), 1)
    trust = min(trust, 1) ** 2
    bare = 1 - trust * (1 - FORGIVEN)
    guesses = restore(query) if restore and trust < 1 else {}
    return [
        Sought(key, {key: 1}, 0) if is_marked(key) else _unmarked(key, bare, guesses.get(start))
        for start, key in found
    ]


def _unmarked(key: str, bare: float, guesses: list[tuple[str, float]] | None) -> Sought:
    forms = defaultdict(float, {key: 1 - bare})
    for form, share in guesses or ():
        if share > UNLIKELY:
            forms[form] += bare * share * RESTORED
    return Sought(key, forms, bare * (1 - RESTORED) if guesses else bare)


def _pair(both: tuple[Sought, Sought]) -> Sought:
    first, second = both
    forms = {
        f"{one} {other}": share * part
        for (one, share), (other, part) in product(first.forms.items(), second.forms.items())
        if share * part > UNLIKELY
    }
    return Sought(f"{first.key} {second.key}", forms, min(first.bare, second.bare))
