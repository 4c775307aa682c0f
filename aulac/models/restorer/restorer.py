"""The restorer: the network prunes and scores the forms of each syllable, the trigrams decide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...data.counts import Counts
from .candidates import Chooser, FrequentForms
from .lattice import posteriors
from .network import Network
from .tokens import Token, sentences, tokens
from .trigrams import Trigrams

Piece = tuple[int, str, list["Found"]]  # its start in the text, itself, the words in it

PIECES = 256  # handled at once
LONGEST_PIECE = 10_000  # code points of a text
BATCH = 64  # sentences in one run of the network


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

    chooser_class = Chooser
    weight = 1.0  # of the trigrams against the network: the best on the dev sets

    def __init__(self, info, counts: Counts, network: Network):
        self.info = info
        self._names = network.forms
        self._trigrams = Trigrams(counts)
        self.chooser = self.chooser_class(counts, network)

    @classmethod
    def load(cls, directory: Path, info) -> "Restorer":
        """Read the network of a directory, and the course's counts."""
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
        doubts = [self.chooser.doubt(text) for text in read]
        parts = [(i, part) for i, text in enumerate(read) for part in sentences(text)]
        answers = [[[(token.form, 1.0)] for token in part] for _, part in parts]
        unsure = [p for p, (_, part) in enumerate(parts) if any(map(self.chooser.is_free, part))]
        unsure.sort(key=lambda p: len(parts[p][1]))
        for some in _some(unsure, BATCH):
            batch = [parts[p][1] for p in some]
            forms = self._forms(batch, [doubts[parts[p][0]] for p in some])
            for p, of_part in zip(some, forms, strict=True):
                answers[p] = of_part
        found: list[list[Found]] = [[] for _ in texts]
        for (i, part), of_part in zip(parts, answers, strict=True):
            found[i] += map(Found, part, of_part)
        return [[word for word in words if word.token.is_word] for words in found]

    def _forms(self, batch: list[list[Token]], doubts: list[float]) -> list[list[list]]:
        """Return, for each token of each sentence, its forms as in `Found`."""
        chosen = self.chooser.choose(batch, doubts)
        shares = posteriors(self._trigrams, chosen, self.weight)
        order = np.argsort(-shares, axis=-1)
        forms = np.take_along_axis(chosen.forms, order, -1).tolist()
        shares = np.exp(np.take_along_axis(shares, order, -1)).tolist()
        number = np.where(chosen.free, chosen.usable.sum(axis=-1), 0).tolist()
        names = self._names
        return [
            [
                [(names[forms[b][t][c]], shares[b][t][c]) for c in range(number[b][t])]
                or [(token.form, 1.0)]
                for t, token in enumerate(sentence)
            ]
            for b, sentence in enumerate(batch)
        ]


class TrigramRestorer(Restorer):
    """The counts alone."""

    chooser_class = FrequentForms
    weight = 1.0


class NetworkRestorer(Restorer):
    """The network alone."""

    weight = 0.0


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
