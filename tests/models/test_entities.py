"""The entity tagger, as it comes: offsets, habits, forms of writing, how well."""

import unicodedata

import pytest
from any_text import texts
from hypothesis import given, settings
from hypothesis import strategies as st

from aulac import data, models
from aulac.models.entities import LABELS, Finder, recipe
from aulac.models.entities.swaps import Swaps

LONG = 300_000


@pytest.fixture(scope="module")
def find() -> Finder:
    return models.get("entities")


def shown(text: str, entities) -> str:
    for each in reversed(entities):
        text = f"{text[: each.start]}[{each.text}/{each.label}]{text[each.end :]}"
    return text


def f1(find, sentences: list[dict], labels=LABELS) -> float:
    """Return the balanced F-score of entities with their labels, in percent."""
    right = found = wanted = 0
    answers = find.find([each["text"] for each in sentences])
    for sentence, entities in zip(sentences, answers, strict=True):
        ours = {(e.start, e.end, e.label) for e in entities if e.label in labels}
        gold = {tuple(each) for each in sentence["entities"] if each[2] in labels}
        right, found, wanted = right + len(ours & gold), found + len(ours), wanted + len(gold)
    return 200 * right / (found + wanted)


@settings(deadline=None, max_examples=200)
@given(texts)
def test_entities_are_spans_of_the_text_as_given(find, text):
    end = 0
    for each in find(text):
        assert end <= each.start < each.end <= len(text)
        assert each.text == text[each.start : each.end] == each.text.strip()
        assert each.label in LABELS
        end = each.end


@settings(deadline=None, max_examples=50)
@given(st.lists(texts))
def test_a_batch_finds_what_each_text_alone_does(find, many):
    assert find.find(many) == [find(text) for text in many]


@pytest.mark.parametrize(
    "expected",
    [
        "Anh [Trần Văn Hùng/PER] sinh [ngày 3/4/1990/DATE] tại [Hà Nội/LOC].",
        "Nộp [2.500.000 đồng/MONEY] vào [Ngân hàng Phù Sa/ORG] trước [thứ hai/DATE].",
        "Công văn số [332/UBND-NV/DOC] gửi [Sở Y tế Cần Thơ/ORG].",
        "Hôm nay trời mưa, tôi ở nhà đọc sách.",
    ],
)
def test_habits(find, expected):
    text = expected
    for label in LABELS:
        text = text.replace(f"/{label}]", "").replace("[", "")
    assert shown(text, find(text)) == expected


def test_normal_forms_do_not_matter(find):
    for sentence in data.load("thuc_the", "dev"):
        text = unicodedata.normalize("NFD", sentence["text"])
        ours = [(unicodedata.normalize("NFC", e.text), e.label) for e in find(text)]
        assert ours == [(e.text, e.label) for e in find(sentence["text"])]


@pytest.mark.parametrize("piece", ["a ", "A ", "Nguyễn ", "1.", "ngày ", "Công ty ", "\n", "😀"])
def test_any_line_is_read_in_linear_time(find, piece):
    text = piece * (LONG // len(piece))
    assert all(each.end <= len(text) for each in find(text))


def test_the_card_says_what_comes_out(find):
    test = data.load("thuc_the", "test")
    values = [row["value"] for row in models.card("thuc_the").facts["metrics"]]
    assert f1(find, test) == pytest.approx(values[0], abs=0.2)
    assert f1(find, test, ("PER", "LOC", "ORG")) == pytest.approx(values[1], abs=0.2)


def test_swapped_sentences_keep_their_entities_in_place():
    sentences = data.load("thuc_the", "train")
    swapped = Swaps(sentences, ["Mường Lò", "Tân Phú"], seed=3)
    others = [swapped(each) for each in sentences]
    assert sum(a["text"] != b["text"] for a, b in zip(sentences, others, strict=True)) > 300
    for before, after in zip(sentences, others, strict=True):
        assert [e[2] for e in before["entities"]] == [e[2] for e in after["entities"]]
        for start, end, _ in after["entities"]:
            assert after["text"][start:end].strip() == after["text"][start:end] != ""


def test_a_model_is_trained_saved_and_loaded(tmp_path, monkeypatch):
    few = data.load("thuc_the", "train")[:60]
    monkeypatch.setattr(recipe.data, "load", lambda name, split: few)
    monkeypatch.setattr(recipe, "COPIES", 1)
    lines = []
    recipe.train(tmp_path, seed=1, resume=False, report=lines.append)
    learnt = Finder.load(tmp_path, models.get("entities").info)
    assert lines and f1(learnt, few) > 30
