"""Ways of finding a rule, each a list of articles, the best first: what playground.py shows.

All is counted in double precision and in a fixed order, so that the page, which computes the same
in JavaScript, agrees to the last digit. `forgiving` is the way of Âu Lạc Mini's `tim_kiem` without
its restorer, `meaning` that of `vecto_cau` by the best clause of an article, as in lesson 5.3.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import numpy as np
from safetensors.numpy import load_file

from aulac import data, models
from aulac.models.catalog import EMBEDDED
from aulac.models.search.index import K1, B
from aulac.models.search.matching import terms, wanted
from aulac.text import comparison_key, stored, unaccented_key

WAYS = ("written", "stripped", "forgiving", "meaning")
LIKE = 20  # per cent of likeness below which `meaning` finds nothing

Term = str | tuple[int, str]


def tokens(text: str) -> list[str]:
    """Return the syllables, words and numbers of a text in small letters, as lesson 5.1 does."""
    return re.findall(r"\w+", comparison_key(text).lower())


def bare_tokens(text: str) -> list[str]:
    return [unaccented_key(token) for token in tokens(text)]


@cache
def rules() -> list[dict]:
    """Return the articles: id, number, title, and the clauses as lines."""
    return [
        {
            "id": each["id"],
            "article": each["article"],
            "title": each["title"],
            "clauses": each["text"].split("\n"),
        }
        for each in data.load("quy_dinh", "rules")
    ]


def lines_of(rule: dict) -> list[str]:
    """Return what an article is found by line by line: its title, and it with each clause."""
    return [rule["title"], *(f"{rule['title']} {clause}" for clause in rule["clauses"])]


def whole(rule: dict) -> str:
    return "\n".join([rule["title"], *rule["clauses"]])


class Counted:
    """Texts by what they hold: an inverted index with BM25."""

    def __init__(self, texts: Iterable[str], split: Callable[[str], Iterable[Term]]):
        counts = [Counter(split(text)) for text in texts]
        lengths = [each.total() for each in counts]
        mean = sum(lengths) / len(lengths)
        self.size, self.rarities = len(counts), rarities(len(counts))
        self.gains: dict[Term, list[tuple[int, float]]] = {}
        for place, each in enumerate(counts):
            held_back = K1 * (1 - B + B * (lengths[place] / mean))
            for term, times in each.items():
                gain = times / (times + held_back)
                self.gains.setdefault(term, []).append((place, gain))

    def scores(self, sought: Mapping[Term, float]) -> list[float]:
        """Return a score a text. sought: what each term of a query counts."""
        scores = [0.0] * self.size
        for term, weight in sought.items():
            held = self.gains.get(term, ())
            for place, gain in held:
                scores[place] += weight * (gain * self.rarities[len(held)])
        return scores


@cache
def rarities(size: int) -> list[float]:
    """Return how much a term counts that 0, 1, 2 ... of `size` texts hold."""
    return [math.log1p((size - held + 0.5) / (held + 0.5)) for held in range(size + 1)]


@cache
def index(name: str) -> Counted:
    if name == "lines":
        return Counted((line for rule in rules() for line in lines_of(rule)), terms)
    split = {"written": tokens, "stripped": bare_tokens, "forgiving": terms}[name]
    return Counted(map(whole, rules()), split)


def of_words(name: str, query: str) -> list[float]:
    split = tokens if name == "written" else bare_tokens
    return index(name).scores(Counter(split(query)))


def forgiving(query: str) -> list[float]:
    sought = wanted(query)
    best = best_of(index("lines").scores(sought), [len(lines_of(rule)) for rule in rules()])
    wholes = index("forgiving").scores(sought)
    return [a + b for a, (b, _) in zip(wholes, best, strict=True)]


def best_of(scores: list[float], sizes: list[int]) -> list[tuple[float, int]]:
    """Return for each article its best part: how good it is, and which. sizes: parts of each."""
    found, start = [], 0
    for size in sizes:
        own = scores[start : start + size]
        found.append((max(own), own.index(max(own))))
        start += size
    return found


# Meaning


@cache
def encoder() -> tuple:
    """Return the tokenizer, the vectors and how much each counts."""
    arrays = load_file(EMBEDDED / "vecto_cau" / "vectors.safetensors")
    return models.get("tokenize", "embedded:bpe_16k"), arrays["vectors"], arrays["scales"]


def vector(text: str) -> np.ndarray:
    """Return the vector of a text, of length 1, or zeros. As `models.get("embed")` does."""
    tokenizer, vectors, scales = encoder()
    found = np.zeros(vectors.shape[1])
    for token, times in sorted(Counter(tokenizer.encode(stored(text))).items()):
        found += times * float(scales[token]) * vectors[token].astype(float)
    length = math.sqrt(np.cumsum(found * found)[-1])
    return found / length if length else found


@cache
def clause_vectors() -> np.ndarray:
    return np.array([vector(line) for rule in rules() for line in lines_of(rule)[1:]])


def likenesses(query: str) -> list[tuple[float, int]]:
    """Return for each article how like its likest clause is to a query, and which that is."""
    clauses, sought = clause_vectors(), vector(query)
    found = np.zeros(len(clauses))
    for dimension, length in enumerate(sought.tolist()):
        found += clauses[:, dimension] * length
    return best_of(found.tolist(), [len(rule["clauses"]) for rule in rules()])


def percent(likeness: float) -> int:
    return math.floor(100 * likeness + 0.5)


# All of them


def ranked(query: str) -> dict[str, list[int]]:
    """Return for each way the places of the articles that it finds, the best first."""
    alike = [likeness for likeness, _ in likenesses(query)]
    scores = {
        "written": of_words("written", query),
        "stripped": of_words("stripped", query),
        "forgiving": forgiving(query),
        "meaning": [one if percent(one) >= LIKE else 0.0 for one in alike],
    }
    return {
        name: sorted(
            (place for place, score in enumerate(scores[name]) if score > 0),
            key=lambda place: -scores[name][place],
        )
        for name in WAYS
    }
