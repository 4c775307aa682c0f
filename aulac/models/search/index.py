"""BM25 over texts as lists of terms, in NumPy; `matching.py` says what the terms are.

BM25 (Robertson and Zaragoza 2009) counts which terms of a query a text holds: rare terms count
more, repetitions ever less, and long texts are held back.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from .matching import Term, terms

K1, B = 1.2, 0.75  # how soon repetitions stop counting; how much long texts are held back


class Index:
    """Texts, ready to be searched."""

    def __init__(self, texts: Sequence[str]):
        self._ids: dict[Term, int] = {}
        counts, lengths = [], []
        for text in texts:
            found = Counter(terms(text))
            counts.append({self._id(term): times for term, times in found.items()})
            lengths.append(found.total())
        ids = np.fromiter((i for each in counts for i in each), np.int64)
        times = np.fromiter((n for each in counts for n in each.values()), np.float32)
        holders = np.repeat(np.arange(len(counts), dtype=np.int32), [*map(len, counts)])
        self._size = len(counts)
        self._sort(ids, times, holders, np.array(lengths, np.float32))

    def scores(self, wanted: Mapping[Term, float]) -> np.ndarray:
        """Return how well each text answers, float32 (n,); 0 where nothing matches.

        wanted: what each term of a query counts.
        """
        scores = np.zeros(self._size, np.float32)
        for term, weight in wanted.items():
            if (i := self._ids.get(term)) is not None:
                found = slice(self._starts[i], self._starts[i + 1])
                scores[self._holders[found]] += weight * self._gains[found]
        return scores

    def _id(self, term: Term) -> int:
        return self._ids.setdefault(term, len(self._ids))

    def _sort(self, ids, times, holders, lengths) -> None:
        """Keep what each term gains each text that holds it, term by term."""
        held = np.bincount(ids, minlength=len(self._ids))
        relative = lengths[holders] / max(lengths.mean(), 1) if len(lengths) else lengths
        gains = times / (times + K1 * (1 - B + B * relative))
        rarity = np.log1p((len(lengths) - held + 0.5) / (held + 0.5))
        order = np.argsort(ids, kind="stable")
        self._holders = holders[order]
        self._gains = (gains * rarity[ids])[order].astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(held)])
