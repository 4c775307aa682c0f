"""Tokens of hub models, each with its place in the text as it was given."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .. import catalog
from ..catalog import ModelInfo
from ..tokens import Token
from ..tokens.tokenizer import said_by
from ..unicode import encodable
from .loading import tokenizer_of


class Tokenizer:
    """Splits texts as a hub model does.

    A model that reads words (PhoBERT) is given those of our own segmenter, syllables joined by "_".
    """

    def __init__(self, tokenizer: Any, info: ModelInfo | None = None, words: bool = False):
        self.info, self._tokenizer = info, tokenizer
        self._segmenter = segmenter() if words or needs_words(tokenizer) else None
        self.size = len(tokenizer)

    @classmethod
    def load(cls, folder: Path, info: ModelInfo, words: bool = False) -> "Tokenizer":
        return cls(tokenizer_of(folder), info, words)

    def __call__(self, text: str) -> list[Token]:
        text = encodable(text)
        if self._tokenizer.is_fast and not self._segmenter:
            return [*self._whole(text)]
        return [token for start, end in self._units(text) for token in self._unit(text, start, end)]

    def tokenize(self, texts: Sequence[str]) -> list[list[Token]]:
        """Return the tokens of each text, in order; blanks may be left out."""
        return [self(text) for text in texts]

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's tokens, without those that begin and end a text."""
        return [token.id for token in self(text)]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of tokens; special ones are left out."""
        return self._tokenizer.decode(list(ids), skip_special_tokens=True)

    def _whole(self, text: str) -> Iterator[Token]:
        found = self._tokenizer(
            text,
            add_special_tokens=False,
            return_offsets_mapping=True,
            split_special_tokens=True,  # whoever types <|im_end|> means these letters
        )
        for number, (start, end) in zip(found["input_ids"], found["offset_mapping"], strict=True):
            yield Token(start, end, self._shown(number), number)

    def _units(self, text: str) -> list[tuple[int, int]]:
        """Return the places of what is split one by one: words, or what stands between blanks."""
        if self._segmenter:
            return [(word.start, word.end) for word in self._segmenter(text)]
        return [*_between_blanks(text)]

    def _unit(self, text: str, start: int, end: int) -> Iterator[Token]:
        """Yield the tokens of a unit; each takes as many characters as its piece has."""
        pieces = self._tokenizer.tokenize(joined(text[start:end]), split_special_tokens=True)
        numbers = self._tokenizer.convert_tokens_to_ids(pieces)
        for place, (piece, number) in enumerate(zip(pieces, numbers, strict=True)):
            last = place == len(pieces) - 1
            stop = end if last else min(end, start + len(_bare(piece)))
            yield Token(start, stop, _bare(piece), number)
            start = stop

    def _shown(self, number: int) -> str:
        """Return what a token says; bytes that are no whole character as the embedded ones do."""
        piece = self._tokenizer.convert_ids_to_tokens(number)
        text = self._tokenizer.decode([number])
        if not text or "\ufffd" in text:
            try:
                return said_by(piece)
            except KeyError:
                return piece
        return " " + text.lstrip(" ") if piece.startswith("▁") else text


def needs_words(tokenizer: Any) -> bool:
    """Return whether a tokenizer wants the syllables of a word joined by "_"."""
    return type(tokenizer).__name__.startswith("Phobert")


def segmenter() -> catalog.Segmenter:
    """Return the embedded segmenter, whose words these models are given."""
    return catalog.get("segment")


def joined(word: str) -> str:
    """Return a word with its syllables joined by "_"."""
    return "_".join(word.split())


def _bare(piece: str) -> str:
    """Return a piece without the signs for "goes on" and "a word begins"."""
    return piece.removesuffix("@@").removeprefix("▁").removesuffix("</w>")


def _between_blanks(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for part in text.split():
        start = text.index(part, end)
        end = start + len(part)
        yield start, end
