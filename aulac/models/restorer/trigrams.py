"""How likely a syllable is after two others: a trigram model with Witten-Bell smoothing.

Witten and Bell (1991), method C: what was seen after a context is trusted the more, the fewer
different syllables followed it; the rest of the trust goes to the shorter context.
"""

import numpy as np

from ...data.counts import Counts


class Trigrams:
    """Probabilities from counts; all arguments are arrays of ids of one shape."""

    def __init__(self, counts: Counts):
        self.counts = counts
        number = counts.unigrams + 0.5
        self._single = number / number.sum()
        self._after_one = _followers(counts.unigrams, counts.bigram_rows, counts.bigrams)
        self._after_two = _followers(counts.bigrams, counts.trigram_rows, counts.trigrams)

    def log_probability(self, first, second, third) -> np.ndarray:
        """Return log P(third | first second)."""
        counts = self.counts
        pair = counts.find_bigram(first, second)
        shorter = self._after_one_syllable(second, third)
        place = counts.find_trigram(pair, third)
        seen = np.where(place < 0, 0, counts.trigrams[place])
        total, kinds = counts.bigrams[pair], self._after_two[pair]
        longer = (seen + kinds * shorter) / (total + kinds)
        return np.log(np.where(pair < 0, shorter, longer))

    def _after_one_syllable(self, first, second) -> np.ndarray:
        kinds = self._after_one[first]
        seen = self.counts.bigram(first, second)
        return (seen + kinds * self._single[second]) / (self.counts.unigrams[first] + kinds)


def _followers(totals: np.ndarray, rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return how many kinds followed each context: those kept, and the dropped, seen once."""
    sums = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])[rows]
    kept = np.diff(rows.astype(np.int64))
    return (kept + np.maximum(totals.astype(np.int64) - np.diff(sums), 0) + 1).astype(np.float32)
