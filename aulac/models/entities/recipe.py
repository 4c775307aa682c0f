"""How the entity tagger is made: `aulac train thuc_the`. It takes two minutes on one CPU core."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from ... import data
from ...text import stored
from .. import catalog
from ..words.network import Network
from ..words.segmenter import Segmenter
from ..words.tables import EDGE
from .finder import LABELS, OUTSIDE, columns
from .signs import Signs
from .swaps import Swaps

COPIES = 2  # of each sentence, with other names
ONCE = 0.5  # times that a step from class to class counts though it is never seen
WEIGHT = 0.4  # of steps beside what the network says of each unit

Report = Callable[[str], None]


def train(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write `places.txt` and `network.safetensors`, on the tables of the embedded segmenter."""
    names = places()
    (out / "places.txt").write_text("\n".join(names), "utf-8")
    segmenter = catalog.get("segment", "embedded:tach_tu")
    sentences = data.load("thuc_the", "train")
    save_file({"steps": steps(segmenter, sentences)}, out / "steps.safetensors")
    network(segmenter, names, sentences, seed, report).save(out / "network.safetensors")


def places() -> list[str]:
    """Return the names of all communes, districts and provinces, before and since July 2025."""
    from vietnamadminunits.database import get_data

    rows = [*get_data(table="admin_units"), *get_data(table="admin_units_legacy")]
    levels = ("provinceShort", "districtShort", "wardShort")
    names = {stored(row[level]) for row in rows for level in levels if row.get(level)}
    return sorted(name for name in names if not any(map(str.isdigit, name)) and name[0].isupper())


def network(
    segmenter: Segmenter, names: Sequence[str], sentences: Sequence[dict], seed: int, report: Report
) -> Network:
    """Return a network that names the class of each unit, see `finder.OUTSIDE`."""
    from ..words.training import Plan, train

    swapped = Swaps(sentences, names, seed)
    every = [*sentences, *(swapped(each) for _ in range(COPIES) for each in sentences)]
    found = list(examples(segmenter, Signs(names), every))
    report(f"{len(found):,} sentences")
    plan = Plan(hidden=128, own=16, own_at_least=8, dropout=0.4, epochs=8)
    classes = 1 + 2 * len(LABELS)
    return train(segmenter.tables, found, classes, plan=plan, seed=seed, report=report)


def examples(segmenter: Segmenter, signs: Signs, sentences: Iterable[dict]):
    from ..words.training import Example

    for sentence in sentences:
        ((units, begins),) = segmenter.boundaries([sentence["text"]])
        written = [sentence["text"][start:end] for start, end in units]
        flat = segmenter.tables.encode([written])
        told = columns(len(flat.ids), [written], [begins], signs)
        here = np.arange(len(units)) + EDGE
        yield Example(flat, here, here + 1, classes(units, sentence["entities"]), told)


def classes(units, entities) -> np.ndarray:
    """Return the class of each unit, given where units and entities stand."""
    found = np.zeros(len(units), np.int64)
    for first, last, label in entities:
        inside = [i for i, (start, end) in enumerate(units) if start < last and end > first]
        found[inside] = 2 * LABELS.index(label) + 2
        found[inside[:1]] -= 1
    return found


def steps(segmenter: Segmenter, sentences: Iterable[dict]) -> np.ndarray:
    """Return float32 (C, C): how much likelier a class is after another than anywhere.

    Logarithms of counts, each class after each counted at least ONCE; an entity only goes on after
    its beginning.
    """
    number = 1 + 2 * len(LABELS)
    counts = np.full((number, number), ONCE)
    for sentence in sentences:
        ((units, _),) = segmenter.boundaries([sentence["text"]])
        found = np.concatenate([[OUTSIDE], classes(units, sentence["entities"]), [OUTSIDE]])
        np.add.at(counts, (found[:-1], found[1:]), 1)
    chance = counts.sum(axis=0) * counts.sum(axis=1, keepdims=True) / counts.sum()
    found = WEIGHT * np.log(counts / chance)
    label = (np.arange(number) + 1) // 2
    found[:, 2::2][label[:, None] != label[None, 2::2]] = -np.inf
    return found.astype(np.float32)
