"""Facts that module 05 stands on: its helper files, and the figures that its lessons state."""

import math
import runpy
import unicodedata
from collections import Counter
from datetime import date

import numpy as np
import pytest

from aulac import data, models
from aulac.course import read_modules
from aulac.text import unaccented_key


@pytest.fixture(scope="module")
def folder(root):
    return next(module for module in read_modules(root) if module.name == "05_tim_kiem").folder


@pytest.fixture(scope="module")
def tools(folder):
    return runpy.run_path(str(folder / "searching.py"))


@pytest.fixture(scope="module")
def words(folder):
    return runpy.run_path(str(folder / "words.py"))


@pytest.fixture(scope="module")
def asked(folder):
    return runpy.run_path(str(folder / "reworded.py"))


@pytest.fixture(scope="module")
def rules(tools):
    return tools["rules"]()


@pytest.fixture(scope="module")
def judge(tools, rules):
    """The mean reciprocal rank of a search, and the values behind it."""

    def mean(search, questions):
        return tools["judge"](search, questions, rules[0])

    return mean


@pytest.fixture(scope="module")
def test(tools):
    return tools["questions"]("test")


@pytest.fixture(scope="module")
def bare(test):
    return [(unaccented_key(question), gold) for question, gold in test]


@pytest.fixture(scope="module")
def by_words(tools, rules):
    index = tools["build_index"](rules[1])
    return lambda query: tools["bm25"](query, index)


# Lesson 5.1


def test_tokens_do_not_depend_on_how_they_were_typed(tools):
    tokens = tools["tokens"]
    assert tokens("HỦY đơn, 5 giờ!") == ["hủy", "đơn", "5", "giờ"]
    assert tokens("hu\u1ef7 đơn") == tokens(unicodedata.normalize("NFD", "hủy đơn"))


def test_bm25_is_what_a_pocket_calculator_says(tools):
    index = tools["build_index"](["trả hàng trả tiền", "hủy đơn", "đơn hàng"])
    rarity = math.log(1 + 2.5 / 1.5)  # one text of three holds trả
    relative = 4 / ((4 + 2 + 2) / 3)
    gain = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * relative))
    assert tools["bm25"]("trả", index) == pytest.approx([rarity * gain, 0, 0])
    assert tools["bm25"]("trả trả", index) == pytest.approx([2 * rarity * gain, 0, 0])
    assert not tools["bm25"]("không", index).any()
    assert len(tools["bm25"]("trả", tools["build_index"]([]))) == 0


def test_texts_that_do_not_answer_are_not_ranked_and_ties_keep_their_order(tools):
    assert tools["ranked"]([1, 0, 2, 1], "abcd") == ["c", "a", "d"]


def test_measures_of_one_question(tools):
    recall_at, mrr = tools["recall_at"], tools["mrr"]
    assert recall_at(2, ["a", "b", "c"], {"b", "c"}) == 0.5
    assert recall_at(5, [], {"a"}) == recall_at(5, ["a"], set()) == 0
    assert [mrr("abc", {each}) for each in "acz"] == [1, 1 / 3, 0]
    assert mrr("abc", {"c", "b"}) == 0.5


def test_the_interval_holds_the_mean_and_repeats_itself(tools):
    values = [0, 1, 1, 0, 1, 1]
    low, high = tools["interval"](values, seed=1)
    assert low < np.mean(values) < high
    assert tools["interval"](values, seed=1) == (low, high)
    assert tools["interval"]([0.5] * 9) == (0.5, 0.5)


def test_what_lesson_1_says_of_missing_marks(tools, rules, judge, test, bare, by_words):
    flat = tools["build_index"](rules[1], lambda text: tools["tokens"](unaccented_key(text)))
    restorer, forgiving = models.get("restore"), models.get("search").index(rules[1])

    def both(search):
        return [round(judge(search, each).mean(), 3) for each in (test, bare)]

    assert len(rules[1]) == 141 and len(test) == 114
    assert both(by_words) == [0.858, 0.161]
    assert both(lambda query: tools["bm25"](query, flat)) == [0.763, 0.763]
    assert both(lambda query: by_words(restorer(query))) == [0.858, 0.801]
    assert both(forgiving.scores) == [0.875, 0.849]
    assert len(flat.postings) == 698


