"""Searching, as it comes: marks missing are forgiven, unlike words stay unlike; how well."""

import unicodedata

import numpy as np
import pytest
from any_text import texts
from hypothesis import given, settings
from hypothesis import strategies as st

from aulac import data, models
from aulac.models.search import HybridSearcher, Searcher
from aulac.models.search.matching import wanted
from aulac.text import unaccented_key

TEXTS = ["Nhà tôi bán bánh mì.", "Bạn tôi ở xa.", "Cái bàn gỗ mới.", "Ban nhạc diễn tối nay.", ""]


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return models.get("search", "embedded:tim_kiem")


@pytest.fixture(scope="module")
def hybrid() -> HybridSearcher:
    return models.get("search", "embedded:tim_kiem_lai")


@pytest.fixture(scope="module")
def rules() -> tuple[list[str], list[tuple[str, list[int]]]]:
    """The articles of all rules, and the test questions with the places of those they rest on."""
    articles = data.load("quy_dinh", "rules")
    places = {each["id"]: place for place, each in enumerate(articles)}
    questions = [
        (each["question"], [places[cite.partition(".")[0]] for cite in each["cites"]])
        for each in data.load("quy_dinh", "test")
        if each["answerable"]
    ]
    return [f"{each['title']}\n{each['text']}" for each in articles], questions


def mrr(collection, questions) -> float:
    """Return the mean of 1 / rank of the best right text."""
    ranks = []
    for question, right in questions:
        scores = collection.scores(question)
        ranks.append((scores >= scores[right].max()).sum())
    return float(np.mean(1 / np.array(ranks)))


def places(hits) -> list[int]:
    return [hit.place for hit in hits]


def test_a_marked_syllable_never_matches_another_mark(searcher):
    collection = searcher.index(TEXTS)
    assert places(collection.search("bán")) == [0]
    assert places(collection.search("bạn")) == [1]
    assert places(collection.search("bàn")) == [2]


def test_an_unmarked_syllable_matches_every_mark(searcher):
    assert set(places(searcher.index(TEXTS).search("ban"))) == {0, 1, 2, 3}


def test_in_a_marked_query_the_unmarked_form_itself_comes_first(searcher):
    assert places(searcher.index(TEXTS).search("ban nhạc tối"))[0] == 3
    assert places(searcher.index(TEXTS).search("ban banh mi"))[0] == 0


def test_texts_typed_without_marks_are_found_by_marked_queries(searcher):
    collection = searcher.index(["nha toi ban banh mi", "Cái bàn gỗ mới."])
    assert places(collection.search("bánh mì")) == [0]


def test_what_is_looked_for_is_what_was_typed():
    terms = {term for _, term in wanted("Bán nhà")}
    assert {"bán", "nhà", "bán nhà"} <= terms


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, max_size=4), texts)
def test_any_texts_can_be_searched(searcher, hybrid, many, query):
    for each in (searcher, hybrid):
        hits = each.index(many).search(query, 3)
        assert len(hits) <= min(3, len(many))
        assert all(hit.text == many[hit.place] and hit.score > 0 for hit in hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_normal_forms_do_not_matter(searcher):
    for text in TEXTS[:4]:
        decomposed = unicodedata.normalize("NFD", text)
        assert places(searcher.index(TEXTS).search(decomposed)) == places(
            searcher.index(TEXTS).search(text)
        )


def test_a_line_of_a_long_text_is_found(searcher):
    long = "\n".join(["Quy định chung", *(f"Điều khoản số {i} về giờ mở cửa." for i in range(50))])
    collection = searcher.index([long, long + "\nMất thẻ xe nộp năm mươi nghìn."])
    assert places(collection.search("mất thẻ xe"))[0] == 1


def test_unmarked_queries_find_nearly_as_well(searcher, rules):
    articles, questions = rules
    collection = searcher.index(articles)
    bare = [(unaccented_key(question), right) for question, right in questions]
    assert mrr(collection, bare) > mrr(collection, questions) - 0.03


def test_the_cards_say_what_comes_out(searcher, hybrid, rules):
    articles, questions = rules
    for each in (searcher, hybrid):
        row = models.card(each.info.name).facts["metrics"][0]
        assert mrr(each.index(articles), questions) == pytest.approx(row["value"], abs=0.005)
