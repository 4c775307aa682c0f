"""Finding entities: from a text to where its names, dates, sums and document numbers stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from .. import catalog
from ..catalog import ModelInfo
from ..words.network import Inputs, Network
from ..words.segmenter import Segmenter
from ..words.tables import EDGE, bounds
from .signs import Signs

LABELS = ("PER", "LOC", "ORG", "DOC", "MONEY", "DATE")
OUTSIDE = 0  # classes: outside, then for each label the unit that begins an entity and those in it
CLEAR = 7  # by how much a unit that is clearly outside scores higher for that than for all else


@dataclass(frozen=True, slots=True)
class Entity:
    """text[start:end] of the text handed in, as it is written there; label: one of LABELS."""

    start: int
    end: int
    text: str
    label: str


class Finder:
    """Finds entities of any text, which is never rewritten; offsets are its code points."""

    def __init__(
        self,
        segmenter: Segmenter,
        signs: Signs,
        network: Network,
        steps: np.ndarray,
        info: ModelInfo | None = None,
    ):
        self.info = info
        self._segmenter, self._signs, self._network, self._steps = segmenter, signs, network, steps
        self._syllables = network.syllables(segmenter.tables)
        self._kinds = segmenter.tables.kinds.astype(np.float32)

    @classmethod
    def load(cls, directory: Path, info: ModelInfo) -> "Finder":
        """Read the model's folder, and the embedded segmenter, whose tables it uses."""
        segmenter = catalog.get("segment", "embedded:tach_tu")
        signs = Signs((directory / "places.txt").read_text("utf-8").split("\n"))
        steps = load_file(directory / "steps.safetensors")["steps"]
        network = Network.load(directory / "network.safetensors")
        return cls(segmenter, signs, network, steps, info)

    def __call__(self, text: str) -> list[Entity]:
        return self.find([text])[0]

    def find(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the entities of each text, in order; none overlaps another."""
        found = self._segmenter.boundaries(texts)
        units = [
            [text[start:end] for start, end in each]
            for text, (each, _) in zip(texts, found, strict=True)
        ]
        flat = self._segmenter.tables.encode(units)
        told = columns(len(flat.ids), units, [begins for _, begins in found], self._signs)
        here = np.arange(EDGE, len(flat.ids) - EDGE)
        scores = np.zeros((len(flat.ids), 1 + 2 * len(LABELS)), np.float32)
        inputs = Inputs(self._syllables, self._kinds, flat, told)
        if len(here):
            scores[here] = self._network.scores(inputs, here, here + 1)
        places = bounds(map(len, units))
        for (first, _), each in zip(places, units, strict=True):
            line_ends = [first + i for i, unit in enumerate(each) if unit[0] == "\n"]
            scores[line_ends, OUTSIDE + 1 :] = -np.inf
        return [
            [
                Entity(start, end, text[start:end], label)
                for start, end, label in _entities(
                    each, best_classes(scores[first:last], self._steps).tolist()
                )
            ]
            for text, (each, _), (first, last) in zip(texts, found, places, strict=True)
        ]


def columns(size: int, units, begins, signs: Signs) -> np.ndarray:
    """Return float32 (size, 1 + S): whether a word begins at each unit of a row, and its signs."""
    row = np.zeros((size, 1 + signs.number), np.float32)
    row[:, 0] = 1
    for (start, end), each, of_text in zip(bounds(map(len, units)), units, begins, strict=True):
        row[start:end, 0] = of_text
        row[start:end, 1:] = signs(each)
    return row


def best_classes(scores: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the sequence of classes (n) with the best sum of scores (n, C) and steps (C, C).

    Units that are clearly outside, with a like neighbour, are not gone into (Viterbi 1967 else).
    """
    best = np.zeros(len(scores), np.int64)
    doubtful = scores[:, 1:].max(axis=1, initial=-np.inf) > scores[:, OUTSIDE] - CLEAR
    edges = np.flatnonzero(np.diff(doubtful, prepend=False, append=False))
    for start, end in edges.reshape(-1, 2):
        best[start:end] = _viterbi(scores[start:end], steps)
    return best


def _viterbi(scores: np.ndarray, steps: np.ndarray) -> list[int]:
    """Return the best classes between two units that are outside."""
    total, back = scores[0] + steps[OUTSIDE], []
    for each in scores[1:]:
        through = total[:, None] + steps
        back.append(through.argmax(axis=0))
        total = through.max(axis=0) + each
    path = [int((total + steps[:, OUTSIDE]).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _inside(c: int) -> bool:
    return c > 0 and c % 2 == 0


def _entities(units, classes: list[int]):
    """Yield start, end, label of each run of classes."""
    start = None
    for i, c in enumerate([*classes, OUTSIDE]):
        if start is not None and not _inside(c):
            yield units[start][0], units[i - 1][1], LABELS[(classes[start] - 1) // 2]
            start = None
        if c % 2:
            start = i
