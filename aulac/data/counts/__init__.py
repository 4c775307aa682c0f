"""Counts of syllables, pairs and triples of syllables over public Vietnamese text.

    counts = Counts.load()
    counts.of("đường"), counts.of("con", "đường"), counts.of("trên", "con", "đường")

A syllable is lower-case, in stored form (NFC, old tone style). Marks of punctuation, numbers and
unknown words have ids of their own, `<s>` opens and closes a sentence. Pairs and triples seen once
were dropped, so that no name or number of a single document can be read back. `card.yml` says
where the text came from and under which terms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from ...classroom.language import sentence
from ..cards import fault, read_card
from ..corpora import DataError

HERE = Path(__file__).parent
START, UNKNOWN, NUMBER, CODE, OTHER = SPECIALS = ("<s>", "<unk>", "<num>", "<code>", "<punct>")


@dataclass
class Counts:
    """Counts by id; an id is a place in `vocabulary`, the most frequent syllable first.

    vocabulary: V syllables, SPECIALS first. unigrams, documents: uint32 (V,), how often a syllable
    occurs and in how many documents. bigram_rows: uint32 (V + 1,): the pairs that begin with id i
    are those from bigram_rows[i] to bigram_rows[i + 1], sorted by `bigram_words` (uint16), with
    `bigrams` (uint32). trigram_rows, trigram_words, trigrams (uint16): likewise, for each pair.
    """

    vocabulary: list[str]
    unigrams: np.ndarray
    documents: np.ndarray
    bigram_rows: np.ndarray
    bigram_words: np.ndarray
    bigrams: np.ndarray
    trigram_rows: np.ndarray
    trigram_words: np.ndarray
    trigrams: np.ndarray

    @classmethod
    def load(cls, directory: Path = HERE) -> "Counts":
        """Read the tables of a directory, by default those that come with the course.

        Errors: DataError where a file is missing or is not the one that the directory's card names.
        """
        _check(directory)
        vocabulary = (directory / "syllables.txt").read_text("utf-8").split("\n")
        return cls(vocabulary, **load_file(directory / "counts.safetensors"))

    def save(self, directory: Path) -> None:
        """Write `syllables.txt` and `counts.safetensors`."""
        (directory / "syllables.txt").write_text("\n".join(self.vocabulary), "utf-8")
        tables = {name: table for name, table in vars(self).items() if name in TABLES}
        save_file(tables, directory / "counts.safetensors")

    def of(self, *syllables: str) -> int:
        """Return how often a syllable, a pair or a triple occurs; 0 where it was dropped."""
        ids = [np.array([self.id(each)]) for each in syllables]
        if len(ids) == 1:
            return int(self.unigrams[ids[0]][0])
        return int((self.bigram if len(ids) == 2 else self.trigram)(*ids)[0])

    def id(self, syllable: str) -> int:
        """Return the id of a syllable, or that of `<unk>`."""
        return self.ids.get(syllable, SPECIALS.index(UNKNOWN))

    @cached_property
    def ids(self) -> dict[str, int]:
        return {syllable: i for i, syllable in enumerate(self.vocabulary)}

    def bigram(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return the counts of pairs of ids; arrays of one shape, as is the result."""
        return _at(self.bigrams, self.find_bigram(left, right))

    def trigram(self, first: np.ndarray, second: np.ndarray, third: np.ndarray) -> np.ndarray:
        """Return the counts of triples of ids; arrays of one shape, as is the result."""
        return _at(self.trigrams, self.find_trigram(self.find_bigram(first, second), third))

    def find_bigram(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return the places of pairs in `bigrams`, -1 where there is none."""
        return _find(self._bigram_keys, left, right)

    def find_trigram(self, bigram: np.ndarray, third: np.ndarray) -> np.ndarray:
        """Return the places of triples in `trigrams`, given the places of their first pairs."""
        return np.where(bigram < 0, -1, _find(self._trigram_keys, np.maximum(bigram, 0), third))

    @cached_property
    def _bigram_keys(self) -> np.ndarray:
        return _keys(self.bigram_rows, self.bigram_words)

    @cached_property
    def _trigram_keys(self) -> np.ndarray:
        return _keys(self.trigram_rows, self.trigram_words)


def _check(directory: Path) -> None:
    card = directory / "card.yml"
    if card.is_file() and (wrong := fault(directory, read_card(card).facts["files"])):
        vi, en = wrong
        raise DataError(
            sentence(f"{vi}; hãy cài lại gói aulac", f"{en}; install the package aulac again")
        )


TABLES = tuple(Counts.__annotations__)[1:]


def count(documents: Iterable[list[str]], *, least: int = 2, known: int = 3) -> Counts:
    """Count the syllables of documents, each a list that holds `<s>` between sentences.

    known: a rarer syllable counts as `<unk>`. least: rarer pairs and triples are dropped.
    """
    ids: dict[str, int] = {syllable: i for i, syllable in enumerate(SPECIALS)}
    runs = [
        np.array([ids.setdefault(each, len(ids)) for each in document], np.int32)
        for document in documents
    ]
    text = np.concatenate(runs)
    seen = np.bincount(text, minlength=len(ids))
    keep = np.flatnonzero(seen[len(SPECIALS) :] >= known) + len(SPECIALS)
    order = np.concatenate([range(len(SPECIALS)), keep[np.argsort(-seen[keep], kind="stable")]])
    renumber = np.full(len(ids), SPECIALS.index(UNKNOWN))
    renumber[order] = np.arange(len(order))
    text = renumber[text]
    every = list(ids)
    documents_of = np.concatenate([np.unique(renumber[run]) for run in runs])
    return _tables([every[i] for i in order], text, documents_of, least)


def _tables(vocabulary: list[str], text, documents_of, least: int) -> Counts:
    size = len(vocabulary)
    pairs = text[:-1] * size + text[1:]
    inner = text[1:-1] != SPECIALS.index(START)
    bigrams, bigram_counts = _frequent(pairs, least)
    place = np.searchsorted(bigrams, pairs[:-1]).clip(max=len(bigrams) - 1)
    inner &= bigrams[place] == pairs[:-1]
    trigrams, trigram_counts = _frequent((place * size + text[2:])[inner], least)
    return Counts(
        vocabulary,
        np.bincount(text, minlength=size).astype(np.uint32),
        np.bincount(documents_of, minlength=size).astype(np.uint32),
        _rows(bigrams // size, size),
        (bigrams % size).astype(np.uint16),
        bigram_counts.astype(np.uint32),
        _rows(trigrams // size, len(bigrams)),
        (trigrams % size).astype(np.uint16),
        trigram_counts.clip(max=np.iinfo(np.uint16).max).astype(np.uint16),
    )


def _frequent(keys: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    keys, counts = np.unique(keys, return_counts=True)
    return keys[counts >= least], counts[counts >= least]


def _rows(first: np.ndarray, size: int) -> np.ndarray:
    return np.searchsorted(first, np.arange(size + 1)).astype(np.uint32)


def _keys(rows: np.ndarray, words: np.ndarray) -> np.ndarray:
    first = np.repeat(np.arange(len(rows) - 1, dtype=np.uint64), np.diff(rows))
    return first << np.uint64(16) | words


def _find(keys: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    wanted = first.astype(np.uint64) << np.uint64(16) | last.astype(np.uint64)
    place = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _at(counts: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.where(places < 0, 0, counts[places.clip(min=0)])
