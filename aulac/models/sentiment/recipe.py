"""How the classifier of feelings is made: `aulac train cam_xuc`. It takes half a minute."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from ... import data
from .. import catalog
from ..words.tables import Tables
from .classifier import LABELS, Weights, shares
from .features import numbers, sequences, units

AT_LEAST = 2  # texts that hold a sequence that is listed
PENALTY = 0.2  # of large weights
FEELINGS_COUNT, VECTORS_COUNT = 0.15, 0.05  # what numbers count beside sequences
FOLDS = 8  # in which probabilities are calibrated

Report = Callable[[str], None]


def train(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write `vocabulary.txt` and `weights.safetensors`."""
    tables = catalog.get("segment", "embedded:tach_tu").tables
    records = data.load("danh_gia", "train")
    sharpness = calibrated(tables, records, seed)
    report(f"{len(records)} reviews; scores are multiplied by {sharpness:.2f}")
    weights(tables, records, sharpness).save(out)


def weights(tables: Tables, records: Sequence[dict], sharpness: float = 1.0) -> Weights:
    """Return what the reviews teach; sharpness: what scores are multiplied by."""
    keys = [units(each["text"]) for each in records]
    holders = Counter(chain.from_iterable(map(sequences, keys)))
    vocabulary = sorted(sequence for sequence, n in holders.items() if n >= AT_LEAST)
    rarity = np.array([np.log((1 + len(keys)) / (1 + holders[s])) + 1 for s in vocabulary])
    told = np.array([numbers(each, tables) for each in keys])
    width = 2 * tables.vectors.shape[1]
    counted = np.repeat([FEELINGS_COUNT, VECTORS_COUNT], [told.shape[1] - width, width])
    scale = counted / np.maximum(told.std(axis=0), 1e-3)
    rows = _rows(keys, vocabulary, rarity)
    rows = np.concatenate([rows, (told - told.mean(axis=0)) * scale], axis=1)
    classes = np.array([LABELS.index(each["sentiment"]) for each in records])
    found, bias = _regression(rows, classes)
    of_sequences, of_numbers = np.split(found * sharpness, [len(vocabulary)])
    of_numbers *= scale[:, None]
    return Weights(
        vocabulary=vocabulary,
        rarity=rarity.astype(np.float32),
        of_sequences=of_sequences.astype(np.float32),
        of_numbers=of_numbers.astype(np.float32),
        bias=(bias * sharpness - told.mean(axis=0) @ of_numbers).astype(np.float32),
    )


def calibrated(tables: Tables, records: Sequence[dict], seed: int) -> float:
    """Return what makes probabilities true on topics not learnt from (temperature, Guo 2017)."""
    from .classifier import Classifier

    topics = sorted({each["topic"] for each in records})
    random.Random(seed).shuffle(topics)
    scores, classes = [], []
    for fold in range(FOLDS):
        held = set(topics[fold::FOLDS])
        judge = Classifier(tables, weights(tables, [r for r in records if r["topic"] not in held]))
        for each in records:
            if each["topic"] in held:
                scores.append(judge.scores(units(each["text"])))
                classes.append(LABELS.index(each["sentiment"]))
    return min(np.arange(0.3, 3, 0.05), key=lambda t: _loss(np.array(scores) * t, classes))


def _rows(keys: list[list[str]], vocabulary: list[str], rarity: np.ndarray) -> np.ndarray:
    places = {sequence: i for i, sequence in enumerate(vocabulary)}
    rows = np.zeros((len(keys), len(vocabulary)), np.float32)
    for row, each in zip(rows, keys, strict=True):
        at, values = shares(each, places, rarity)
        row[at] = values
    return rows


def _loss(scores: np.ndarray, classes: Sequence[int]) -> float:
    scores = scores - scores.max(axis=1, keepdims=True)
    chosen = scores[np.arange(len(scores)), classes]
    return float((np.log(np.exp(scores).sum(axis=1)) - chosen).mean())


def _regression(rows: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (columns, 3) and bias (3,) of a logistic regression."""
    import torch
    from torch.nn import functional

    x, y = torch.tensor(rows, dtype=torch.float32), torch.tensor(classes)
    weight = torch.zeros(x.shape[1], len(LABELS), requires_grad=True)
    bias = torch.zeros(len(LABELS), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = functional.cross_entropy(x @ weight + bias, y, reduction="sum")
        loss = loss + PENALTY / 2 * (weight**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weight.detach().numpy(), bias.detach().numpy()
