"""How the counts and the restorer are made again: `aulac train counts`, `khoi_phuc_dau`."""

import hashlib
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ... import data
from ...data import corpora
from ...data.counts import SPECIALS, START, Counts, count
from ...text import unaccented_key
from ..words.lexicon import listed_words
from .network import UNKNOWN_KEY, Network
from .tokens import sentences, tokens

if TYPE_CHECKING:
    from .training import Sentences

PUBLIC = (
    "viwiki2017",
    "vlc_law",
    "ai_for_beginner_vi",
    "d2l_vn",
    "libreoffice_help_vi",
    "hf_course_vi",
    "vi_react",
    "rust_tieng_viet",
    "gnome_help_vi",
    "debian_handbook_vi",
)
NEWS = ("ud_vtb", "rdr_gold")
RULES = "quy_dinh", "rules"
HELD_OUT = 8  # public documents in a thousand, kept for tests
TIMES = 4  # that news and course texts are seen, since there is little of them
EPOCHS = 5
FORMS = 14  # the most frequent ones of an unmarked syllable
KNOWN = 20  # occurrences from which the network knows a word that is no Vietnamese syllable

_LOOSE_MARK = re.compile(r" +([,.;:!?)])")


def train_counts(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None:
    """Count syllables over all texts; write the tables of `aulac/data/counts`. No chance in it."""
    report("counting")
    counts = count(forms for text, times in texts(report) for forms in repeat(_forms(text), times))
    counts.save(out)
    report(f"{len(counts.vocabulary):,} syllables, {len(counts.bigrams):,} pairs")
    report(f"{len(counts.trigrams):,} triples")


def train(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None:
    """Train the network on the counts' vocabulary; write its weights, keys and forms."""
    from . import training

    report("reading texts")
    trainee = training.Trainee(*vocabulary(Counts.load()), seed)
    encoded = encode(chain(texts(report), english(report)), trainee.tables())
    report(f"{len(encoded.keys):,} tokens, {len(encoded.bounds):,} sentences")
    network = training.train(
        trainee, encoded, out, epochs=EPOCHS, seed=seed, resume=resume, report=report
    )
    network.save(out)


def vocabulary(counts: Counts) -> tuple[list[str], list[str], np.ndarray]:
    """Return keys, forms and rows of a network, as `Network` describes them.

    What is only written one way, without marks, has no forms: there is nothing to restore.
    """
    by_key: dict[str, list[str]] = {special: [] for special in SPECIALS}
    for form in counts.vocabulary[len(SPECIALS) :]:
        key = unaccented_key(form)
        if form != key or counts.of(form) >= KNOWN or key in by_key:
            by_key.setdefault(key, []).append(form)
    forms = [[] if same == [key] else same[:FORMS] for key, same in by_key.items()]
    rows = np.cumsum([0, *map(len, forms)]).astype(np.uint32)
    return list(by_key), list(chain(*forms)), rows


def encode(wanted: Iterable[tuple[str, int]], network: Network) -> "Sentences":
    """Return all sentences as the network sees them."""
    from .training import Sentences

    key_ids = {key: i for i, key in enumerate(network.keys)}
    places = {form: place for place, form in enumerate(network.forms)}
    rows, bounds = array("i"), []
    for text, times in wanted:
        for sentence in sentences(tokens(text)):
            start = len(rows) // 4
            for token in sentence:
                key = key_ids.get(token.key, UNKNOWN_KEY)
                place = places.get(token.form, -1)
                rows.extend((key, token.case, place, not token.is_word))
            bounds += [(start, len(rows) // 4)] * times
    keys, cases, forms, marks = np.array(rows, np.int32).reshape(-1, 4).T
    return Sentences(keys, cases, forms, marks.astype(bool), np.array(bounds))


def english(report: Callable[[str], None]) -> Iterator[tuple[str, int]]:
    """Yield English sentences, for the network to learn that they need no marks."""
    return ((pair["en"], 1) for pair in obtainable("d2l_en_vi", report))


def texts(report: Callable[[str], None] = print) -> Iterator[tuple[str, int]]:
    """Yield each training text, and how many times it is to be seen; report what cannot be had."""
    for name in PUBLIC:
        for record in obtainable(name, report):
            if not is_held_out(name, record["id"]):
                yield record["text"], 1
    for name in NEWS:
        for record in data.load(name, "train"):
            yield with_marks_attached(record["text"]), TIMES
    rules = (rule["text"] for rule in data.load(*RULES))
    for text in chain(course_texts("train"), rules, listed_words()):
        yield text, TIMES


def with_marks_attached(text: str) -> str:
    """Return the text of a treebank without the blanks before its punctuation."""
    return _LOOSE_MARK.sub(r"\1", text)


def is_held_out(name: str, document: str) -> bool:
    """Return whether a public document is kept for tests."""
    return int(hashlib.md5((name + document).encode()).hexdigest(), 16) % 1000 < HELD_OUT


def obtainable(name: str, report: Callable[[str], None]) -> list[dict]:
    try:
        return data.load(name)
    except data.DataError as error:
        report(str(error))
        return []


def course_texts(split: str) -> Iterator[str]:
    """Yield the texts of a split of the sets written for the course, in normal spelling."""
    for name in corpora.written():
        yield from map(normal_text, data.load(name, split))


def normal_text(record: dict) -> str:
    """Return what a record of a course set says, in normal spelling."""
    if "normal" in record:
        return record["normal"]
    turns = [turn["text"] for turn in record.get("turns", ())]
    fields = (record.get(field) for field in ("title", "text", "question", "answer"))
    return "\n".join(filter(None, chain(fields, turns)))


def _forms(text: str) -> list[str]:
    """Return the tokens of a text as the counts have them, `<s>` before and after each sentence."""
    found = [START]
    for sentence in sentences(tokens(text)):
        found += [token.form for token in sentence if token.form != START]
        if found[-1] != START:
            found.append(START)
    return found
