"""The neural half: from the unmarked syllables around a place to the likely marked form there.

Gated convolutions (Dauphin et al. 2017) over embeddings of unmarked syllables. Each layer sees a
syllable and the two that stand `dilation` places before and behind it. The forms that a syllable
may have are scored by the product of their embeddings with the last layer. Written in NumPy, so
that neither learners nor a web page need a deep-learning framework; `training.py` holds the same
network in PyTorch.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

DILATIONS = (1, 1, 2, 1, 2, 4)
UNKNOWN_KEY = 1
EPSILON = 1e-5  # of the layer normalization, as in PyTorch


@dataclass
class Network:
    """Weights, float32. K keys, F forms, D dimensions, L layers.

    keys: unmarked syllables, in the order of their embeddings; the first two pad and stand for the
    unknown. key (K, D), case (3, D), norm_weight and norm_bias (L + 1, D), weight (L, 3 D, 2 D),
    bias (L, 2 D). rows (K + 1,): the forms of key k are those from rows[k] to rows[k + 1] in forms,
    form (F, D) and form_bias (F,).
    """

    keys: list[str]
    forms: list[str]
    key: np.ndarray
    case: np.ndarray
    norm_weight: np.ndarray
    norm_bias: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    rows: np.ndarray
    form: np.ndarray
    form_bias: np.ndarray

    @classmethod
    def load(cls, directory: Path) -> "Network":
        keys, forms = (_lines(directory / name) for name in ("keys.txt", "forms.txt"))
        tables = load_file(directory / "network.safetensors")
        halves = {n: t.astype(np.float32) for n, t in tables.items() if t.dtype == np.float16}
        return cls(keys, forms, **tables | halves)

    def save(self, directory: Path) -> None:
        """Write the weights in half precision, the keys and the forms."""
        tables = {n: table for n, table in vars(self).items() if n not in ("keys", "forms")}
        halves = {n: t.astype(np.float16) for n, t in tables.items() if t.dtype == np.float32}
        contiguous = {n: np.ascontiguousarray(t) for n, t in (tables | halves).items()}
        save_file(contiguous, directory / "network.safetensors")
        for name in ("keys", "forms"):
            (directory / f"{name}.txt").write_text("\n".join(getattr(self, name)), "utf-8")

    def hidden(self, keys: np.ndarray, cases: np.ndarray) -> np.ndarray:
        """Return (B, T, D) for a batch of sentences (B, T) of key ids and cases, padded with 0."""
        inside = (keys != 0)[..., None].astype(np.float32)
        x = (self.key[keys] + self.case[cases]) * inside
        for layer, dilation in enumerate(DILATIONS):
            y = self._normal(x, layer) * inside
            y = np.concatenate([_shifted(y, dilation), y, _shifted(y, -dilation)], axis=-1)
            y = y.reshape(-1, y.shape[-1]) @ self.weight[layer] + self.bias[layer]
            value, gate = np.split(y, 2, axis=-1)
            x = x + (value / (1 + np.exp(-gate))).reshape(x.shape)
        return self._normal(x, len(DILATIONS))

    def scores(self, hidden: np.ndarray, forms: np.ndarray) -> np.ndarray:
        """Return the scores (N, C) of C forms, given by place, for each of N rows of `hidden`."""
        products = np.matmul(self.form[forms], hidden[:, :, None])[..., 0]
        return products + self.form_bias[forms]

    def table(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the places (K, C) of each key's forms, and which of the C there are."""
        first, last = self.rows[:-1, None].astype(np.int64), self.rows[1:, None].astype(np.int64)
        places = first + np.arange((last - first).max())
        return np.minimum(places, len(self.forms) - 1), places < last

    def _normal(self, x: np.ndarray, layer: int) -> np.ndarray:
        x = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + EPSILON)
        return x / spread * self.norm_weight[layer] + self.norm_bias[layer]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")


def _shifted(x: np.ndarray, by: int) -> np.ndarray:
    """Return x (B, T, D) moved by some places to the right (or left), with zeros moved in."""
    moved = np.zeros_like(x)
    if abs(by) < x.shape[1]:
        (moved[:, by:] if by > 0 else moved[:, :by])[...] = x[:, :-by] if by > 0 else x[:, -by:]
    return moved
