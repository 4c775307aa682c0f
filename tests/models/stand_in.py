"""Small honest backends in a catalog of their own; run as a program it is `aulac` with them.

They do what the protocols of `aulac.models.catalog` promise, with a handful of words.
"""

import hashlib
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from aulac import cli
from aulac.models import catalog, recipes

MARKED = {"toi": "tôi", "di": "đi", "hoc": "học", "sinh": "sinh"}
WORDS = {("học", "sinh"), ("đi", "học")}
NAMES = {
    "restore": "dau_nho",
    "segment": "tu_nho",
    "tag": "nhan_nho",
    "tokenize": "token_nho",
    "generate": "viet_nho",
    "entities": "ten_nho",
    "sentiment": "cam_nho",
    "embed": "vecto_nho",
    "search": "tim_nho",
}


@dataclass(frozen=True)
class Syllable:
    start: int
    end: int
    text: str
    probability: float
    alternatives: list


@dataclass(frozen=True)
class Restored:
    text: str
    syllables: list


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    text: str
    tag: str | None = None


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    text: str
    id: int


@dataclass(frozen=True)
class Entity:
    start: int
    end: int
    text: str
    label: str


@dataclass(frozen=True)
class Feeling:
    label: str
    probabilities: dict


@dataclass(frozen=True)
class Hit:
    place: int
    score: float
    text: str


class Backend:
    def __init__(self, directory: Path, info: catalog.ModelInfo):
        self.directory, self.info = directory, info

    @classmethod
    def load(cls, directory, info):
        return cls(directory, info)


class Restorer(Backend):
    def __call__(self, text):
        return " ".join(MARKED.get(word, word) for word in text.split(" "))

    def restore(self, texts):
        return [self(text) for text in texts]

    def details(self, texts):
        return [Restored(self(text), [*syllables(text)]) for text in texts]


def syllables(text):
    for start, end in spans(text):
        form = MARKED.get(text[start:end], text[start:end])
        yield Syllable(start, end, form, 0.75, [(form, 0.75), (text[start:end], 0.25)])


class Segmenter(Backend):
    tag_of = staticmethod(lambda word: None)

    def __call__(self, text):
        words, places = [], spans(text)
        while places:
            start, end = places.pop(0)
            if places and (text[start:end], text[slice(*places[0])]) in WORDS:
                end = places.pop(0)[1]
            words.append(Word(start, end, text[start:end], self.tag_of(text[start:end])))
        return words

    def segment(self, texts):
        return [self(text) for text in texts]


class Tagger(Segmenter):
    tag_of = staticmethod(lambda word: "NOUN" if word == "học sinh" else "X")
    tag = Segmenter.segment

    def tag_words(self, words):
        return [self.tag_of(word) for word in words]


class Tokenizer(Backend):
    def tokenize(self, texts):
        places = ([0, *(i for i, c in enumerate(text) if c == " "), len(text)] for text in texts)
        return [
            [Token(a, b, text[a:b], b - a) for a, b in pairwise(each) if a < b]
            for text, each in zip(texts, places, strict=True)
        ]


class Writer(Backend):
    """Writes " và" on and on; before the second, it waits for a file `go` in its folder."""

    def __call__(self, prompt, **options):
        return "".join(self.generate(prompt, **options))

    def generate(self, prompt, *, max_tokens=3, stop=(), **options):
        for number in range(max_tokens):
            while number == 1 and not (self.directory / "go").exists():
                time.sleep(0.01)
            yield " và"


class Finder(Backend):
    """Takes what has a capital for a person."""

    def find(self, texts):
        places = ((text, place) for text in texts for place in [spans(text)])
        return [
            [Entity(a, b, text[a:b], "PER") for a, b in each if text[a].isupper()]
            for text, each in places
        ]


class Judge(Backend):
    def classify(self, texts):
        return [Feeling("khen", {"khen": 0.75, "chê": 0.25}) for _ in texts]


class Encoder(Backend):
    def embed(self, texts):
        return np.array([[0.6, 0.8] for _ in texts], np.float32)


class Searcher(Backend):
    """Finds texts that hold the query, the first first."""

    def index(self, texts):
        self.texts = texts
        return self

    def search(self, query, k=10):
        found = [i for i, text in enumerate(self.texts) if query in text]
        return [Hit(i, 1.0, self.texts[i]) for i in found[:k]]


def spans(text):
    ends, start = [], None
    for place, character in enumerate(text + " "):
        if not character.isspace():
            start = place if start is None else start
        elif start is not None:
            ends.append((start, place))
            start = None
    return ends


def train(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None:
    before = (out / "steps").read_text() if resume else ""
    (out / "steps").write_text(before + str(seed))
    report(f"seed {seed}")


def give_up(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None:
    raise KeyboardInterrupt


def install(folder: Path) -> None:
    """Make `folder` the catalog: one model a task, loaded by the classes above."""
    catalog.EMBEDDED = folder
    catalog.TASKS = {
        "restore": catalog.Task("dau_nho", "stand_in:Restorer"),
        "segment": catalog.Task("tu_nho", "stand_in:Segmenter"),
        "tag": catalog.Task("nhan_nho", "stand_in:Tagger"),
        "tokenize": catalog.Task("token_nho", "stand_in:Tokenizer"),
        "generate": catalog.Task("viet_nho", "stand_in:Writer"),
        "entities": catalog.Task("ten_nho", "stand_in:Finder"),
        "sentiment": catalog.Task("cam_nho", "stand_in:Judge"),
        "embed": catalog.Task("vecto_nho", "stand_in:Encoder"),
        "search": catalog.Task("tim_nho", "stand_in:Searcher"),
    }
    recipes.RECIPES = {"dau_nho": "stand_in:train", "tu_nho": "stand_in:give_up"}


def write_models(folder: Path) -> None:
    for task, name in NAMES.items():
        (folder / name).mkdir(parents=True)
        weights = unicodedata.normalize("NFC", f"weights of {name}").encode()
        (folder / name / "weights.txt").write_bytes(weights)
        card = {
            "task": task,
            "languages": ["vi"],
            "licence": "CC-BY-4.0",
            "title": {"vi": f"Mô hình {name}", "en": f"Model {name}"},
            "summary": {"vi": "Một mô hình để thử.", "en": "A model for tests."},
            "data": {"vi": "Không có.", "en": "None."},
            "metrics": [
                {
                    "metric": {"vi": "đúng", "en": "right"},
                    "value": 75.5,
                    "test_set": "X",
                    "size": 12,
                    "baseline": {"pyvi": 70.2},
                }
            ],
            "limits": {"vi": "Chỉ biết vài từ.", "en": "Knows a few words."},
            "how_to_train": {"vi": "Không cần.", "en": "No need."},
            "files": {"weights.txt": hashlib.sha256(weights).hexdigest()},
        }
        (folder / name / "card.yml").write_text(yaml.safe_dump(card, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    install(Path(sys.argv[1]))
    sys.exit(cli.main(sys.argv[2:]))
