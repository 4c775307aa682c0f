"""Sentences as vectors: texts that mean the like point the same way."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

from ...text import stored
from .. import catalog
from ..catalog import ModelInfo


class Encoder:
    """The sum of the vectors of a text's tokens, of length 1; every token has one vector.

    vectors: int8 (V, D); scales: float32 (V,), how long each is, so how much its token counts.
    """

    def __init__(
        self, tokenizer: Any, vectors: np.ndarray, scales: np.ndarray, info: ModelInfo | None = None
    ):
        self.info = info
        self._tokenizer = tokenizer
        self._vectors, self._scales = vectors, scales

    @classmethod
    def load(cls, directory: Path, info: ModelInfo) -> "Encoder":
        """Read the model's folder, and the embedded tokenizer."""
        arrays = load_file(directory / "vectors.safetensors")
        return cls(catalog.get("tokenize", "embedded:bpe_16k"), **arrays, info=info)

    def __call__(self, text: str) -> np.ndarray:
        return self.embed([text])[0]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 (n, D), a row a text; zeros for a text without tokens.

        The product of two rows is how alike their texts are: 1 for the same, about 0 for strangers.
        """
        rows = np.zeros((len(texts), self._vectors.shape[1]), np.float32)
        for row, text in zip(rows, texts, strict=True):
            ids, times = np.unique(self._ids(text), return_counts=True)
            row[:] = (times * self._scales[ids]) @ self._vectors[ids].astype(np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)

    def _ids(self, text: str) -> np.ndarray:
        return np.array(self._tokenizer.encode(stored(text)), np.int64)


def save(vectors: np.ndarray, directory: Path) -> None:
    """Write `vectors.safetensors`: float vectors (V, D) in eight bits a number."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9)
    whole = np.round(127 * vectors / scales[:, None]).astype(np.int8)
    arrays = {"vectors": whole, "scales": (scales / scales.max()).astype(np.float32)}
    save_file(arrays, directory / "vectors.safetensors")
