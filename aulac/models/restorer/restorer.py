"""The restorer: the network prunes and scores the forms of each syllable, the trigrams decide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...data.counts import SPECIALS, START, Counts
from .lattice import posteriors
from .network import UNKNOWN_KEY, Network
from .tokens import Token, sentences, tokens
from .trigrams import Trigrams

Piece = tuple[int, str, list["Found"]]  # its start in the text, itself, the words in it

PIECES = 256  # handled at once
LONGEST_PIECE = 10_000  # code points of a text
BATCH = 64  # sentences in one run of the network
WEIGHT = 0.7  # of the trigrams against the network, the best on the dev sets
KEPT = 4  # forms of a syllable that the network leaves to the trigrams


@dataclass(frozen=True)
class Syllable:
    """What was written at text[start:end] became `text`, with this probability.

    alternatives: (form, probability), the likeliest first, `text` among them.
    """

    start: int
    end: int
    text: str
    probability: float
    alternatives: list[tuple[str, float]]


@dataclass(frozen=True)
class Restored:
    """A text with its marks, and every word of it."""

    text: str
    syllables: list[Syllable]


class Found(NamedTuple):
    """A word and its possible forms, lower-case, with their probabilities, the likeliest first."""

    token: Token
    forms: list[tuple[str, float]]


class Restorer:
    """Puts marks on syllables written without; all else stays as it is.

    Left alone: syllables written with a mark, words that are no Vietnamese syllables, numbers,
    addresses, punctuation, blanks and capitals. Where a text has marks already, a syllable without
    is changed the less readily, the fewer seem to be missing.
    """

    def __init__(self, info, counts: Counts, network: Network, weight: float = WEIGHT):
        self.info = info
        self.counts, self.network, self.weight = counts, network, weight
        self._trigrams = Trigrams(counts)
        self._key_ids = {key: i for i, key in enumerate(network.keys)}
        self._places, self._there = network.table()
        self._free = {
            k for k, there in zip(network.keys, self._there.any(-1), strict=True) if there
        }
        self._marked = self._share_with_marks()

    @classmethod
    def load(cls, directory: Path, info) -> "Restorer":
        """Read the network of a directory, and the counts of the course."""
        return cls(info, Counts.load(), Network.load(directory))

    def __call__(self, text: str) -> str:
        return self.restore([text])[0]

    def restore(self, texts: Sequence[str]) -> list[str]:
        """Return each text with its marks."""
        return list(self.stream(texts))

    def stream(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield each text with its marks, in order, reading ahead by no more than 256 texts."""
        for pieces in self._pieces_by_text(texts):
            yield "".join(_rewritten(piece, found) for _, piece, found in pieces)

    def details(self, texts: Sequence[str]) -> list[Restored]:
        """Return each text with its marks, and what each of its words could be."""
        return [_detailed(list(pieces)) for pieces in self._pieces_by_text(texts)]

    def _pieces_by_text(self, texts: Iterable[str]) -> Iterator[Iterator[Piece]]:
        """Yield, for each text, its pieces with the words found in them."""
        pieces = (
            (number, start, piece)
            for number, text in enumerate(texts)
            for start, piece in _pieces(text)
        )
        answered = (
            (number, start, piece, found)
            for some in _some(pieces, PIECES)
            for (number, start, piece), found in zip(
                some, self._find([piece for _, _, piece in some]), strict=True
            )
        )
        for _, group in groupby(answered, key=itemgetter(0)):
            yield (each[1:] for each in group)

    def _find(self, texts: list[str]) -> list[list[Found]]:
        """Return the words of each text, in order, with the forms each may have."""
        read = [list(tokens(text)) for text in texts]
        doubts = [self._doubt(text) for text in read]
        parts = [(i, part) for i, text in enumerate(read) for part in sentences(text)]
        answers = [[[(token.form, 1.0)] for token in part] for _, part in parts]
        unsure = [p for p, (_, part) in enumerate(parts) if any(map(self._is_free, part))]
        unsure.sort(key=lambda p: len(parts[p][1]))
        for some in _some(unsure, BATCH):
            batch = [parts[p][1] for p in some]
            forms = self._forms(batch, np.array([doubts[parts[p][0]] for p in some], np.float32))
            for p, of_part in zip(some, forms, strict=True):
                answers[p] = of_part
        found: list[list[Found]] = [[] for _ in texts]
        for (i, part), of_part in zip(parts, answers, strict=True):
            found[i] += map(Found, part, of_part)
        return [[word for word in words if word.token.is_word] for words in found]

    def _is_free(self, token: Token) -> bool:
        """Return whether a token may be changed."""
        return token.form == token.key and token.key in self._free

    def _doubt(self, text: list[Token]) -> float:
        """Return the log of the share of syllables in need of marks that lack them, by their look.

        Near 0 for a text typed without marks, far below for one that is right already.
        """
        marked = sum(token.form != token.key for token in text)
        lacking = sum(
            self._marked[self._key_ids.get(token.key, UNKNOWN_KEY)]
            for token in text
            if token.form == token.key
        )
        return float(np.log((lacking + 0.01) / (lacking + marked + 0.01)))

    def _share_with_marks(self) -> np.ndarray:
        """Return for each key how often it is written with marks in the counts."""
        number = self.counts.unigrams[self.network.form_ids].astype(float)
        key_of = np.repeat(np.arange(len(self.network.keys)), np.diff(self.network.rows))
        forms = [self.counts.vocabulary[i] for i in self.network.form_ids]
        plain = np.array([self.network.keys[k] for k in key_of]) == np.array(forms)
        every = np.bincount(key_of, number, len(self.network.keys))
        return np.bincount(key_of, number * ~plain, len(self.network.keys)) / np.maximum(every, 1)

    def _forms(self, batch: list[list[Token]], doubts: np.ndarray) -> list[list[list]]:
        """Return, for each token of each sentence, its forms as in `Found`."""
        keys = _padded(batch, lambda token: self._key_ids.get(token.key, UNKNOWN_KEY))
        written = _padded(batch, lambda token: self.counts.id(token.form))
        free = _padded(batch, self._is_free)
        ids, scores, usable = self._candidates(batch, keys, written, free)
        scores += np.where(ids == written[..., None], 0, doubts[:, None, None])
        start = SPECIALS.index(START)
        shares = posteriors(self._trigrams, ids, scores, usable, start, self.weight)
        order = np.argsort(-shares, axis=-1)
        ids = np.take_along_axis(ids, order, -1).tolist()
        shares = np.exp(np.take_along_axis(shares, order, -1)).tolist()
        number = np.where(free, usable.sum(axis=-1), 0).tolist()
        names = self.counts.vocabulary
        return [
            [
                [(names[ids[b][t][c]], shares[b][t][c]) for c in range(number[b][t])]
                or [(token.form, 1.0)]
                for t, token in enumerate(sentence)
            ]
            for b, sentence in enumerate(batch)
        ]

    def _candidates(self, batch, keys, written, free):
        """Return ids, scores and usable (B, T, KEPT): what is written, or the network's best."""
        ids = np.zeros((*keys.shape, KEPT), np.int64)
        scores = np.zeros(ids.shape, np.float32)
        usable = np.zeros(ids.shape, bool)
        ids[..., 0], usable[..., 0] = written, True
        hidden = self.network.hidden(keys, _padded(batch, lambda token: token.case))
        places, there = self._places[keys[free]], self._there[keys[free]]
        found = np.where(there, self.network.scores(hidden[free], places), -np.inf)
        best = np.argsort(-found, axis=-1)[:, :KEPT]
        ids[free] = self.network.form_ids[np.take_along_axis(places, best, -1)]
        usable[free] = np.take_along_axis(there, best, -1)
        scores[free] = np.where(usable[free], _log_share(found, best), 0)
        return ids, scores, usable


