"""What a review is judged by: its words, their vectors, and the feelings of listed phrases."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from ..words.tables import Tables
from ..words.units import key_and_shape, spans

LISTS = Path(__file__).parent / "lists.yml"
LONGEST = 6  # units of a listed phrase
REACH = 2  # units after a negation that it turns round
LISTED = ("praise", "blame", "between", "contrast", "negation", "strong", "irony")
KINDS = (*LISTED, "turned praise", "turned blame")


def units(text: str) -> list[str]:
    """Return the keys of a text's units, short forms written out; marks and emoji among them."""
    keys = (key_and_shape(text[start:end])[0] for start, end in spans(text))
    return [word for key in keys for word in short_forms().get(key, key).split(" ")]


def sequences(keys: Sequence[str]) -> Counter:
    """Return how often each unit and each pair of units occurs."""
    return Counter([*keys, *map(" ".join, pairwise(keys))])


def numbers(keys: Sequence[str], tables: Tables) -> np.ndarray:
    """Return float32 (N,): `feelings`, and mean and maximum of the vectors of the units."""
    known = [tables.vectors[tables.ids.get(key, 1)] for key in keys]
    vectors = np.array(known or [np.zeros(tables.vectors.shape[1])], np.float32)
    return np.concatenate([feelings(keys), vectors.mean(axis=0), vectors.max(axis=0)])


def feelings(keys: Sequence[str]) -> np.ndarray:
    """Return float32 (F,): how many phrases of each kind there are, in all, late and after the turn
    that the last contrast brings, how they balance, and how long the text is."""
    found = list(phrases(keys))
    turn = max((at for at, kind in found if kind == "contrast"), default=len(keys))
    total = Counter(kind for _, kind in found)
    late = Counter(kind for at, kind in found if at >= len(keys) / 2)
    after = Counter(kind for at, kind in found if at > turn)
    praise = total["praise"] + total["turned blame"]
    blame = total["blame"] + total["turned praise"]
    balance = (praise - blame) / (1 + praise + blame)
    counts = [each[kind] for each in (total, late, after) for kind in KINDS]
    counts += [min(praise, blame), len(keys)]
    return np.array([*np.log1p(counts), balance], np.float32)


def phrases(keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield where each listed phrase stands and its kind (of KINDS), the longest at each place."""
    at, turned = 0, -REACH - 1
    while at < len(keys):
        longest = range(min(LONGEST, len(keys) - at), 0, -1)
        found = (n for n in longest if " ".join(keys[at : at + n]) in _kinds())
        length = next(found, 0)
        if length:
            kind = _kinds()[" ".join(keys[at : at + length])]
            if kind == "negation":
                turned = at + length - 1
            elif kind in ("praise", "blame") and at - turned <= REACH:
                kind = f"turned {kind}"
            yield at, kind
        at += max(length, 1)


@cache
def short_forms() -> dict[str, str]:
    """Return what the short forms of messages stand for."""
    return dict(pair.split("=") for pair in _lists()["short_forms"])


@cache
def _kinds() -> dict[str, str]:
    return {phrase: kind for kind in reversed(LISTED) for phrase in _lists()[kind]}


@cache
def _lists() -> dict[str, list[str]]:
    lists = yaml.safe_load(LISTS.read_text("utf-8"))
    return {name: words.split(", ") for name, words in lists.items()}
