"""Known words of several syllables: from segmented sentences, and from a list of our own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from .tables import LONGEST
from .units import TITLE, UPPER, key_and_shape, spans

LIST = Path(__file__).parent / "tu_ghep.txt"


def listed_words() -> list[str]:
    """Return the words of our list, as keys."""
    lines = LIST.read_text("utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split(","))
    return [word_key(word) for word in words]


def known_words(sentences: Iterable[Sequence[str]]) -> list[str]:
    """Return the words of several syllables of sentences, but for names, and those listed.

    A word whose syllables the sentences hold apart more often, and not only once, is left out.
    """
    sentences = list(sentences)
    used = (word_key(word) for words in sentences for word in words if not _is_name(word))
    known = {key for key in [*used, *listed_words()] if " " in key}
    together = Counter(word_key(word) for words in sentences for word in words)
    occurring = Counter(
        key for words in sentences for key in _sequences(word_key(" ".join(words))) if key in known
    )
    apart = {key: times - together[key] for key, times in occurring.items()}
    return sorted(key for key in known if apart.get(key, 0) < max(2, together[key] + 1))


def word_key(word: str) -> str:
    """Return the keys of the units of a word, joined by blanks."""
    return " ".join(key_and_shape(word[start:end])[0] for start, end in spans(word))


def _sequences(key: str) -> list[str]:
    """Return the sequences of 2 to LONGEST units of a key."""
    units = key.split(" ")
    starts = range(len(units))
    return [
        " ".join(units[at : at + length])
        for length in range(2, LONGEST + 1)
        for at in starts[: 1 - length]
    ]


def _is_name(word: str) -> bool:
    shapes = [key_and_shape(word[start:end])[1] for start, end in spans(word)]
    return any(shape in (TITLE, UPPER) for shape in shapes[1:])
