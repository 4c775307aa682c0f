"""Text into tokens and back, by the `tokenizers` library; no deep-learning framework is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tokenizers

from ..catalog import ModelInfo
from ..unicode import encodable

LONGEST_PIECE = 10_000  # code points of a text that are read at once

_PRINTED = [*range(33, 127), *range(161, 173), *range(174, 256)]
_OTHERS = [byte for byte in range(256) if byte not in _PRINTED]
# Byte-level BPE writes a byte as a letter: printable ones as themselves, the rest from U+0100 on.
_BYTES = {chr(byte): byte for byte in _PRINTED}
_BYTES |= {chr(256 + place): byte for place, byte in enumerate(_OTHERS)}


@dataclass(frozen=True)
class Token:
    """A token: text[start:end] is where it stands, `text` what it says, composed (NFC).

    The blank before a word is part of the word's token. A token that holds only some bytes of a
    character shows them as <F0><9F>, and its place is that of the character.
    """

    start: int
    end: int
    text: str
    id: int


class Tokenizer:
    """Splits texts into tokens of a fixed vocabulary, and joins them again."""

    def __init__(self, tokenizer: tokenizers.Tokenizer, info: ModelInfo | None = None):
        self.info = info
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True  # whoever types <|im_end|> means these letters
        self._special = tokenizer.get_added_tokens_decoder().keys()
        self.size = tokenizer.get_vocab_size()

    @classmethod
    def load(cls, directory: Path, info: ModelInfo | None = None) -> "Tokenizer":
        """Read `tokenizer.json`."""
        return cls(tokenizers.Tokenizer.from_file(str(directory / "tokenizer.json")), info)

    def __call__(self, text: str) -> list[Token]:
        pieces = ((start, self._tokenizer.encode(piece), piece) for start, piece in _pieces(text))
        return [token for each in pieces for token in _tokens(*each)]

    def tokenize(self, texts: Sequence[str]) -> list[list[Token]]:
        """Return the tokens of each text, in order; together they cover it."""
        return [self(text) for text in texts]

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's tokens."""
        return [i for _, piece in _pieces(text) for i in self._tokenizer.encode(piece).ids]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of tokens, NFC; special tokens are left out, broken bytes are U+FFFD."""
        return self._tokenizer.decode(list(ids))

    def id(self, special: str) -> int:
        """Return the id of a special token, such as <|endoftext|>."""
        return self._tokenizer.token_to_id(special)

    def bytes_of(self, number: int) -> bytes:
        """Return the bytes of UTF-8 that a token stands for; none for a special token."""
        return b"" if number in self._special else _bytes(self._tokenizer.id_to_token(number))

    def shown(self, number: int) -> str:
        """Return a token as `Token.text` has it, or the name of a special token."""
        piece = self._tokenizer.id_to_token(number)
        return piece if number in self._special else said_by(piece)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text, each with its start, cut before blanks where there are any."""
    text, start = encodable(text), 0
    while len(text) - start > LONGEST_PIECE:
        end = text.rfind(" ", start + 1, start + LONGEST_PIECE)
        end = end if end > start else start + LONGEST_PIECE
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _tokens(shift: int, found: tokenizers.Encoding, text: str) -> Iterator[Token]:
    rows = zip(_spans(found, len(text)), found.tokens, found.ids, strict=True)
    for (start, end), piece, number in rows:
        yield Token(shift + start, shift + end, said_by(piece), number)


def _spans(found: tokenizers.Encoding, length: int) -> list[tuple[int, int]]:
    """Return where each token stands: up to where the next one begins.

    The library's own ends leave out the marks that were composed with the letter before.
    """
    starts = [start for start, _ in found.offsets]
    ends = [length] * len(starts)
    for place in range(len(starts) - 2, -1, -1):
        after = starts[place + 1]
        ends[place] = after if starts[place] < after else ends[place + 1]
    return list(zip(starts, ends, strict=True))


@lru_cache(maxsize=1 << 16)
def said_by(piece: str) -> str:
    """Return what a piece of byte-level BPE says; bytes that are no whole character as <F0><9F>.

    Errors: KeyError where it is no such piece.
    """
    raw = _bytes(piece)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(f"<{byte:02X}>" for byte in raw)


def _bytes(piece: str) -> bytes:
    return bytes(map(_BYTES.__getitem__, piece))
