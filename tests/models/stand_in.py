"""Small honest backends in a catalog of their own; run as a program it is `aulac` with them.

They do what the protocols of `aulac.models.catalog` promise, with a handful of words.
"""

import hashlib
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from aulac import cli
from aulac.models import catalog, recipes

MARKED = {"toi": "tôi", "di": "đi", "hoc": "học", "sinh": "sinh"}
WORDS = {("học", "sinh"), ("đi", "học")}


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
    }
    recipes.RECIPES = {"dau_nho": "stand_in:train", "tu_nho": "stand_in:give_up"}


def write_models(folder: Path) -> None:
    for task, name in (("restore", "dau_nho"), ("segment", "tu_nho"), ("tag", "nhan_nho")):
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
