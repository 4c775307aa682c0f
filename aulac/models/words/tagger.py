"""Naming the parts of speech: from words to their tags."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .. import catalog
from ..catalog import ModelInfo
from .network import Inputs, Network
from .segmenter import Segmenter, joined
from .tables import bounds
from .units import spans
from .word import Word

TAGS = (
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
)  # universaldependencies.org/u/pos


class Tagger:
    """Finds the words of texts, as a segmenter does, and the universal part of speech of each."""

    def __init__(self, segmenter: Segmenter, network: Network, info: ModelInfo | None = None):
        self.info = info
        self._segmenter, self._network = segmenter, network
        self._syllables = network.syllables(segmenter.tables)
        self._kinds = segmenter.tables.kinds.astype(np.float32)

    @classmethod
    def load(cls, directory: Path, info: ModelInfo) -> "Tagger":
        """Read the model's folder, and the embedded segmenter, whose tables both use."""
        segmenter = catalog.get("segment", "embedded:tach_tu")
        return cls(segmenter, Network.load(directory / "network.safetensors"), info)

    def __call__(self, text: str) -> list[Word]:
        return self.tag([text])[0]

    def tag(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the words of each text, in order, with their tags."""
        found = self._segmenter.boundaries(texts)
        units = [
            [text[start:end] for start, end in each]
            for text, (each, _) in zip(texts, found, strict=True)
        ]
        tags = self._tags(units, [begins for _, begins in found])
        return [
            _words(text, *each, of_text)
            for text, each, of_text in zip(texts, found, tags, strict=True)
        ]

    def tag_words(self, words: Sequence[str]) -> list[str]:
        """Return a tag for each word of a sentence that is split already."""
        units = [[word[start:end] for start, end in spans(word)] or [word] for word in words]
        begins = [np.arange(len(each)) == 0 for each in units]
        flat = [unit for each in units for unit in each]
        return self._tags([flat], [np.concatenate([*begins, np.zeros(0, bool)])])[0]

    def _tags(self, units: list[list[str]], begins: list[np.ndarray]) -> list[list[str]]:
        """Return the tags of texts, given by their units and by which of them begin a word."""
        flat = self._segmenter.tables.encode(units)
        row = np.ones(len(flat.ids), bool)
        places = bounds(map(len, units))
        for (start, end), each in zip(places, begins, strict=True):
            row[start:end] = each
        first = np.flatnonzero(row)
        last = np.append(first[1:], len(row)) - 1
        inputs = Inputs(self._syllables, self._kinds, flat, row)
        best = self._network.scores(inputs, first, last).argmax(axis=1)
        ends = [np.searchsorted(first, place) for place in places]
        return [[TAGS[tag] for tag in best[start:end]] for start, end in ends]


def _words(text: str, units, begins: np.ndarray, tags: list[str]) -> list[Word]:
    words = joined(units, begins)
    return [
        Word(start, end, text[start:end], tag)
        for (start, end), tag in zip(words, tags, strict=True)
        if text[start] != "\n"
    ]
