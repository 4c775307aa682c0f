"""Signs of entities: lists that a unit stands on, and how it is written, beside its syllable."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import yaml

from ..words.units import TITLE, UPPER, key_and_shape

LISTS = Path(__file__).parent / "lists.yml"
CAPITALIZED = ("family", "place", "unit_of_place")  # lists of names, which small letters are not

# What is looked for in a unit as it is written.
WRITTEN = [
    re.compile(pattern)
    for pattern in (
        r"\d",
        r"\d{6,}",
        r"(?=.*\d)(?=.*[A-ZĐa-zđ])",
        r".*/",
        r".*-",
        r".*\d\.\d{3}(?!\d)",
        r"\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?$",
        r"(1[0-9]|20)\d\d$",
        r"\d{1,2}$",
        r"\d[\d.,]*(k|tr|đ|ng|củ|tỷ|tỉ)\d*$",
        r"[A-ZĐ]{2,}",
        r"[\"“”'(),:;-]+$",
    )
]


class Phrases:
    """Phrases, to be found among units by their keys."""

    def __init__(self, phrases: Sequence[str]):
        self._keys = {" ".join(map(_key, phrase.split())) for phrase in phrases}
        self._longest: dict[str, int] = {}
        for key in self._keys:
            first, *others = key.split(" ")
            self._longest[first] = max(self._longest.get(first, 1), 1 + len(others))

    def places(self, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield from where to where phrases stand, the longest at each place; none overlaps."""
        done = 0
        for at, key in enumerate(keys):
            if at >= done and key in self._longest:
                ends = range(min(at + self._longest[key], len(keys)), at, -1)
                done = next((end for end in ends if " ".join(keys[at:end]) in self._keys), at)
                if done > at:
                    yield at, done


class Signs:
    """places: names of administrative units."""

    def __init__(self, places: Sequence[str]):
        lists = yaml.safe_load(LISTS.read_text("utf-8"))
        self._lists = {name: Phrases(words.split(", ")) for name, words in lists.items()}
        self._lists["unit_of_place"] = Phrases(places)

    @property
    def number(self) -> int:
        """How many there are, S."""
        return 2 * len(self._lists) + len(WRITTEN)

    def __call__(self, units: Sequence[str]) -> np.ndarray:
        """Return float32 (n, S): 1 where a unit has the sign."""
        read = [key_and_shape(unit) for unit in units]
        keys = [key for key, _ in read]
        names = [key if shape in (TITLE, UPPER) else "" for key, shape in read]
        found = np.zeros((len(units), self.number), np.float32)
        for column, (name, phrases) in enumerate(self._lists.items()):
            for start, end in phrases.places(names if name in CAPITALIZED else keys):
                found[start, 2 * column] = 1
                found[start + 1 : end, 2 * column + 1] = 1
        for column, pattern in enumerate(WRITTEN, 2 * len(self._lists)):
            found[[i for i, unit in enumerate(units) if pattern.match(unit[:64])], column] = 1
        return found


def _key(word: str) -> str:
    return key_and_shape(word)[0]
