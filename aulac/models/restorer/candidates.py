"""The forms that a syllable may have, and how well the network likes each."""

from typing import NamedTuple

import numpy as np

from ...data.counts import Counts
from .network import UNKNOWN_KEY, Network
from .tokens import Token

# Shares of marks that a writer may leave out, and how likely each is before the text is read.
DROPPED = np.array([0.0001, 0.03, 0.1, 0.3, 0.6, 0.9, 1.0])
PRIOR = np.array([0.4, 0.02, 0.05, 0.05, 0.05, 0.1, 0.4])


class Candidates(NamedTuple):
    """Tables (B, T, C) over sentences, tokens and candidates; `free` (B, T) may be changed.

    ids: in the counts' vocabulary. forms: places among the network's forms, where free. scores:
    log-probabilities. usable: which of the C there are: one for a token that is not free.
    """

    ids: np.ndarray
    forms: np.ndarray
    scores: np.ndarray
    usable: np.ndarray
    free: np.ndarray


class Chooser:
    """Chooses the few forms of each syllable that the network finds likely.

    marked (K,): how often each of the network's keys is written with marks.
    """

    kept = 6

    def __init__(self, counts: Counts, network: Network):
        self.counts, self.network = counts, network
        self._ids = {key: i for i, key in enumerate(network.keys)}
        self._form_ids = np.array([counts.id(form) for form in network.forms])
        self._places, there = network.table()
        self._there = there & self._as_long_as_key()
        has_forms = self._there.any(-1)
        self._free = {key for key, i in self._ids.items() if has_forms[i]}
        self.marked = self._share_with_marks()

    def is_free(self, token: Token) -> bool:
        """Return whether a token may be changed: a syllable written without marks."""
        return token.form == token.key and token.key in self._free

    def doubt(self, text: list[Token]) -> float:
        """Return the log of the share of marks that the writer of a text seems to leave out.

        Near 0 for a text typed without marks, far below for one that is right already. How often a
        syllable has marks in the counts tells how likely a text is for each share of `DROPPED`.
        """
        known = [token for token in text if token.key in self._free]
        share = np.array([self.marked[self._ids[token.key]] for token in known])[:, None]
        written = np.array([token.form != token.key for token in known], bool)[:, None]
        likely = np.where(written, share * (1 - DROPPED), 1 - share * (1 - DROPPED))
        logs = np.log(np.maximum(likely, 1e-3)).sum(axis=0) + np.log(PRIOR)
        weights = np.exp(logs - logs.max())
        return float(np.log(weights @ DROPPED / weights.sum()))

    def choose(self, sentences: list[list[Token]], doubts: list[float]) -> Candidates:
        """Return the candidates of each token; `doubts`, one a sentence, weigh against changes."""
        keys = _padded(sentences, lambda token: self._ids.get(token.key, UNKNOWN_KEY))
        written = _padded(sentences, lambda token: self.counts.id(token.form))
        free = _padded(sentences, self.is_free)
        kept = min(self.kept, self._places.shape[1])
        shape = (*keys.shape, kept)
        ids, forms = np.zeros((2, *shape), np.int64)
        scores, usable = np.zeros(shape, np.float32), np.zeros(shape, bool)
        ids[..., 0], usable[..., 0] = written, True
        places, there = self._places[keys[free]], self._there[keys[free]]
        likes = np.where(there, self._likes(sentences, keys, free, places), -np.inf)
        best = np.argsort(-likes, axis=-1)[:, :kept]
        forms[free] = np.take_along_axis(places, best, -1)
        ids[free] = self._form_ids[forms[free]]
        usable[free] = np.take_along_axis(there, best, -1)
        likes -= np.logaddexp.reduce(likes, axis=-1, keepdims=True)
        scores[free] = np.where(usable[free], np.take_along_axis(likes, best, -1), 0)
        changed = ids != written[..., None]
        return Candidates(ids, forms, scores + changed * _column(doubts), usable, free)

    def _likes(self, sentences, keys, free, places) -> np.ndarray:
        """Return the scores (N, C) of the forms at `places` for each of the N free tokens."""
        cases = _padded(sentences, lambda token: token.case)
        return self.network.scores(self.network.hidden(keys, cases)[free], places)

    def _as_long_as_key(self) -> np.ndarray:
        """Return (K, C) which forms have as many letters as their key; some have loose marks."""
        forms, keys = (np.array(list(map(len, s))) for s in (self.network.forms, self.network.keys))
        return forms[self._places] == keys[:, None]

    def _share_with_marks(self) -> np.ndarray:
        """Return for each key how often it is written with marks in the counts."""
        network = self.network
        key_of = np.repeat(np.arange(len(network.keys)), np.diff(network.rows))
        marked = np.array(network.forms) != np.array(network.keys)[key_of]
        number = self.counts.unigrams[self._form_ids].astype(float)
        every = np.bincount(key_of, number, len(network.keys))
        return np.bincount(key_of, number * marked, len(network.keys)) / np.maximum(every, 1)


class FrequentForms(Chooser):
    """Chooses the most frequent forms of each syllable, all liked equally."""

    kept = 8

    def _likes(self, sentences, keys, free, places) -> np.ndarray:
        return np.zeros(places.shape)  # forms stand in the order of their frequency


def _padded(sentences: list[list[Token]], value) -> np.ndarray:
    first = type(value(sentences[0][0]))
    table = np.zeros((len(sentences), max(map(len, sentences))), first)
    for row, sentence in zip(table, sentences, strict=True):
        row[: len(sentence)] = [value(token) for token in sentence]
    return table


def _column(doubts: list[float]) -> np.ndarray:
    return np.array(doubts, np.float32)[:, None, None]
