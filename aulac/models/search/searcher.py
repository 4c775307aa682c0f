"""Searching: a collection of texts, and what finds in it by words, or by words and meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import catalog
from ..catalog import ModelInfo
from ..words.units import key_and_shape
from .index import Index
from .matching import Restore, wanted

MEANING = 0.5  # what likeness of meaning counts beside the best match of words, which counts 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that answers: its place in the collection, its score, and itself."""

    place: int
    score: float
    text: str


class Collection:
    """Texts to search in; a text of several lines is found by all of it and by its best line.

    restore: see `matching.wanted`; encoder: tells what lines mean, where meaning is to count.
    """

    def __init__(self, texts: Sequence[str], restore: Restore | None = None, encoder: Any = None):
        self.texts = list(texts)
        self._restore, self._encoder = restore, encoder
        lines = [_lines(text) for text in self.texts]
        flat = [line for each in lines for line in each]
        self._starts = np.cumsum([0, *map(len, lines)])[:-1]
        self._wholes, self._lines = Index(self.texts), Index(flat)
        self._vectors = encoder.embed(flat) if encoder else None

    def __len__(self) -> int:
        return len(self.texts)

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """Return the k best texts that answer at all, the best first."""
        scores = self.scores(query)
        order = np.argsort(-scores, kind="stable")[:k]
        return [Hit(i, float(scores[i]), self.texts[i]) for i in order.tolist() if scores[i] > 0]

    def scores(self, query: str) -> np.ndarray:
        """Return how well each text answers, float32 (n,); 0 where nothing does."""
        if not self.texts:
            return np.zeros(0, np.float32)
        sought = wanted(query, self._restore)
        scores = self._wholes.scores(sought) + self._best_line(self._lines.scores(sought))
        if self._encoder is None:
            return scores
        likeness = self._best_line(self._vectors @ self._encoder.embed([query])[0])
        return scores / max(scores.max(), 1e-6) + MEANING * np.maximum(likeness, 0)

    def _best_line(self, of_lines: np.ndarray) -> np.ndarray:
        return np.maximum.reduceat(of_lines, self._starts)


class Searcher:
    """Finds by words."""

    def __init__(self, info: ModelInfo | None = None):
        self.info = info

    @classmethod
    def load(cls, directory: Path, info: ModelInfo) -> "Searcher":
        """There is nothing to read: what is searched tells all."""
        return cls(info)

    def index(self, texts: Sequence[str]) -> Collection:
        """Return the texts, ready to be searched."""
        return Collection(texts, Guesses())


class HybridSearcher(Searcher):
    """Finds by words and by meaning, as the embedded sentence encoder has it."""

    def index(self, texts: Sequence[str]) -> Collection:
        return Collection(texts, Guesses(), catalog.get("embed", "embedded:vecto_cau"))


class Guesses:
    """What the embedded restorer makes of a query; it is loaded at the first one that needs it."""

    _restorer = None

    def __call__(self, query: str) -> dict[int, list[tuple[str, float]]]:
        if self._restorer is None:
            self._restorer = catalog.get("restore", "embedded:khoi_phuc_dau")
        (found,) = self._restorer.details([query])
        return {
            each.start: [(key_and_shape(form)[0], share) for form, share in each.alternatives]
            for each in found.syllables
        }


def _lines(text: str) -> list[str]:
    """Return the lines of a text, each after the first, which may be a title; one at least."""
    first, *others = [line for line in text.split("\n") if line.strip()] or [""]
    return [first, *(f"{first} {line}" for line in others)]
