"""What is known of syllables, of pairs of them and of words, and how a text is put in its terms."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from .units import LOWER, MARK, TITLE, UPPER, key_and_shape

PAD, UNKNOWN = 0, 1
SPECIALS = ["<pad>", "<unk>"]
EDGE = 3  # pads before, between and after texts: what the network sees beside the last unit
BITS = 15  # of an id: four ids fit into 60 bits
LONGEST = 4  # syllables of a word that is looked up
KNOWN_BITS = 3 * (LONGEST - 1)
ALIKE_BITS = 4

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = re.compile(r"(ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(.*)", re.DOTALL)
_REMEMBERED, _LONG = 1 << 17, 64


@dataclass
class Flat:
    """Texts as one row of n units, EDGE pads around each.

    ids, shapes: of units. pairs: row of `Tables.pairs` for a unit and the one before it. alike
    (n, ALIKE_BITS): whether the two share onset, rhyme, onset and tone, all. known (n, KNOWN_BITS):
    for words of 2 to LONGEST syllables, whether one goes on here, starts here, ended before here.
    """

    ids: np.ndarray
    shapes: np.ndarray
    pairs: np.ndarray
    alike: np.ndarray
    known: np.ndarray


@dataclass
class Tables:
    """V syllables, K kinds of pairs.

    vocabulary: keys of units (V), SPECIALS first. embeddings: int8 (V, D), a syllable's habits of
    company; `scale` makes them numbers. pair_keys: sorted uint32, ids of two syllables as
    first * V + second; pair_kinds: uint8, the row of `kinds`, float16 (K, P), which tells how much
    such pairs keep together; kind 0 is that of pairs that are not listed. words: known words of
    several syllables, as keys joined by blanks.
    """

    vocabulary: list[str]
    embeddings: np.ndarray
    scale: float
    pair_keys: np.ndarray
    pair_kinds: np.ndarray
    kinds: np.ndarray
    words: list[str]
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, directory: Path) -> "Tables":
        """Read `syllables.txt`, `words.txt` and `tables.safetensors`."""
        arrays = load_file(directory / "tables.safetensors")
        vocabulary = (directory / "syllables.txt").read_text("utf-8").split("\n")
        words = (directory / "words.txt").read_text("utf-8").split("\n")
        scale = float(arrays.pop("scale")[0])
        return cls(vocabulary=vocabulary, words=words, scale=scale, **arrays)

    def save(self, directory: Path) -> None:
        (directory / "syllables.txt").write_text("\n".join(self.vocabulary), "utf-8")
        (directory / "words.txt").write_text("\n".join(self.words), "utf-8")
        arrays = {name: getattr(self, name) for name in ARRAYS}
        arrays["scale"] = np.array([self.scale], np.float32)
        save_file(arrays, directory / "tables.safetensors")

    def encode(self, texts: Sequence[Sequence[str]], without: np.ndarray | None = None) -> Flat:
        """Return texts, each given by its units, as one row; see `bounds` for where each stands.

        without: codes of words (see `code`) that are to count as unknown.
        """
        pads = [(PAD, MARK)] * EDGE
        rows = list(pads)
        for units in texts:
            rows += self._read(units)
            rows += pads
        ids, shapes = np.array(rows, np.int64).T
        return Flat(ids, shapes, self._pairs(ids), self._alike(ids), self._known(ids, without))

    def code(self, word: str) -> int | None:
        """Return the number of a word of known syllables, given by their keys; None for others."""
        ids = [self.ids.get(key) for key in word.split(" ")]
        if None in ids or not 2 <= len(ids) <= LONGEST:
            return None
        return sum(each << BITS * place for place, each in enumerate(reversed(ids)))

    @cached_property
    def ids(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.vocabulary)}

    @cached_property
    def vectors(self) -> np.ndarray:
        """The embeddings as float32 (V, D)."""
        return self.embeddings.astype(np.float32) * np.float32(self.scale)

    @cached_property
    def _codes(self) -> np.ndarray:
        codes = (self.code(word) for word in self.words)
        beyond = 1 << BITS * LONGEST
        return np.unique(np.array([beyond, *(code for code in codes if code is not None)]))

    @cached_property
    def _parts(self) -> np.ndarray:
        """Onset, rhyme and tone of each syllable (V, 3), numbered; 0 for none."""
        parts = [_parts(key) for key in self.vocabulary]
        numbers = {part: i for i, part in enumerate(dict.fromkeys(["", *chain(*parts)]))}
        return np.array([[numbers[part] for part in each] for each in parts])

    def _read(self, units: Sequence[str]) -> list[tuple[int, int]]:
        """Return the id and the shape of each unit; all capitals tell no more than none."""
        found = list(map(self._look_up, units))
        if "".join(units).isupper():
            return [(i, LOWER if shape in (TITLE, UPPER) else shape) for i, shape in found]
        return found

    def _look_up(self, unit: str) -> tuple[int, int]:
        found = self._seen.get(unit)
        if found is None:
            key, shape = key_and_shape(unit)
            found = self.ids.get(key, UNKNOWN), shape
            if len(self._seen) < _REMEMBERED and len(unit) < _LONG:
                self._seen[unit] = found
        return found

    def _pairs(self, ids: np.ndarray) -> np.ndarray:
        keys = (ids[:-1] * len(self.vocabulary) + ids[1:]).astype(np.uint32)
        keys[(ids[:-1] <= UNKNOWN) | (ids[1:] <= UNKNOWN)] = 0
        places = np.searchsorted(self.pair_keys[:-1], keys)
        kinds = np.where(self.pair_keys[places] == keys, self.pair_kinds[places], 0)
        return np.concatenate([[0], kinds])

    def _alike(self, ids: np.ndarray) -> np.ndarray:
        parts = self._parts[ids]
        same = (parts[1:] == parts[:-1]) & (parts[1:, [1]] > 0)
        onset, rhyme, tone = same.T
        onset &= parts[1:, 0] > 0
        alike = np.zeros((len(ids), ALIKE_BITS), bool)
        alike[1:] = np.stack([onset, rhyme, onset & tone, onset & rhyme & tone], 1)
        return alike

    def _known(self, ids: np.ndarray, without: np.ndarray | None) -> np.ndarray:
        known = np.zeros((len(ids), KNOWN_BITS), bool)
        codes = ids
        for length in range(2, LONGEST + 1):
            codes = (codes[:-1] << BITS) | ids[length - 1 :]
            found = self._codes[np.searchsorted(self._codes, codes)] == codes
            found &= ids[: len(codes)] > UNKNOWN
            if without is not None:
                found &= ~np.isin(codes, without)
            starts = np.flatnonzero(found)
            first = 3 * (length - 2)
            for inside in range(1, length):
                known[starts + inside, first] = True
            known[starts, first + 1] = True
            known[starts + length, first + 2] = True
        return known


ARRAYS = ("embeddings", "pair_keys", "pair_kinds", "kinds")


def bounds(lengths: Iterable[int]) -> list[tuple[int, int]]:
    """Return from where to where each text stands in the row, by how many units each has."""
    found, end = [], 0
    for length in lengths:
        start = end + EDGE
        end = start + length
        found.append((start, end))
    return found


def _parts(key: str) -> tuple[str, str, str]:
    """Return onset, rhyme and tone; nothing for what is no syllable."""
    if not key.isalpha():
        return "", "", ""
    marks = unicodedata.normalize("NFD", key)
    tone = "".join(c for c in marks if c in _TONES)
    bare = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
    onset, rhyme = _ONSET.fullmatch(bare).groups()
    return onset or "", "-" + rhyme, tone or "level"
