"""How the counts and the restorer are made again: `aulac train dem_am_tiet`, `khoi_phuc_dau`."""

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
TIMES = 4  # that news and course texts are seen, since there is little of them
EPOCHS = 5
FORMS = 14  # the most frequent ones of an unmarked syllable
KNOWN = 20  # occurrences from which the network knows a word that is no Vietnamese syllable

_LOOSE_MARK = re.compile(r" +([,.;:!?)])")


def train_counts(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None:
    """Count syllables over all texts; write the tables of `aulac/data/counts`. No chance in it."""
    report("counting")
    counts = count(forms for text, times in texts() for forms in repeat(_forms(text), times))
    counts.save(out)
    report(f"{len(counts.vocabulary):,} syllables, {len(counts.bigrams):,} pairs")
    report(f"{len(counts.trigrams):,} triples")


def train(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None:
    """Train the network on the counts' vocabulary; write `network.safetensors` and `keys.txt`."""
    from . import training

    report("reading texts")
    counts = Counts.load()
    trainee = training.Trainee(*vocabulary(counts))
    encoded = encode(chain(texts(), english()), trainee.tables(), counts)
    report(f"{len(encoded.keys):,} tokens, {len(encoded.bounds):,} sentences")
    network = training.train(
        trainee, encoded, out, epochs=EPOCHS, seed=seed, resume=resume, report=report
    )
    network.save(out)


def vocabulary(counts: Counts) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return keys, rows and form_ids of a network, as `Network` describes them."""
    forms: dict[str, list[int]] = {special: [] for special in SPECIALS}
    for i, form in enumerate(counts.vocabulary[len(SPECIALS) :], len(SPECIALS)):
        key = unaccented_key(form)
        if form != key or counts.unigrams[i] >= KNOWN or key in forms:
            forms.setdefault(key, []).append(i)
    words = {key: ids[:FORMS] if key[0].isalpha() else [] for key, ids in forms.items()}
    rows = np.cumsum([0, *map(len, words.values())]).astype(np.uint32)
    return list(words), rows, np.array(list(chain(*words.values())), np.uint16)


def encode(wanted: Iterable[tuple[str, int]], network: Network, counts: Counts) -> "Sentences":
    """Return all sentences as the network sees them."""
    from .training import Sentences

    key_ids = {key: i for i, key in enumerate(network.keys)}
    places = {counts.vocabulary[i]: place for place, i in enumerate(network.form_ids)}
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


def english() -> Iterator[tuple[str, int]]:
    """Yield English sentences, for the network to learn that they need no marks."""
    return ((pair["en"], 1) for pair in data.load("d2l_en_vi"))


def texts() -> Iterator[tuple[str, int]]:
    """Yield each training text, and how many times it is to be seen."""
    for name in PUBLIC:
        yield from zip((record["text"] for record in data.load(name)), repeat(1))
    for name in NEWS:
        for record in data.load(name, "train"):
            yield _LOOSE_MARK.sub(r"\1", record["text"]), TIMES
    for text in course_texts("train"):
        yield text, TIMES
    for rule in data.load(*RULES):
        yield rule["text"], TIMES


def course_texts(split: str) -> Iterator[str]:
    """Yield the texts of a split of the sets written for the course, in normal spelling."""
    for name in corpora.written():
        yield from map(_normal_text, data.load(name, split))


def _normal_text(record: dict) -> str:
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