# Lesson 5.2


@pytest.fixture(scope="module")
def seen(words):
    return Counter(word for sentence in words["sentences"]() for word in sentence)


def test_words_are_the_longest_of_the_lexicon(words):
    sizes = words["_sizes"]({"bác sĩ", "nhân viên", "nhân viên bảo vệ"})
    split = words["longest_match"]("anh nhân viên bảo vệ gọi bác sĩ".split(), sizes)
    assert split == ["anh", "nhân viên bảo vệ", "gọi", "bác sĩ"]
    assert words["longest_match"](["bác"], sizes) == ["bác"]


def test_every_word_measured_with_was_seen_ten_times(words, seen):
    lists = [words[name] for name in ("TOOLS", "CARE", "MEN", "WOMEN", "OFFICE", "FIELD")]
    wanted = [word for each in lists for word in words["listed"](each)]
    wanted += [word for pair in words["pairs"]() for word in pair]
    assert [word for word in wanted if seen[word] < 10] == []


def test_pairs_are_pairs_and_groups_do_not_overlap(words):
    pairs, listed = words["pairs"](), words["listed"]
    assert len(pairs) == len(set(pairs)) == 56
    northern, things = [one for one, _ in words["pairs"](words["SOUTH"])], listed(words["THINGS"])
    assert set(things) <= set(northern) and sum(one in things for one in northern) == 25
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    for one, other in (("TOOLS", "CARE"), ("MEN", "WOMEN"), ("OFFICE", "FIELD")):
        first, second = listed(words[one]), listed(words[other])
        assert len(first) == len(second) == len(set(first)) == len(set(second))
        assert not set(first) & set(second)


# Lesson 5.3


def test_what_lesson_3_says_of_meaning(tools, rules, judge, test, by_words):
    encoder = models.get("embed")
    vectors = encoder.embed(rules[1])
    train = tools["questions"]("train")

    def by_meaning(query):
        return vectors @ encoder(query)

    found = [
        round(judge(search, each).mean(), 2)
        for each in (train, test)
        for search in (by_words, by_meaning)
    ]
    assert found == [0.78, 0.95, 0.86, 0.62]
    assert len(train) == 371
    assert encoder("phòng được dùng bếp từ") @ encoder("phòng không được dùng bếp từ") > 0.97


def test_pairs_of_searches_are_clear_or_not_as_lesson_3_says(
    tools, rules, judge, test, bare, by_words
):
    lexical = models.get("search").index(rules[1])
    hybrid = models.get("search", "embedded:tim_kiem_lai").index(rules[1])
    restorer = models.get("restore")
    unclear = judge(hybrid.scores, test) - judge(lexical.scores, test)
    clear = judge(lexical.scores, bare) - judge(lambda query: by_words(restorer(query)), bare)
    low, high = tools["interval"](unclear)
    assert low < 0 < high and round(unclear.mean(), 3) == 0.010
    assert [(unclear > 0).sum(), (unclear < 0).sum()] == [12, 2]
    assert unclear[unclear < 0].tolist() == [-0.5, -0.5]  # from rank 1 to rank 2
    assert tools["interval"](clear)[0] > 0


def test_reworded_questions_are_new_and_their_articles_exist(asked, rules, judge, by_words):
    questions = asked["REWORDED"]
    known = {each["question"] for each in data.load("quy_dinh")}
    assert len(questions) == len({question for question, _ in questions}) == 32
    assert not known & {question for question, _ in questions}
    assert {gold for _, gold in questions} <= set(rules[0])
    assert judge(by_words, [(question, {gold}) for question, gold in questions]).mean() < 0.4


def test_one_version_of_the_rule_is_in_force_and_is_found_last(asked):
    versions = asked["VERSIONS"]

    def valid(day):
        return [
            place
            for place, (start, end, _) in enumerate(versions)
            if start <= day and (end is None or day < end)
        ]

    hits = models.get("search").index([text for *_, text in versions])
    order = [hit.place for hit in hits.search("Trả sách muộn mỗi ngày mấy đồng?")]
    assert valid(date(2026, 11, 1)) == [2] and order[-1] == 2 and len(order) == 4
    assert [valid(date(year, 2, 1)) for year in (2021, 2023, 2025, 2027)] == [[], [0], [1], [3]]