def _log_share(scores: np.ndarray, best: np.ndarray) -> np.ndarray:
    total = np.logaddexp.reduce(scores, axis=-1, keepdims=True)
    return np.take_along_axis(scores, best, -1) - total


def _padded(batch: list[list[Token]], value) -> np.ndarray:
    table = np.zeros((len(batch), max(map(len, batch))), type(value(batch[0][0])))
    for row, sentence in zip(table, batch, strict=True):
        row[: len(sentence)] = [value(token) for token in sentence]
    return table


def _some(items: Iterable, number: int) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, number)):
        yield some


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text, each with its start, cut at blanks where there are any."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        end = start + LONGEST_PIECE
        blank = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = blank + 1 if blank >= start else end
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _detailed(pieces: list[Piece]) -> Restored:
    return Restored(
        "".join(_rewritten(piece, found) for _, piece, found in pieces),
        [_syllable(start, piece, word) for start, piece, found in pieces for word in found],
    )


def _rewritten(text: str, found: list[Found]) -> str:
    parts, done = [], 0
    for token, forms in found:
        if forms[0][0] != token.form:
            parts += text[done : token.start], _cased(forms[0][0], text[token.start : token.end])
            done = token.end
    return "".join(parts) + text[done:]


def _syllable(shift: int, text: str, found: Found) -> Syllable:
    token, forms = found
    written = text[token.start : token.end]
    shown = [(_cased(f, written) if f != token.form else written, share) for f, share in forms]
    return Syllable(shift + token.start, shift + token.end, *shown[0], shown)


def _cased(form: str, written: str) -> str:
    """Return the form with the capitals of what was written: both have as many letters."""
    return "".join(f.upper() if w.isupper() else f for f, w in zip(form, written, strict=True))
