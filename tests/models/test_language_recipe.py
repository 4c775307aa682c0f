"""The recipe of the language model, on a few texts: it learns, and goes on where it was stopped."""

import re
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load_file

from aulac import data
from aulac.models.language import Generator, recipe
from aulac.models.restorer.recipe import normal_text

training = pytest.importorskip("aulac.models.language.training", reason="needs torch")

PLAN = {"width": 32, "layers": 2, "heads": 4, "inner": 64, "batch": 4, "steps": 40}


class Stopped(Exception):
    pass


@pytest.fixture
def small(monkeypatch):
    """The recipe on 150 questions and their answers: 40 steps of 4 windows of 32 tokens."""
    texts = [normal_text(record) for record in data.load("cau_hoi", "train")[:150]]
    monkeypatch.setattr(recipe, "documents", lambda report: ((text, 2) for text in texts))
    plans = {kind: replace(plan, **PLAN, rate=5e-3) for kind, plan in training.PLANS.items()}
    monkeypatch.setattr(training, "PLANS", plans)
    for name, value in {"CONTEXT": 32, "WARM_UP": 5, "EVERY": 2}.items():
        monkeypatch.setattr(training, name, value)
    return texts


def train(out, resume=False, stop_at=None, seed=3) -> list[str]:
    lines = []

    def report(line: str) -> None:
        lines.append(line)
        if stop_at and line.startswith(f"{stop_at}/"):
            raise Stopped

    out.mkdir(exist_ok=True)
    recipe.train(out, seed=seed, resume=resume, report=report)
    return lines


def weights(out) -> np.ndarray:
    return load_file(out / "model.safetensors")["model.embed_tokens.weight"].astype(np.float32)


def test_a_stopped_training_goes_on_to_the_same_end(small, tmp_path):
    straight = train(tmp_path / "straight")
    with pytest.raises(Stopped):
        train(tmp_path / "stopped", stop_at=16)
    rest = train(tmp_path / "stopped", resume=True)
    steps = [int(re.match(r"\d+", line)[0]) for line in rest if "steps" in line]
    assert steps[0] == 12, "goes on after the checkpoint of step 10"
    assert np.allclose(*(weights(tmp_path / name) for name in ("straight", "stopped")), atol=1e-2)
    assert straight[-1].split("/")[0] == rest[-1].split("/")[0]
    assert "min left" in rest[-1]


def test_another_seed_gives_another_model(small, tmp_path):
    for seed in (1, 2):
        train(tmp_path / str(seed), seed=seed)
    assert not np.allclose(*(weights(tmp_path / name) for name in "12"), atol=1e-2)


def test_what_was_learned_writes(small, tmp_path):
    lines = train(tmp_path / "out")
    losses = [float(re.search(r"loss ([\d.]+)", line)[1]) for line in lines if "loss" in line]
    assert losses[-1] < losses[0] - 1
    generator = Generator.load(tmp_path / "out")
    assert generator.network.context == 32
    assert generator("Sao", seed=1, max_tokens=50)


def test_every_window_is_seen_once_before_any_is_seen_again(small):
    tokens = np.arange(32 * 10 + 1, dtype=np.uint16)
    plan = training.PLANS["cpu"]
    seen = [windows.numpy() for _, windows in training.batches(tokens, plan, seed=0, done=0)][:5]
    starts = np.concatenate(seen)[:, 0]
    assert sorted(starts[:10]) == list(range(0, 320, 32)) == sorted(starts[10:])
    assert (np.concatenate(seen)[:, -1] == starts + 32).all()
    (_, third), *_ = training.batches(tokens, plan, seed=0, done=2)
    assert (third.numpy() == seen[2]).all()


def test_nothing_that_is_held_out_is_read(monkeypatch):
    def obtainable(name, report):
        return [{"id": str(number), "text": f"{name} {number}"} for number in range(2000)]

    monkeypatch.setattr(recipe, "obtainable", obtainable)
    monkeypatch.setattr(recipe, "NEWS", ())
    texts = {text for text, _ in recipe.documents(print)}
    held = {f"viwiki2017 {n}" for n in range(2000) if recipe.is_held_out("viwiki2017", str(n))}
    assert held and not held & texts
    assert len([text for text in texts if text.startswith("viwiki2017")]) == 2000 - len(held)
