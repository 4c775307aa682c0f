"""The vocabularies of the playground, each a function from a text to its tokens, as bytes."""

import base64
import codecs
import json
import re
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from unicodedata import combining

import numpy as np
import tokenizers
import vocabularies
from tokenizers import Regex, pre_tokenizers

from aulac import models
from aulac.models.catalog import EMBEDDED
from aulac.models.tokens import Tokenizer
from aulac.text import unaccented_key

OURS = ["bytes", "bpe_8k", "bpe_16k", "raw"]
OTHERS = [name for name in vocabularies.NAMES if not name.startswith("bpe_")]
RECORDED = json.loads(Path(__file__).with_name("playground_recorded.json").read_text("utf-8"))
ASSIGNED = 0x40000  # no letters, digits or blanks stand beyond
LONGEST = 60  # code points without a blank that the well-known vocabularies are asked about

codecs.register_error(
    "aulac_hex", lambda e: ("".join(f"<{b:02X}>" for b in e.object[e.start : e.end]), e.end)
)


@lru_cache(maxsize=4096)
def tokens(name: str, text: str) -> tuple[bytes, ...]:
    """Return the tokens of a text; they hold its bytes, composed (NFC) or not."""
    if name == "bytes":
        return tuple(bytes([byte]) for byte in text.encode())
    own = tokenizer(name)
    return tuple(own.bytes_of(number) for number in own.encode(text))


@cache
def tokenizer(name: str) -> Tokenizer:
    if name != "raw":
        return models.get("tokenize", f"embedded:{name}")
    content = model() | {"normalizer": None}
    return Tokenizer(tokenizers.Tokenizer.from_str(json.dumps(content)))


@cache
def model() -> dict:
    return json.loads((EMBEDDED / "bpe_16k" / "tokenizer.json").read_text("utf-8"))


def size(name: str) -> int:
    """Return how many tokens a vocabulary has."""
    return 256 if name == "bytes" else tokenizer(name).size


def is_broken(token: bytes) -> bool:
    """Return whether a token holds only part of a letter."""
    try:
        token.decode()
    except UnicodeDecodeError:
        return True
    return False


@cache
def bare_syllables() -> frozenset[str]:
    """Return what is left of the vocabulary's marked syllables when their marks are stripped."""
    own = tokenizer("bpe_16k")
    found = (own.bytes_of(number) for number in range(own.size))
    texts = (token.decode()[1:] for token in found if token[:1] == b" " and not is_broken(token))
    bare = ((text, unaccented_key(text).lower()) for text in texts)
    return frozenset(b for text, b in bare if b != text.lower() and re.fullmatch("[a-z]+", b))


BLANKS = str.maketrans({" ": "·", "\n": "⏎", "\r": "⏎", "\t": "⇥"})


def shown(token: bytes) -> str:
    """Return a token with its blanks in view; bytes that make no letter as <E1>."""
    return token.decode(errors="aulac_hex").translate(BLANKS)


def recorded(forms: list[str]) -> dict[str, list[int]]:
    """Return the recorded tokens of the text as typed and of its other forms, by vocabulary."""
    return RECORDED["counts"].get(forms[0], {})


def live(forms: list[str]) -> dict[str, list[int]]:
    """Return the same of any text, counted here by the packages that carry the vocabularies."""
    if max(map(len, " ".join(forms).split()), default=0) > LONGEST:
        return recorded(forms)
    found = {}
    for name in OTHERS:
        try:
            own = vocabularies.load(name)
        except PackageNotFoundError:
            continue
        found[name] = [len(own(text)) for text in forms]
    return found


# For the page


def bpe_tables() -> dict:
    """Return what the page cuts with: the bytes in the order of their numbers, then the merges.

    The smaller vocabulary is the beginning of the larger one.
    """
    content = model()["model"]
    numbers = content["vocab"]
    special = numbers["!"]  # those before it are special tokens
    own = tokenizer("bpe_16k")
    pairs = [[numbers[a] - special, numbers[b] - special] for a, b in content["merges"]]
    return {
        "alphabet": [own.bytes_of(number)[0] for number in range(special, special + 256)],
        "merges": base64.b64encode(np.array(pairs, "<u2").tobytes()).decode(),
        "small": size("bpe_8k") - special - 256,
        "classes": classes(),
    }


@cache
def classes() -> dict[str, str]:
    """Return the characters that the tokenizer takes for letters, digits, blanks; and marks."""
    every = [chr(code) for code in range(ASSIGNED) if not 0xD800 <= code < 0xE000]
    found = {name: ranges(members(pattern, every)) for name, pattern in PATTERNS.items()}
    marks = ranges([c for c in every if combining(c)])
    return found | {"mark": marks, "split": ranges([c for c in every if c.isspace()])}


PART = 4096
PATTERNS = {"letter": r"\p{L}", "number": r"\p{N}", "blank": r"\s"}


def members(pattern: str, every: list[str]) -> list[str]:
    runs = pre_tokenizers.Split(Regex(f"{pattern}+"), "isolated")
    one = pre_tokenizers.Split(Regex(pattern), "removed")
    parts = ("".join(every[start : start + PART]) for start in range(0, len(every), PART))
    pieces = (piece for part in parts for piece, _ in runs.pre_tokenize_str(part))
    return [c for piece in pieces if not one.pre_tokenize_str(piece[0]) for c in piece]


def ranges(characters: list[str]) -> str:
    """Return characters as a class of regular expressions has them between its brackets."""
    codes = np.array([ord(c) for c in characters])
    cuts = np.flatnonzero(np.diff(codes) != 1) + 1
    runs = ((run[0], run[-1]) for run in np.split(codes, cuts))
    return "".join(f"\\u{{{start:x}}}-\\u{{{end:x}}}" for start, end in runs)
