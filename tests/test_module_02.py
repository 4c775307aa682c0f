"""Facts that module 02 stands on: what other segmenters answer, and what lesson 2.3 says of it."""

import json
import runpy
from importlib.metadata import version

import numpy as np
import pytest
from underthesea import word_tokenize

from aulac import data, models
from aulac.course import read_modules


@pytest.fixture(scope="module")
def folder(root):
    return next(module for module in read_modules(root) if module.name == "02_tach_tu").folder


@pytest.fixture(scope="module")
def recorded(folder):
    return json.loads((folder / "other_tools.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tools(folder):
    return runpy.run_path(str(folder / "segmenters.py"))


@pytest.fixture(scope="module")
def sentences():
    return data.load("tach_tu", "test")


@pytest.fixture(scope="module")
def answers(recorded, tools, sentences):
    """The words of every test sentence, by system."""
    mini = models.get("segment")
    texts = [sentence["text"] for sentence in sentences]
    built = {name: [tools[name](text) for text in texts] for name in ("by_spaces", "by_learning")}
    return built | {
        "underthesea": [line["underthesea"] for line in recorded["test"]],
        "pyvi": [without_underscores(line["pyvi"]) for line in recorded["test"]],
        "mini": [[word.text for word in mini(text)] for text in texts],
    }


@pytest.fixture(scope="module")
def counts(answers, tools, sentences):
    """Words right, given, wanted: a row a sentence, by system. spans() raises on lost letters."""

    def row(sentence, words):
        gold = set(tools["spans"](sentence["text"], sentence["words"]))
        found = set(tools["spans"](sentence["text"], words))
        return len(gold & found), len(found), len(gold)

    return {
        name: np.array([row(*pair) for pair in zip(sentences, found, strict=True)])
        for name, found in answers.items()
    }


def without_underscores(answer):
    return [word.replace("_", " ") for word in answer.split()]


def f1(counts):
    return 200 * counts[..., 0] / (counts[..., 1] + counts[..., 2])


def test_the_recorded_answers_are_those_of_the_installed_underthesea(recorded, sentences):
    assert recorded["made"]["underthesea"] == version("underthesea")
    assert [line["id"] for line in recorded["test"]] == [each["id"] for each in sentences]
    texts = [each["text"] for each in (*sentences, *recorded["probes"])]
    lines = [*recorded["test"], *recorded["probes"]]
    assert [word_tokenize(text) for text in texts] == [line["underthesea"] for line in lines]


def test_the_probes_show_who_rewrites(recorded, tools):
    def keeps(text, words):
        try:
            return bool(tools["spans"](text, words))
        except ValueError:
            return False

    kept = [
        (keeps(line["text"], line["underthesea"]), keeps(line["text"], pyvi))
        for line in recorded["probes"]
        for pyvi in [without_underscores(line["pyvi"])]
    ]
    assert kept == [(False, True), (False, True), (True, False), (False, False), (True, True)]


def test_pyvi_and_mini_cannot_be_told_apart_but_underthesea_trails(counts):
    draws = np.random.default_rng(0).integers(292, size=(2000, 292))
    drawn = {name: f1(rows[draws].sum(axis=1)) for name, rows in counts.items()}

    def low_and_high(one, other):
        return np.percentile(drawn[one] - drawn[other], [2.5, 97.5])

    low, high = low_and_high("mini", "pyvi")
    assert low < 0 < high
    assert low_and_high("pyvi", "underthesea")[0] > 0
    assert low_and_high("by_learning", "underthesea")[0] > 0


def test_on_regional_speech_underthesea_is_worse_than_joining_nothing(counts, sentences):
    regional = np.array([sentence["topic"] == "phuong-ngu" for sentence in sentences])
    score = {name: f1(rows[regional].sum(axis=0)) for name, rows in counts.items()}
    assert score["underthesea"] < score["by_spaces"] < score["by_learning"]


def test_two_tools_that_agree_can_both_differ_from_the_gold(answers, sentences):
    gold = [sentence["words"] for sentence in sentences]
    triples = zip(answers["underthesea"], answers["pyvi"], gold, strict=True)
    agreed = [(words, wanted) for words, others, wanted in triples if words == others]
    assert (len(agreed), sum(words != wanted for words, wanted in agreed)) == (98, 25)
