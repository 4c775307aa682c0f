"""Known words of several syllables: from segmented sentences, and from a list of our own."""

from collections.abc import Iterable
from pathlib import Path

from .units import TITLE, UPPER, key_and_shape, spans

LIST = Path(__file__).parent / "tu_ghep.txt"


def listed_words() -> list[str]:
    """Return the words of our list, as keys."""
    lines = LIST.read_text("utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split(","))
    return [word_key(word) for word in words]


def known_words(sentences: Iterable[list[str]]) -> list[str]:
    """Return the words of several syllables of sentences, but for names, and those listed."""
    used = (word_key(word) for words in sentences for word in words if not _is_name(word))
    return sorted({key for key in [*used, *listed_words()] if " " in key})


def word_key(word: str) -> str:
    """Return the keys of the units of a word, joined by blanks."""
    return " ".join(key_and_shape(word[start:end])[0] for start, end in spans(word))


def _is_name(word: str) -> bool:
    shapes = [key_and_shape(word[start:end])[1] for start, end in spans(word)]
    return any(shape in (TITLE, UPPER) for shape in shapes[1:])
