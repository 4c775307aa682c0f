"""The recipe of the restorer, on a few sentences: it learns, and goes on where it was stopped."""

import re

import numpy as np
import pytest

from aulac import data
from aulac.data.counts import Counts, count
from aulac.models.restorer import Restorer, recipe
from aulac.models.restorer.network import Network
from aulac.text import unaccented_key

training = pytest.importorskip("aulac.models.restorer.training", reason="needs torch")


class Stopped(Exception):
    pass


@pytest.fixture
def small(monkeypatch):
    """The recipe on 150 questions and their answers, in batches of 300 tokens."""
    texts = [recipe.normal_text(record) for record in data.load("cau_hoi", "train")[:150]]
    monkeypatch.setattr(recipe, "texts", lambda report: ((text, 1) for text in texts))
    monkeypatch.setattr(recipe, "english", lambda report: iter([("The end of the day.", 1)]))
    monkeypatch.setattr(recipe, "EPOCHS", 4)
    monkeypatch.setattr(training, "TOKENS", 300)
    monkeypatch.setattr(training, "EVERY", 1)
    monkeypatch.setattr(training, "WARM_UP", 5)
    counts = count(recipe._forms(text) for text in texts)
    monkeypatch.setattr(recipe.Counts, "load", classmethod(lambda cls: counts))
    return texts


def train(out, resume=False, stop_at=None) -> list[str]:
    lines = []

    def report(line: str) -> None:
        lines.append(line)
        if stop_at and line.startswith(f"{stop_at}/"):
            raise Stopped

    out.mkdir(exist_ok=True)
    recipe.train(out, seed=3, resume=resume, report=report)
    return lines


def test_a_stopped_training_goes_on_to_the_same_end(small, tmp_path):
    straight = train(tmp_path / "straight")
    with pytest.raises(Stopped):
        train(tmp_path / "stopped", stop_at=14)
    rest = train(tmp_path / "stopped", resume=True)
    steps = [int(re.match(r"\d+", line)[0]) for line in rest if "steps" in line]
    assert steps[0] == 11, "goes on after the checkpoint of step 10"
    one, other = (Network.load(tmp_path / name) for name in ("straight", "stopped"))
    assert one.forms == other.forms
    assert np.allclose(one.weight, other.weight, atol=1e-2)
    assert straight[-1].split("/")[0] == rest[-1].split("/")[0], "both tell every step"


def test_what_was_learned_restores(small, tmp_path):
    lines = train(tmp_path / "out")
    losses = [float(re.search(r"loss ([\d.]+)", line)[1]) for line in lines if "loss" in line]
    assert losses[-1] < losses[0] * 0.7
    restore = Restorer(None, Counts.load(), Network.load(tmp_path / "out"))
    bare = [unaccented_key(text) for text in small]
    before, after = (right_words(texts, small) for texts in (bare, restore.restore(bare)))
    assert before < 0.3 and after > 0.65


def right_words(answers: list[str], texts: list[str]) -> float:
    pairs = list(zip(" ".join(answers).split(), " ".join(texts).split(), strict=True))
    return sum(answer == word for answer, word in pairs) / len(pairs)


def test_counts_are_written(small, tmp_path):
    recipe.train_counts(tmp_path, seed=0, resume=False, report=lambda line: None)
    assert {path.name for path in tmp_path.iterdir()} == {"counts.safetensors", "syllables.txt"}


@pytest.mark.parametrize("name", ["viwiki2017", "vlc_law"])
def test_few_public_documents_are_held_out(name):
    held = sum(recipe.is_held_out(name, str(number)) for number in range(10_000))
    assert 40 < held < 120
