"""The texts written for the course: well formed, split without leaks, in our spelling."""

import re
from collections import Counter, defaultdict
from functools import cache

import pytest

from aulac import data
from aulac.data import corpora
from aulac.text import stored

SPLITS = ("train", "dev", "test")
LABELS = {"upos", "sentiment", "normal", "entities", "answer"}
UPOS = set("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
SETS = sorted(folder.name for folder in corpora.COURSE.iterdir())


@cache
def records(name: str, split: str | None = None) -> list[dict]:
    return data.load(name, split)


def strings(value):
    """Yield every string inside a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def prose(record: dict) -> str:
    """Return what people read first of a record: its text, its question, its turns."""
    turns = (turn["text"] for turn in record.get("turns", ()))
    return record.get("text") or record.get("question") or "\n".join(turns)


def runs(record: dict) -> set[tuple]:
    """Return the runs of four syllables of a record."""
    syllables = re.findall(r"\w+", prose(record).lower())
    return set(zip(*(syllables[shift:] for shift in range(4)), strict=False))


def with_field(field: str) -> list[dict]:
    return [record for name in SETS for record in records(name) if field in record]


def test_there_is_enough():
    every = [record for name in SETS for record in records(name)]
    assert sum(len(prose(record).encode()) for record in every) >= 200_000
    assert sum(not LABELS.isdisjoint(record) for record in every) >= 1_500


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_a_card_and_three_splits(name):
    assert all(records(name, split) for split in SPLITS)
    facts = data.card(name).facts
    assert facts["licence"] == "CC-BY-4.0"
    for key in ("title", "summary", "written", "splits", "limits"):
        assert facts[key].keys() == {"vi", "en"} and all(facts[key].values())
    assert {key for record in records(name) for key in record} <= facts["fields"].keys()


def test_ids_are_unique_and_ascii():
    ids = Counter(record["id"] for name in SETS for record in records(name))
    assert [one for one, count in ids.items() if count > 1 or not one.isascii()] == []


@pytest.mark.parametrize("name", SETS)
def test_a_topic_is_in_one_split_only(name):
    topics = [{record["topic"] for record in records(name, split)} for split in SPLITS]
    assert sum(map(len, topics)) == len(set.union(*topics))


@pytest.mark.parametrize("name", SETS)
def test_no_text_of_one_split_comes_back_in_another(name):
    places = defaultdict(set)
    for record in records(name, "train") + records(name, "dev"):
        for run in runs(record):
            places[run].add(record["id"])
    dev = {record["id"] for record in records(name, "dev")}
    leaks = []
    for record in records(name, "dev") + records(name, "test"):
        shared = Counter(one for run in runs(record) for one in places[run] - {record["id"]})
        rivals = {one: n for one, n in shared.items() if record["id"] not in dev or one not in dev}
        if rivals and max(rivals.values()) > len(runs(record)) / 3:
            leaks.append((record["id"], max(rivals, key=rivals.get)))
    assert leaks == []


@pytest.mark.parametrize("name", SETS)
def test_spelling_is_nfc_and_old_style(name):
    kept = [text for record in records(name) for text in strings(record)]
    assert [text for text in kept if stored(text) != text] == []


def test_gold_words_are_the_text():
    for record in with_field("words"):
        place = 0
        for word in record["words"]:
            start = record["text"].find(word, place)
            assert start >= 0 and not record["text"][place:start].strip(), record["id"]
            place = start + len(word)
        assert place == len(record["text"].rstrip()), record["id"]
        assert len(record["upos"]) == len(record["words"]) and UPOS.issuperset(record["upos"])


def test_entities_are_spans_of_the_text():
    for record in with_field("entities"):
        end = 0
        for start, stop, kind in record["entities"]:
            span = record["text"][start:stop]
            assert end <= start < stop <= len(record["text"]) and span == span.strip(), record["id"]
            assert kind in {"PER", "LOC", "ORG", "DOC", "MONEY", "DATE"}
            end = stop


def test_sentiments_are_of_one_scale():
    scale = {"tich_cuc", "trung_tinh", "tieu_cuc"}
    for record in with_field("sentiment"):
        assert {record["sentiment"], *(one["sentiment"] for one in record["aspects"])} <= scale


def test_answers_cite_clauses_that_exist():
    rules = {rule["id"]: rule["text"] for rule in records("quy_dinh", "rules")}
    for record in records("quy_dinh"):
        assert bool(record["cites"]) == record["answerable"], record["id"]
        for cite in record["cites"]:
            article, _, clause = cite.partition(".")
            assert article in rules, record["id"]
            assert not clause or re.search(rf"^{clause}\. ", rules[article], re.M), record["id"]
