"""What lessons 5.1 and 5.3 search with: an inverted index, BM25, and how a search is judged.

Ids, questions and texts are those of the set `quy_dinh`: ten invented bodies of rules.
"""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from aulac import data
from aulac.text import comparison_key


def tokens(text: str) -> list[str]:
    """Return the syllables, words and numbers of a text, in order, in small letters.

    Marks are kept; neither the Unicode form nor the tone style matters.
    """
    return re.findall(r"\w+", comparison_key(text).lower())


@dataclass(frozen=True)
class Index:
    """postings: for each token, the texts that hold it and how often, {place: times};
    lengths: how many tokens each text has; tokens: how texts, and queries, are split."""

    postings: dict
    lengths: np.ndarray
    tokens: object


def build_index(texts, tokens=tokens) -> Index:
    """Return the inverted index of the texts; a text's place is its number in the list."""
    postings, lengths = {}, []
    for place, text in enumerate(texts):
        found = tokens(text)
        lengths.append(len(found))
        for token, times in Counter(found).items():
            postings.setdefault(token, {})[place] = times
    return Index(postings, np.array(lengths), tokens)


def bm25(query: str, index: Index, k1: float = 1.2, b: float = 0.75) -> np.ndarray:
    """Return a score a text: 0 where no token of the query is found.

    k1: how soon repetitions stop counting; b: how much long texts are held back.
    A token that the query repeats counts each time. (Robertson and Zaragoza 2009.)
    """
    size = len(index.lengths)
    scores = np.zeros(size)
    relative = index.lengths / max(index.lengths.mean(), 1) if size else index.lengths
    for token in index.tokens(query):
        holders = index.postings.get(token, {})
        rarity = np.log(1 + (size - len(holders) + 0.5) / (len(holders) + 0.5))
        for place, times in holders.items():
            held_back = k1 * (1 - b + b * relative[place])
            scores[place] += rarity * times * (k1 + 1) / (times + held_back)
    return scores


def ranked(scores, ids) -> list:
    """Return the ids of the texts that answer at all, the best first; ties keep their order."""
    order = np.argsort(-np.asarray(scores), kind="stable")
    return [ids[place] for place in order if scores[place] > 0]


def recall_at(k: int, ranked, gold) -> float:
    """Return the share of the gold ids that stand among the first k; 0 where there are none."""
    return len(set(gold) & set(ranked[:k])) / len(set(gold)) if gold else 0.0


def mrr(ranked, gold) -> float:
    """Return 1 / the place of the first gold id, 0 where none is found: one question's share of
    the mean reciprocal rank."""
    return next((1 / place for place, each in enumerate(ranked, 1) if each in gold), 0.0)


def interval(values, seed: int = 0, rounds: int = 2000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean: one value a question."""
    values = np.asarray(values, float)
    random = np.random.default_rng(seed)
    means = values[random.integers(0, len(values), (rounds, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def rules() -> tuple[list[str], list[str]]:
    """Return the ids and the texts of the 141 articles, each with its title in the first line."""
    records = data.load("quy_dinh", "rules")
    return [r["id"] for r in records], [f"{r['title']}\n{r['text']}" for r in records]


def questions(split: str = "test") -> list[tuple[str, set[str]]]:
    """Return the questions that the rules answer, each with the ids of its articles."""
    return [
        (each["question"], {cite.split(".")[0] for cite in each["cites"]})
        for each in data.load("quy_dinh", split)
        if each["answerable"]
    ]


def judge(search, asked, ids) -> np.ndarray:
    """Return the reciprocal rank of each question; search returns a score a text."""
    return np.array([mrr(ranked(search(question), ids), gold) for question, gold in asked])
