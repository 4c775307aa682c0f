"""The classifier of feelings, as it comes: what it takes, habits, how well."""

import unicodedata

import pytest
from any_text import texts
from hypothesis import given, settings
from hypothesis import strategies as st

from aulac import data, models
from aulac.models.sentiment import LABELS, Classifier, recipe
from aulac.models.sentiment.features import LISTS, phrases, units
from aulac.text import stored, unaccented_key

PRAISE, BLAME, NEITHER = LABELS


@pytest.fixture(scope="module")
def judge() -> Classifier:
    return models.get("sentiment")


def accuracy(judge, reviews: list[dict]) -> float:
    found = judge.classify([each["text"] for each in reviews])
    right = [f.label == r["sentiment"] for f, r in zip(found, reviews, strict=True)]
    return 100 * sum(right) / len(right)


@settings(deadline=None, max_examples=100)
@given(st.lists(texts, max_size=4))
def test_any_text_has_a_feeling(judge, many):
    for text, found in zip(many, judge.classify(many), strict=True):
        assert found.probabilities.keys() == set(LABELS)
        assert sum(found.probabilities.values()) == pytest.approx(1)
        assert found.probabilities[found.label] == max(found.probabilities.values())
        assert found == judge(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Đồ ăn ngon, nhân viên dễ thương, sẽ quay lại.", PRAISE),
        ("Đồ ăn dở, nhân viên cáu gắt, không bao giờ quay lại.", BLAME),
        ("Hàng không giống hình, gọi không ai nghe máy.", BLAME),
        ("hàng dở tệ, ib ko rep, thất vọng wá", BLAME),
        ("do an ngon, nhan vien de thuong, se quay lai", PRAISE),
        ("Bình thường, không có gì đặc biệt.", NEITHER),
        ("Phòng đẹp nhưng giá hơi cao.", NEITHER),
    ],
)
def test_habits(judge, text, label):
    assert judge(text).label == label
    assert judge(unicodedata.normalize("NFD", text)).label == label


def test_a_negation_turns_a_phrase_round():
    kinds = [[kind for _, kind in phrases(units(text))] for text in ("ngon", "chưa thật ngon")]
    assert kinds[0] == ["praise"] and "praise" not in kinds[1]
    assert [kind for _, kind in phrases(units("khỏi chê"))] == ["praise"]


def test_the_lists_are_in_our_spelling():
    text = LISTS.read_text("utf-8")
    assert stored(text) == text


def test_missing_marks_cost_little(judge):
    test = data.load("danh_gia", "test")
    bare = [each | {"text": unaccented_key(each["text"])} for each in test]
    assert accuracy(judge, bare) > accuracy(judge, test) - 12


def test_the_card_says_what_comes_out(judge):
    row = models.card("cam_xuc").facts["metrics"][0]
    assert accuracy(judge, data.load("danh_gia", "test")) == pytest.approx(row["value"], abs=0.8)


def test_a_model_is_trained_saved_and_loaded(tmp_path, monkeypatch):
    few = data.load("danh_gia", "train")[:120]
    monkeypatch.setattr(recipe.data, "load", lambda name, split: few)
    lines = []
    recipe.train(tmp_path, seed=1, resume=False, report=lines.append)
    learnt = Classifier.load(tmp_path, models.get("sentiment").info)
    assert lines and accuracy(learnt, few) > 80
