"""Searching by words and by meaning: `python tests/bench/bench_search.py`.

Mean reciprocal rank (MRR) with 95 % intervals, and in how many cases a right text is the first, or
among the first ten; queries as written and typed without marks. "BM25" matches syllables as they
are written and nothing else. Test sets: questions on rules no question of which was learnt from
(`quy_dinh`, test: everyday questions, so paraphrases), half of the questions of XQuAD (translated;
by title of the article, the other half served for choices), titles of our newspaper articles among
all our texts with titles. `against` is the paired difference of two systems.
"""

import hashlib

import numpy as np
from intervals import shown

from aulac import data, models
from aulac.models.search.index import Index
from aulac.models.search.matching import WRITTEN, syllables
from aulac.text import unaccented_key

TITLED = ("bao_chi", "doi_song", "truyen")


def rules():
    articles = data.load("quy_dinh", "rules")
    places = {each["id"]: place for place, each in enumerate(articles)}
    questions = [
        (each["question"], [places[cite.partition(".")[0]] for cite in each["cites"]])
        for each in data.load("quy_dinh", "test")
        if each["answerable"]
    ]
    return [f"{each['title']}\n{each['text']}" for each in articles], questions


def xquad():
    every = data.load("xquad_vi", "test")
    texts = list(dict.fromkeys(each["context"] for each in every))
    questions = [
        (each["question"], [texts.index(each["context"])])
        for each in every
        if int(hashlib.md5(each["title"].encode()).hexdigest(), 16) % 2
    ]
    return texts, questions


def titles():
    records = [
        (record, name == "bao_chi" and split != "train")
        for name in TITLED
        for split in ("train", "dev", "test")
        for record in data.load(name, split)
    ]
    questions = [(record["title"], [i]) for i, (record, asked) in enumerate(records) if asked]
    return [record["text"] for record, _ in records], questions


class Plain:
    """BM25 on syllables as they are written."""

    def __init__(self, texts: list[str]):
        self._index = Index(texts)

    def scores(self, query: str) -> np.ndarray:
        return self._index.scores({(WRITTEN, key): 1.0 for _, key in syllables(query)})


class Meaning:
    """The encoder alone, on whole texts."""

    def __init__(self, texts: list[str]):
        self._encoder = models.get("embed")
        self._vectors = self._encoder.embed(texts)

    def scores(self, query: str) -> np.ndarray:
        return self._vectors @ self._encoder(query)


def searcher(name: str):
    return models.get("search", f"embedded:{name}").index


SYSTEMS = {
    "BM25": Plain,
    "tim_kiem": searcher("tim_kiem"),
    "encoder": Meaning,
    "tim_kiem_lai": searcher("tim_kiem_lai"),
}


def rank(scores: np.ndarray, right: list[int]) -> float:
    """Return the rank of the best right text, ties half against it."""
    best = scores[right].max()
    return 1 + (scores > best).sum() + ((scores == best).sum() - 1) / 2


def measure(name: str, texts: list[str], questions) -> None:
    print(f"\n{name}: {len(questions)} queries, {len(texts)} texts")
    found = {}
    for system, build in SYSTEMS.items():
        collection = build(texts)
        for form, typed in (("marks", str), ("no marks", unaccented_key)):
            ranks = np.array([rank(collection.scores(typed(q)), right) for q, right in questions])
            found[system, form] = 1 / ranks
            firsts = f"first {np.mean(ranks < 2):.3f}  first ten {np.mean(ranks < 11):.3f}"
            print(f"{system:14} {form:9} MRR {shown(1 / ranks)}  {firsts}", flush=True)
    for one, other in (
        (("tim_kiem", "no marks"), ("tim_kiem", "marks")),
        (("tim_kiem", "marks"), ("BM25", "marks")),
        (("tim_kiem_lai", "marks"), ("tim_kiem", "marks")),
        (("tim_kiem_lai", "no marks"), ("tim_kiem", "no marks")),
    ):
        print(f"{' '.join(one)} against {' '.join(other)}: {shown(found[one] - found[other])}")


def main() -> None:
    for name, load in (("rules", rules), ("XQuAD", xquad), ("titles", titles)):
        try:
            measure(name, *load())
        except data.DataError as error:
            print(f"{name} left out: {error}")


if __name__ == "__main__":
    main()
