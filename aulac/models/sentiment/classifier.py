"""Judging the feeling of a text: praise, blame or neither, each with its probability."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from .. import catalog
from ..catalog import ModelInfo
from ..search.matching import is_marked
from ..words.tables import Tables
from .features import numbers, sequences, units

LABELS = ("tich_cuc", "tieu_cuc", "trung_tinh")  # positive, negative, neutral or both
TYPED_BARE = 0.2  # share of marked units up to which a text counts as typed without marks


@dataclass(frozen=True, slots=True)
class Feeling:
    """label: the likeliest of LABELS; probabilities: of each label, their sum is 1."""

    label: str
    probabilities: dict[str, float]


@dataclass
class Weights:
    """A logistic regression. V sequences of units, N numbers.

    rarity (V,): weight of a sequence (idf); of_sequences (V, 3), of_numbers (N, 3), bias (3,).
    """

    vocabulary: list[str]
    rarity: np.ndarray
    of_sequences: np.ndarray
    of_numbers: np.ndarray
    bias: np.ndarray

    @classmethod
    def load(cls, directory: Path) -> "Weights":
        arrays = load_file(directory / "weights.safetensors")
        vocabulary = (directory / "vocabulary.txt").read_text("utf-8").split("\n")
        return cls(vocabulary, **{name: each.astype(np.float32) for name, each in arrays.items()})

    def save(self, directory: Path) -> None:
        (directory / "vocabulary.txt").write_text("\n".join(self.vocabulary), "utf-8")
        arrays = {name: each for name, each in vars(self).items() if name != "vocabulary"}
        halves = {name: each.astype(np.float16, order="C") for name, each in arrays.items()}
        save_file(halves, directory / "weights.safetensors")


class Classifier:
    """Judges texts of any kind; one typed without marks gets them back first, from the restorer."""

    def __init__(self, tables: Tables, weights: Weights, info: ModelInfo | None = None):
        self.info = info
        self._tables, self._weights = tables, weights
        self._places = {sequence: i for i, sequence in enumerate(weights.vocabulary)}

    @classmethod
    def load(cls, directory: Path, info: ModelInfo) -> "Classifier":
        """Read the model's folder, and the tables of the embedded segmenter."""
        tables = catalog.get("segment", "embedded:tach_tu").tables
        return cls(tables, Weights.load(directory), info)

    def __call__(self, text: str) -> Feeling:
        return self.classify([text])[0]

    def classify(self, texts: Sequence[str]) -> list[Feeling]:
        """Return what each text feels like."""
        return [_feeling(self.scores(keys)) for keys in map(units, _marked(texts))]

    def scores(self, keys: Sequence[str]) -> np.ndarray:
        """Return the score (3,) of each of LABELS for a text given by its units."""
        places, values = shares(keys, self._places, self._weights.rarity)
        told = numbers(keys, self._tables) @ self._weights.of_numbers
        return values @ self._weights.of_sequences[places] + told + self._weights.bias


def shares(keys: Sequence[str], places: dict[str, int], rarity: np.ndarray):
    """Return the places of the known sequences of a text and what each counts, of length 1."""
    found = {places[s]: n for s, n in sequences(keys).items() if s in places}
    at = np.array(list(found), np.int64)
    values = (1 + np.log(np.array(list(found.values()), np.float32))) * rarity[at]
    return at, values / max(float(np.linalg.norm(values)), 1e-9)


def _marked(texts: Sequence[str]) -> list[str]:
    """Return the texts, those typed without marks with marks."""
    bare = [i for i, text in enumerate(texts) if _is_typed_bare(text)]
    found = list(texts)
    if bare:
        restored = catalog.get("restore").restore([texts[i] for i in bare])
        for i, text in zip(bare, restored, strict=True):
            found[i] = text
    return found


def _is_typed_bare(text: str) -> bool:
    words = [key for key in units(text) if key[0].isalpha()]
    return bool(words) and sum(map(is_marked, words)) <= TYPED_BARE * len(words)


def _feeling(scores: np.ndarray) -> Feeling:
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return Feeling(LABELS[int(shares.argmax())], dict(zip(LABELS, shares.tolist(), strict=True)))
