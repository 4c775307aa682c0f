"""Facts that module 06 stands on: its small model, its records, and what a syllable can be."""

import json
import sys
from importlib import import_module

import numpy as np
import pytest

from aulac import data, models
from aulac.course import read_modules
from aulac.data.counts import Counts
from aulac.models import catalog
from aulac.text import stored

COMPANIONS = ("exam", "heads", "small", "syllables")


@pytest.fixture(scope="module")
def folder(root):
    return next(module for module in read_modules(root) if module.name[:2] == "06").folder


@pytest.fixture(scope="module")
def companion(folder):
    """Imports one of the files beside the lessons; others of their names are put by meanwhile."""
    others = {name: sys.modules.pop(name) for name in COMPANIONS if name in sys.modules}
    sys.path.insert(0, str(folder))
    yield import_module
    sys.path.remove(str(folder))
    for name in COMPANIONS:
        sys.modules.pop(name, None)
    sys.modules.update(others)


@pytest.fixture(scope="module")
def generator():
    return models.get("generate")


@pytest.fixture(scope="module")
def recorded(folder):
    return json.loads((folder / "samples.json").read_text(encoding="utf-8"))


def test_attention_is_seen_as_it_is(companion, generator):
    text = "Hôm nay mẹ đi chợ mua cá."
    tokens, shares = companion("heads").attention_of(generator, text)
    assert shares.shape[2:] == (len(tokens), len(tokens))
    assert np.allclose(shares.sum(axis=-1), 1, atol=1e-5)
    assert not np.triu(shares, 1).any()
    again = companion("heads").attention_of(generator, text)[1]
    assert np.array_equal(shares, again), "nothing is left behind in the network"


def test_every_layer_and_head_is_there(companion, generator):
    network = generator.network
    shares = companion("heads").attention_of(generator, "Một câu.")[1]
    assert shares.shape[:2] == (network.memory().keys.shape[0], network.heads)


def test_the_small_model_knows_the_characters_of_its_texts(companion):
    small = companion("small")
    assert small.record()["characters"] == small.characters_of(small.text_of("train"))
    assert small.WEIGHTS.stat().st_size < 3e6


def test_the_small_model_is_as_good_as_its_record_says(companion):
    small = companion("small")
    found = small.bits(small.text_of("dev")[:6000]).mean()
    assert found == pytest.approx(small.record()["curve"][-1][2], abs=0.15)


def test_the_small_model_is_the_same_in_numpy_and_in_transformers(companion):
    torch = pytest.importorskip("torch")
    small = companion("small")
    text = small.text_of("dev")[: small.CONTEXT + 1]
    ids = small.numbers(text, small.record()["characters"])
    with torch.no_grad():
        found = small.bits_of(small.trained_model(), torch.from_numpy(ids[None])).item()
    assert small.bits(text).mean() == pytest.approx(found, abs=1e-3)


def test_the_small_model_beats_pairs_of_characters(companion):
    small = companion("small")
    characters = small.record()["characters"]
    train = small.numbers(small.text_of("train"), characters)
    dev = small.text_of("dev")[:6000]
    pairs = np.ones((len(characters), len(characters)))
    np.add.at(pairs, (train[:-1], train[1:]), 1)
    ids = small.numbers(dev, characters)
    by_pairs = -np.log2((pairs / pairs.sum(axis=1, keepdims=True))[ids[:-1], ids[1:]]).mean()
    assert small.bits(dev).mean() < by_pairs - 0.5


@pytest.mark.parametrize(
    "syllable",
    [
        *"nghiêng gì giếng quốc quyển quít khuya huýt oanh ghế kê ngoẹo xoong bát thuở".split(),
        *"yêu yếm kỹ quắp quạu quỳnh tuýp ngoém xoẻng".split(),
    ],
)
def test_syllables_that_are_in_use_are_possible(companion, syllable):
    assert companion("syllables").why_impossible(syllable) is None


@pytest.mark.parametrize(
    ("syllable", "why"),
    [
        ("ngiêng", "spelling"),
        ("kà", "spelling"),
        ("ghà", "spelling"),
        ("thyềm", "spelling"),
        ("iêu", "spelling"),
        ("thuâ", "rhyme"),
        ("bàt", "tone"),
        ("sách\u0301", "tone"),
        ("học\u0300", "tone"),
        ("tac", "tone"),
        ("bòu", "rhyme"),
        ("strà", "rhyme"),
        ("marx", "rhyme"),
        ("tp", "onset"),
    ],
)
def test_syllables_that_cannot_be_have_their_reason(companion, syllable, why):
    assert companion("syllables").why_impossible(syllable) == why


def test_unicode_form_and_tone_style_do_not_make_a_syllable_impossible(companion):
    share = companion("syllables").impossible_share
    assert share("ho\u00e0 thu\u1ef7 kho\u1ebb") == 0
    assert share("Đu\u031bo\u031b\u0300ng phô\u0301") == 0
    assert share("5 km, 30%") == 1, "km is in letters and cannot be"
    assert share("") == 0


def test_clean_text_is_nearly_always_possible(companion):
    syllables = companion("syllables")
    for name in ("bao_chi", "truyen"):
        text = "\n".join(each["text"] for each in data.load(name, "test"))
        assert syllables.impossible_share(text) < 0.015
    frequent = [each for each in Counts.load().vocabulary if each.isalpha()][:1000]
    assert sum(map(syllables.is_possible, frequent)) > 980


def test_the_samples_are_those_of_the_model_that_is_shipped(recorded, generator):
    facts = catalog.card(recorded["model"]).facts
    assert recorded["weights"] == facts["files"]["model.safetensors"]
    for line in recorded["samples"][::60]:
        options = recorded["options"] | {"max_tokens": 12}
        text = generator(
            line["prompt"], temperature=line["temperature"], seed=line["seed"], **options
        )
        assert line["text"].startswith(text.rstrip("\ufffd"))


def test_every_temperature_has_as_many_samples(recorded):
    found = [each["temperature"] for each in recorded["samples"]]
    assert {found.count(each) for each in found} == {24}


def test_the_exam_is_fair(companion):
    questions = companion("exam").questions
    assert len(questions) == len(set(questions)) == 20
    for question in questions:
        assert question == tuple(map(stored, question))
        assert question[1] != question[2]
