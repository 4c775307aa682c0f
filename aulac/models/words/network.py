"""The network: what it makes of a unit and of three units on either side, in NumPy.

Two convolutions of width 3 over what `Tables` says of each unit. A word or the gap between two
units is judged by what comes out at two places: at its first and last unit, or at the two units
beside the gap. `training.py` holds the same network in PyTorch.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from .tables import EDGE, Flat, Tables
from .units import SHAPES

BLOCK = 8192  # units at a time


@dataclass
class Network:
    """H hidden numbers, F numbers of a unit, O own numbers of a frequent syllable, C classes.

    own_ids: the frequent syllables; own (len(own_ids), O): their numbers. first (3, F, H), second
    (3, H, H): convolutions; first_bias, second_bias (H,). last (2, H, C), last_bias (C,).
    """

    own_ids: np.ndarray
    own: np.ndarray
    first: np.ndarray
    first_bias: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray
    last: np.ndarray
    last_bias: np.ndarray

    @classmethod
    def load(cls, path: Path) -> "Network":
        arrays = load_file(path)
        whole = {"own_ids": arrays.pop("own_ids")}
        return cls(**whole, **{name: table.astype(np.float32) for name, table in arrays.items()})

    def save(self, path: Path) -> None:
        tables = {name: table.astype(np.float16, order="C") for name, table in vars(self).items()}
        save_file(tables | {"own_ids": self.own_ids}, path)

    def scores(self, inputs: "Inputs", left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return the score (len(left), C) of each class for what lies between two places."""
        hidden = np.concatenate([self._hidden(inputs, block) for block in _blocks(len(inputs))])
        return hidden[left] @ self.last[0] + hidden[right] @ self.last[1] + self.last_bias

    def _hidden(self, inputs: "Inputs", block: slice) -> np.ndarray:
        """Return what comes out at the units of a block, float32 (n, H)."""
        before = min(EDGE, block.start)
        x = inputs[slice(block.start - before, block.stop + EDGE)]
        h = np.maximum(_convolve(x, self.first, self.first_bias), 0)
        h += np.maximum(_convolve(h, self.second, self.second_bias), 0)
        return h[before : before + block.stop - block.start]

    def syllables(self, tables: Tables) -> np.ndarray:
        """Return the numbers of each syllable, those of all networks and its own (V, D + O)."""
        own = np.zeros((len(tables.vocabulary), self.own.shape[1]), np.float32)
        own[self.own_ids] = self.own
        return np.concatenate([tables.vectors, own], axis=1)


@dataclass
class Inputs:
    """The numbers of every unit of a row, float32 (n, F), made as slices of it are asked for.

    syllables: as `Network.syllables` gives them; kinds: of `Tables`; begins: whether a word begins
    at each unit (n,), or that and more (n, columns), for a network that is told.
    """

    syllables: np.ndarray
    kinds: np.ndarray
    flat: Flat
    begins: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.flat.ids)

    def __getitem__(self, part: slice) -> np.ndarray:
        numbers = [self.syllables[self.flat.ids[part]], *given(self.kinds, self.flat, part)]
        if self.begins is not None:
            told = self.begins[part]
            numbers.append(told[:, None] if told.ndim == 1 else told)
        return np.concatenate(numbers, axis=1, dtype=np.float32)


def given(kinds: np.ndarray, flat: Flat, part: slice = slice(None)) -> list[np.ndarray]:
    """Return the numbers of units that do not hang on which syllables they are."""
    shapes = _ONE_HOT[flat.shapes[part]]
    return [shapes, kinds[flat.pairs[part]], flat.alike[part], flat.known[part]]


_ONE_HOT = np.eye(len(SHAPES), dtype=np.float32)


def _blocks(length: int) -> list[slice]:
    return [slice(start, min(start + BLOCK, length)) for start in range(0, length, BLOCK)]


def _convolve(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return sums over a unit and its neighbours; beyond the ends there are zeros."""
    y = x @ weight[1] + bias
    y[1:] += x[:-1] @ weight[0]
    y[:-1] += x[1:] @ weight[2]
    return y
