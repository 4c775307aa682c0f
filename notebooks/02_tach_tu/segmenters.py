"""The tools that lessons 2.1 and 2.2 build, finished, so that lesson 2.3 can compare them.

A segmenter is a function from a text to its words: strings as they stand in the text, in order. A
mark of punctuation is a word of its own. Nothing here rewrites a character.
"""

import math
import random
import re
from collections import Counter
from functools import cache

from aulac import data
from aulac.data.counts import Counts
from aulac.text import stored

LONGEST = 5  # syllables in a word of a lexicon
PIECE = re.compile(r"[\w\u0300-\u036f]+(?:[-.,:/'’][\w\u0300-\u036f]+)*%?|[^\w\s]")


# Lesson 2.1: where words stand


def syllables(text: str) -> list[str]:
    """Return the pieces of a text: syllables, numbers (1.250.000, 17/10, 30%), marks."""
    return PIECE.findall(text)


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Return (start, end) of each word, in code points: text[start:end] is the word.

    Errors: ValueError where the words are not those of the text, in order, with only white space
    between them.
    """
    found, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            raise ValueError(f"{word!r} does not stand at {at}: {text[at : at + 20]!r}")
        at = start + len(word)
        found.append((start, at))
    if text[at:].strip():
        raise ValueError(f"no word for {text[at : at + 20]!r}")
    return found


# Lesson 2.2: a lexicon


def lexicon_of(sentences: list[list[str]]) -> set[str]:
    """Return the words of two or more syllables, in lower case; a sentence is a list of words."""
    return {word.lower() for words in sentences for word in words if " " in word}


def longest_match(syllables: list[str], lexicon: set[str]) -> list[str]:
    """Return the words: at each place, from the left, the longest that is in the lexicon.

    The lexicon is in lower case; capitals in the text do not matter and are kept. A syllable that
    begins no word of the lexicon is a word of its own.
    """
    words, at = [], 0
    while at < len(syllables):
        size = min(LONGEST, len(syllables) - at)
        while size > 1 and " ".join(syllables[at : at + size]).lower() not in lexicon:
            size -= 1
        words.append(" ".join(syllables[at : at + size]))
        at += size
    return words


# Lesson 2.2: a machine that learns: between two syllables, join or break


def gaps(words: list[str]) -> tuple[list[str], list[int]]:
    """Return the syllables of a sentence, and for each gap between two of them 1 (join) or -1."""
    parts = [word.split(" ") for word in words]
    answers = [answer for part in parts for answer in [1] * (len(part) - 1) + [-1]]
    return [syllable for part in parts for syllable in part], answers[:-1]


def join(syllables: list[str], answers: list[int]) -> list[str]:
    """Return the words: the reverse of gaps()."""
    words = syllables[:1]
    for syllable, answer in zip(syllables[1:], answers, strict=True):
        if answer > 0:
            words[-1] += " " + syllable
        else:
            words.append(syllable)
    return words


@cache
def _counts() -> tuple[Counts, int]:
    counts = Counts.load()
    return counts, int(counts.unigrams.sum())


@cache
def glue(a: str, b: str) -> int:
    """Return how much more often b follows a than by chance, in powers of 2; -9: never seen."""
    counts, total = _counts()
    a, b = stored(a.lower()), stored(b.lower())
    together = counts.of(a, b)
    return round(math.log2(together * total / counts.of(a) / counts.of(b))) if together else -9


def shape(syllable: str) -> str:
    """Return A (begins with a capital), a (with a small letter), 9 (a digit) or . (a mark)."""
    first = syllable[0]
    if first.isdigit() or not first.isalpha():
        return "9" if first.isdigit() else "."
    return "A" if first.isupper() else "a"


ONSETS = re.compile("ngh?|gi(?=[aăâeêioôơuưy])|qu|[cgknpt]h|tr|[bcdđghklmnprstvx]|")
TONES = str.maketrans(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "".join(vowel * 5 for vowel in "aăâeêioôơuưy"),
)


@cache
def echo(a: str, b: str) -> str:
    """Return what two syllables share, tones apart: "all", "onset", "rhyme" or "nothing"."""
    a, b = (stored(syllable.lower()).translate(TONES) for syllable in (a, b))
    one, two = ONSETS.match(a)[0], ONSETS.match(b)[0]
    if a == b or not (a.isalpha() and b.isalpha()):
        return "all" if a == b and a.isalpha() else "nothing"
    if a[len(one) :] == b[len(two) :]:
        return "rhyme"
    return "onset" if one and one == two else "nothing"


def features(syllables: list[str], i: int) -> list[str]:
    """Return what the machine sees of the gap between the syllables i and i + 1."""
    a, b = syllables[i : i + 2]
    before = glue(syllables[i - 1], a) if i else -9
    after = glue(b, syllables[i + 2]) if i + 2 < len(syllables) else -9
    here = glue(a, b)
    return [
        f"pair {a.lower()} {b.lower()}",
        f"left {a.lower()}",
        f"right {b.lower()}",
        f"shape {shape(a) if i else '^'}{shape(b)}",
        f"echo {echo(a, b)}",
        f"glue {here}",
        f"tighter {here > before} {here > after}",
    ]


def train(sentences: list[list[str]], epochs: int = 6) -> Counter:
    """Return the weight of each feature: an averaged perceptron; a sentence is a list of words."""
    examples = []
    for words in sentences:
        parts, answers = gaps(words)
        examples += [(features(parts, i), answer) for i, answer in enumerate(answers)]
    weights, drift, clock = Counter(), Counter(), 0
    order = random.Random(0)
    for _ in range(epochs):
        order.shuffle(examples)
        for seen, answer in examples:
            clock += 1
            if answer * sum(weights[f] for f in seen) <= 0:
                for feature in seen:
                    weights[feature] += answer
                    drift[feature] += answer * clock
    return Counter({f: weight - drift[f] / clock for f, weight in weights.items()})


def segment(syllables: list[str], weights: Counter) -> list[str]:
    """Return the words that the weights decide on."""
    scores = [sum(weights[f] for f in features(syllables, i)) for i in range(len(syllables) - 1)]
    return join(syllables, [1 if score > 0 else -1 for score in scores])


# Three segmenters, each a function from a text to its words


@cache
def _training() -> list[list[str]]:
    return [record["words"] for record in data.load("tach_tu", "train")]


@cache
def _lexicon() -> set[str]:
    return lexicon_of(_training())


@cache
def _weights() -> Counter:
    return train(_training())


def by_spaces(text: str) -> list[str]:
    """Every syllable is a word."""
    return syllables(text)


def by_lexicon(text: str) -> list[str]:
    """Longest match against the words of the train part of tach_tu."""
    return longest_match(syllables(text), _lexicon())


def by_learning(text: str) -> list[str]:
    """The machine of lesson 2.2; it trains for about a second when it is first called."""
    return segment(syllables(text), _weights())
