"""The sentence encoder, as it comes."""

import unicodedata

import numpy as np
import pytest
from any_text import texts
from hypothesis import given, settings
from hypothesis import strategies as st

from aulac import models
from aulac.models.vectors import Encoder, recipe
from aulac.models.vectors.pairs import of_document, rules
from aulac.text import unaccented_key


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return models.get("embed")


@settings(deadline=None, max_examples=100)
@given(st.lists(texts, max_size=4))
def test_any_text_has_a_vector_of_length_one_or_none(encoder, many):
    found = encoder.embed(many)
    assert found.dtype == np.float32 and found.shape[0] == len(many)
    lengths = np.linalg.norm(found, axis=1)
    assert np.all(np.isclose(lengths, 1, atol=1e-3) | (lengths == 0))
    for text, row in zip(many, found, strict=True):
        assert np.allclose(encoder(text), row)


def test_like_sentences_point_the_same_way(encoder):
    one, like, strange = encoder.embed(
        [
            "Mượn sách quá hạn bị phạt bao nhiêu?",
            "Trả sách trễ phải nộp tiền phạt.",
            "Nấu canh chua cá lóc.",
        ]
    )
    assert one @ like > one @ strange + 0.1


def test_forms_of_writing_matter_little(encoder):
    text = "Hòa vừa về quê thăm mẹ, chiều mai mới lên lại thành phố."
    bare, decomposed = encoder(unaccented_key(text)), encoder(unicodedata.normalize("NFD", text))
    assert encoder(text) @ decomposed == pytest.approx(1, abs=1e-4)
    assert encoder(text) @ bare > 0.3


def test_a_long_text_is_taken(encoder):
    assert encoder("Một câu dài. " * 50_000).shape == encoder("Một câu.").shape


def test_pairs_come_from_paragraphs_and_rules():
    import random

    sentence = "Câu này có hơn năm âm tiết để được giữ lại"
    found = list(of_document(f"{sentence}. {sentence}.\nngắn", 5, random.Random(0)))
    assert found == [(f"{sentence}.", f"{sentence}.")]
    assert sum(1 for _ in rules()) > 500


def test_a_model_is_trained_saved_and_loaded(tmp_path, monkeypatch):
    training = pytest.importorskip("aulac.models.vectors.training")
    few = [((f"câu hỏi số {i} về cây", f"câu trả lời số {i} về cây"), 1) for i in range(40)]
    monkeypatch.setattr(recipe, "pairs", lambda seed, report: few)
    monkeypatch.setattr(training, "STEPS", 100)
    monkeypatch.setattr(training, "BATCH", 8)
    lines = []
    recipe.train(tmp_path, seed=1, resume=False, report=lines.append)
    learnt = Encoder.load(tmp_path, models.get("embed").info)
    questions, answers = (learnt.embed([pair[side] for pair, _ in few]) for side in (0, 1))
    assert "step 100" in lines[-1]
    assert np.mean((questions @ answers.T).argmax(axis=1) == np.arange(40)) > 0.5
