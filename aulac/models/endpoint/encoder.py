"""Vectors of texts, by the /embeddings of an endpoint."""

from collections.abc import Sequence

import numpy as np

from ..catalog import ModelInfo
from . import sentences as say
from .connection import Connection, Refused

BATCH = 32  # texts of one request: no more are taken by text-embeddings-inference


class Encoder:
    """Asks the server for vectors, and makes them of length 1."""

    def __init__(self, connection: Connection, model: str, info: ModelInfo):
        """Ask for one vector, to know how long they are. Errors: ModelError: there are none."""
        self.info = info
        self._connection, self._model = connection, model
        try:
            self._length = len(self._asked(["Việt Nam"])[0])
        except Refused as error:
            if error.status not in (400, 404, 405, 422, 501):
                raise
            vi, en = "đổi văn bản thành vectơ", "turn texts into vectors"
            raise say.lacks(info.ref, vi, en, "embeddings", error.reason) from None

    def __call__(self, text: str) -> np.ndarray:
        return self.embed([text])[0]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 (n, D), a row a text; zeros for a blank one.

        Errors: ModelError: no answer, or one that is not a vector for each text.
        """
        rows = np.zeros((len(texts), self._length), np.float32)
        for places in _batches([place for place, text in enumerate(texts) if text.strip()]):
            found = self._asked([texts[place] for place in places])
            if found.shape[1] != self._length:
                raise say.nonsense(self._connection.address.base)
            rows[list(places)] = found
        return rows

    def _asked(self, texts: list[str]) -> np.ndarray:
        body = {"model": self._model, "input": texts, "encoding_format": "float"}
        answer = self._connection.post("/embeddings", body)
        try:
            found = sorted(answer["data"], key=lambda each: each["index"])
            if [each["index"] for each in found] != list(range(len(texts))):
                raise ValueError("not a vector for each text")
            rows = np.array([each["embedding"] for each in found], np.float32)
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
            if rows.ndim != 2 or not (np.isfinite(lengths).all() and lengths.all()):
                raise ValueError("not vectors")
        except (KeyError, OverflowError, TypeError, ValueError):
            raise say.nonsense(self._connection.address.base) from None
        return rows / lengths


def _batches(places: list[int]):
    return (places[start : start + BATCH] for start in range(0, len(places), BATCH))
