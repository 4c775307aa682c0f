"""Finding words: from a text to where its words stand."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..catalog import ModelInfo
from .network import Inputs, Network
from .tables import Tables, bounds
from .units import MARK, spans
from .word import Word

Spans = list[tuple[int, int]]


class Segmenter:
    """Finds the words of texts; a mark of punctuation is a word of its own, blanks belong to none.

    Any text will do: NFD, new tone style, capitals, emoji. It is never rewritten; offsets are code
    points of the text as it was handed in.
    """

    def __init__(self, tables: Tables, network: Network, info: ModelInfo | None = None):
        self.tables, self.info = tables, info
        self._network = network
        self._syllables = network.syllables(tables)
        self._kinds = tables.kinds.astype(np.float32)

    @classmethod
    def load(cls, directory: Path, info: ModelInfo) -> "Segmenter":
        """Read the model's folder."""
        return cls(Tables.load(directory), Network.load(directory / "network.safetensors"), info)

    def __call__(self, text: str) -> list[Word]:
        return self.segment([text])[0]

    def segment(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the words of each text, in order."""
        return [
            [
                Word(start, end, text[start:end])
                for start, end in joined(*found)
                if text[start] != "\n"
            ]
            for text, found in zip(texts, self.boundaries(texts), strict=True)
        ]

    def boundaries(self, texts: Sequence[str]) -> list[tuple[Spans, np.ndarray]]:
        """Return the units of each text, and whether a word begins at each of them."""
        units = [spans(text) for text in texts]
        flat = self.tables.encode(
            [
                [text[start:end] for start, end in each]
                for text, each in zip(texts, units, strict=True)
            ]
        )
        begins = np.ones(len(flat.ids), bool)
        marks = flat.shapes == MARK
        gaps = np.flatnonzero(~marks[1:] & ~marks[:-1]) + 1
        scores = self._network.scores(Inputs(self._syllables, self._kinds, flat), gaps - 1, gaps)
        begins[gaps] = scores[:, 1] > scores[:, 0]
        return [
            (each, begins[start:end])
            for each, (start, end) in zip(units, bounds(map(len, units)), strict=True)
        ]


def joined(units: Spans, begins: np.ndarray) -> Spans:
    """Return where each word stands: the units from one that begins a word to the next."""
    words: Spans = []
    for (start, end), begin in zip(units, begins.tolist(), strict=True):
        if begin:
            words.append((start, end))
        else:
            words[-1] = words[-1][0], end
    return words
