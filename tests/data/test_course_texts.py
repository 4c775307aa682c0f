"""The texts written for the course: well formed, split without leaks, in our spelling."""

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations

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
    """Return what people read first of a record: its text, its question, its turns, its request."""
    turns = (turn["text"] for turn in record.get("turns", ()))
    fields = ("text", "question", "situation", "instruction", "input", "prompt")
    told = (record[field] for field in fields if field in record)
    return "\n".join((*told, *record.get("options", ()), *turns))


def runs(text: str) -> set[tuple]:
    """Return the runs of four syllables of a text."""
    syllables = re.findall(r"\w+", text.lower())
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
        for run in runs(prose(record)):
            places[run].add(record["id"])
    dev = {record["id"] for record in records(name, "dev")}
    leaks = []
    for record in records(name, "dev") + records(name, "test"):
        own = runs(prose(record))
        shared = Counter(one for run in own for one in places[run] - {record["id"]})
        rivals = {one: n for one, n in shared.items() if record["id"] not in dev or one not in dev}
        if rivals and max(rivals.values()) > len(own) / 3:
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


def test_an_instruction_is_answered_at_a_bearable_length():
    for record in records("chi_dan"):
        assert record["profession"] and record["answer"] != record.get("input"), record["id"]
        assert 1 <= len(record["answer"].split()) <= 120, record["id"]


def test_of_two_utterances_the_better_one_is_not_given_away_by_its_length():
    pairs = records("xung_ho")
    assert all(pair["chosen"] != pair["rejected"] and pair["why"] for pair in pairs)
    longer = sum(len(pair["chosen"]) > len(pair["rejected"]) for pair in pairs)
    assert 0.4 < longer / len(pairs) < 0.6


def test_challenges_are_mixed_with_harmless_prompts_and_give_no_numbers_to_call():
    for split in SPLITS:
        kinds = Counter(record["kind"] for record in records("thu_thach", split))
        assert 0.25 < kinds["lanh"] / kinds.total() < 0.5
    for record in records("thu_thach"):
        assert not re.search(r"\b11[1345]\b|\b(?:0|1[89]00)\d{5,}", record["answer"]), record["id"]


def test_a_choice_has_four_options_and_its_answer_is_not_given_away():
    items = records("trac_nghiem")
    assert all(len(set(item["options"])) == 4 and item["because"] for item in items)
    places = Counter(item["answer"] for item in items)
    assert places.keys() == set("ABCD")
    assert max(places.values()) < 0.3 * len(items)
    longest = 0
    for item in items:
        sizes = [len(option) for option in item["options"]]
        right = sizes["ABCD".index(item["answer"])]
        longest += right == max(sizes) and sizes.count(right) == 1
    assert longest < len(items) / 3


@pytest.mark.parametrize("name", ["chi_dan", "xung_ho", "thu_thach", "trac_nghiem"])
def test_no_record_is_another_with_swapped_nouns(name):
    places = defaultdict(list)
    sizes = {}
    for record in records(name):
        passage = record.get("input")  # two questions may be asked about one passage
        own = runs("\n".join(text for text in strings(record) if text != passage))
        sizes[record["id"]] = len(own)
        for run in own:
            places[run].append(record["id"])
    shared = Counter(pair for same in places.values() for pair in combinations(same, 2))
    near = [pair for pair, n in shared.items() if n > min(sizes[one] for one in pair) / 3]
    assert near == []
