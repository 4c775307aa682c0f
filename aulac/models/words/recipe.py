"""How the segmenter and the tagger are made: `aulac train tach_tu`, `gan_nhan_tu_loai`."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from ... import data
from .. import catalog
from ..restorer.recipe import texts
from .lexicon import known_words, listed_words, word_key
from .network import Network
from .tables import EDGE, Tables
from .tagger import TAGS
from .units import MARK, spans

Report = Callable[[str], None]

SEGMENTED = [("ud_vtb", "train"), ("ud_vtb", "dev"), ("rdr_gold", "train"), ("tach_tu", "train")]
TAGGED = [("ud_vtb", "train"), ("ud_vtb", "dev"), ("tach_tu", "train")]


def train_segmenter(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write `tables.safetensors`, `syllables.txt`, `words.txt`, `network.safetensors`.

    resume: tables that an interrupted run left are used again.
    """
    from .statistics import tables

    sentences = read(SEGMENTED)
    if not (resume and (out / "tables.safetensors").exists()):
        report("counting syllables and pairs of them")
        words = known_words(each["words"] for each in sentences)
        tables((text for text, _ in texts()), words, seed).save(out)
    found = Tables.load(out)
    report(f"{len(found.vocabulary):,} syllables, {len(found.pair_keys):,} pairs")
    segmenter(found, sentences, seed, report).save(out / "network.safetensors")


def train_tagger(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write `network.safetensors`, on the tables of the embedded segmenter. It takes a minute."""
    found = catalog.get("segment", "embedded:tach_tu").tables
    tagger(found, read(TAGGED), seed, report).save(out / "network.safetensors")


def read(parts: Iterable[tuple[str, str]]) -> list[dict]:
    return [record for name, split in parts for record in data.load(name, split)]


def segmenter(tables: Tables, sentences: list[dict], seed: int, report: Report) -> Network:
    """Return a network that tells whether a word ends between two units."""
    from .training import Example, Plan, train

    counts = Counter(code for each in sentences for code in codes(tables, each["words"]))
    listed = set(codes(tables, listed_words()))
    examples = []
    for sentence in sentences:
        units, begins = aligned(sentence["text"], sentence["words"])
        own = Counter(codes(tables, sentence["words"]))
        only_here = [code for code, n in own.items() if counts[code] == n and code not in listed]
        flat = tables.encode([units], np.array(only_here, np.int64))
        marks = flat.shapes == MARK
        gaps = np.flatnonzero(~marks[1:] & ~marks[:-1]) + 1
        if len(gaps):
            examples.append(Example(flat, gaps - 1, gaps, begins[gaps - EDGE].astype(int)))
    report(f"{len(examples):,} sentences")
    plan = Plan(hidden=128, own=16, own_at_least=50, dropout=0.3, epochs=5)
    return train(tables, examples, 2, plan=plan, seed=seed, report=report)


def tagger(tables: Tables, sentences: list[dict], seed: int, report: Report) -> Network:
    """Return a network that names the part of speech of a word, from its first and last unit."""
    from .training import Example, Plan, train

    examples = []
    for sentence in sentences:
        words = [[word[start:end] for start, end in spans(word)] for word in sentence["words"]]
        flat = tables.encode([[unit for word in words for unit in word]])
        ends = np.cumsum([len(word) for word in words]) + EDGE
        begins = np.ones(len(flat.ids), bool)
        begins[EDGE : len(begins) - EDGE] = False
        first = np.append(EDGE, ends[:-1])
        begins[first] = True
        classes = np.array([TAGS.index(tag) for tag in sentence["upos"]])
        examples.append(Example(flat, first, ends - 1, classes, begins))
    report(f"{len(examples):,} sentences")
    plan = Plan(hidden=256, own=32, own_at_least=3, dropout=0.5, epochs=10)
    return train(tables, examples, len(TAGS), plan=plan, seed=seed, report=report)


def aligned(text: str, words: list[str]) -> tuple[list[str], np.ndarray]:
    """Return the units of a text and whether one of the words begins at each."""
    places = spans(text)
    starts = np.cumsum([0, *(len("".join(word.split())) for word in words)])
    dense = np.cumsum([0, *(not character.isspace() for character in text)])
    begins = np.isin([dense[start] for start, _ in places], starts)
    return [text[start:end] for start, end in places], begins


def codes(tables: Tables, words: Iterable[str]) -> list[int]:
    found = (tables.code(word_key(word)) for word in words if " " in word)
    return [code for code in found if code is not None]
