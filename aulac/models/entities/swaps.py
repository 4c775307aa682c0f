"""More sentences out of few: the same ones with other people, places and organisations in them."""

import random
from collections.abc import Sequence

import yaml

from .signs import LISTS

SHARE = 0.6  # of the names of a sentence that are swapped
OTHER_HEAD = 0.3  # share of them that get another common noun, too
NAMED_AFTER_PLACES = 0.4  # share of organisations that get the name of a place


class Swaps:
    """sentences: whose names may stand in one another's place; places: further names of places."""

    def __init__(self, sentences: Sequence[dict], places: Sequence[str], seed: int):
        self._chance = random.Random(seed)
        lists = yaml.safe_load(LISTS.read_text("utf-8"))
        self._family = lists["family"].split(", ")
        self._middle = [name.capitalize() for name in lists["middle"].split(", ")]
        self._places = list(places)
        spans = [
            (each["text"][start:end], label)
            for each in sentences
            for start, end, label in each["entities"]
        ]
        self._given = sorted({text.split()[-1] for text, label in spans if label == "PER"})
        self._people = [text for text, label in spans if label == "PER"]
        self._heads = {
            label: sorted({_head(text) for text, kind in spans if kind == label})
            for label in ("LOC", "ORG")
        }
        self._names = [
            name
            for text, label in spans
            if label == "ORG" and (name := text[len(_head(text)) :].strip())
        ]

    def __call__(self, sentence: dict) -> dict:
        """Return the sentence with some of its names swapped, offsets moved along."""
        text, entities, done = "", [], 0
        for start, end, label in sentence["entities"]:
            text += sentence["text"][done:start]
            old = sentence["text"][start:end]
            new = self._other(old, label) if self._chance.random() < SHARE else old
            if start == 0:
                new = new[0].upper() + new[1:]
            entities.append([len(text), len(text) + len(new), label])
            text += new
            done = end
        return {"text": text + sentence["text"][done:], "entities": entities}

    def _other(self, old: str, label: str) -> str:
        if label == "PER":
            return self._person(len(old.split()))
        return self._named(old, label) if label in self._heads else old

    def _named(self, old: str, label: str) -> str:
        """Return another place or organisation, mostly with the same common noun."""
        pick, share = self._chance.choice, self._chance.random
        head = _head(old)
        if not old[len(head) :].strip()[:1].isupper():
            return old
        if head and share() < OTHER_HEAD:
            head = pick(self._heads[label])
        like_places = label == "LOC" or share() < NAMED_AFTER_PLACES
        name = pick(self._places if like_places else self._names)
        return f"{head} {name}" if head else name

    def _person(self, length: int) -> str:
        pick = self._chance.choice
        if length == 1:
            return pick(self._given)
        if self._chance.random() < 0.3:
            return pick(self._people)
        middle = [pick(self._middle) for _ in range(min(length, 4) - 2)]
        return " ".join([pick(self._family), *middle, pick(self._given)])


def _head(name: str) -> str:
    """Return the common noun that a name begins with, "" if none."""
    words = name.split(" ")
    names = [i for i, word in enumerate(words) if word[:1].isupper() or word[:1].isdigit()]
    first = words[0]
    if names and names[0] == 0 and len(names) < len(words) and not first.isupper():
        later = [i for i in names if i > 0 and not words[i - 1][:1].isupper()]
        return " ".join(words[: later[-1]]) if later else ""
    return " ".join(words[: names[0]]) if names else name
