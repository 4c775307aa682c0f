"""How the language model is made: `aulac train ngon_ngu`."""

import random
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ... import data
from ...text import stored
from .. import catalog
from ..restorer.recipe import (
    NEWS,
    PUBLIC,
    is_held_out,
    normal_text,
    obtainable,
    with_marks_attached,
)
from ..tokens.recipe import END

TOKENIZER = "bpe_8k"
COURSE = (
    "bao_chi",
    "cau_hoi",
    "danh_gia",
    "doi_song",
    "doi_thuong",
    "loi_noi",
    "mang_xa_hoi",
    "quy_dinh",
    "tach_tu",
    "thuc_the",
    "tin_nhan",
    "truyen",
    "tu_vung",
)
LAWS = 1 / 3  # of each statute is read: they repeat themselves
TIMES = 3  # that news and course texts stand among the others, since there is little of them
LINES = 20  # of a treebank that make a document

Report = Callable[[str], None]


def train(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Train the model; write `config.json`, `model.safetensors` and the tokenizer's files."""
    from . import training

    folder = catalog.EMBEDDED / TOKENIZER
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    report("reading texts")
    tokens = encode(shuffled(documents(report), seed), tokenizer)
    report(f"{len(tokens):,} tokens")
    training.train(tokens, tokenizer.get_vocab_size(), out, seed=seed, resume=resume, report=report)
    for file in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(folder / file, out / file)


def documents(report: Report) -> Iterator[tuple[str, int]]:
    """Yield each training document, and how many times it is to stand among the others."""
    for name in PUBLIC:
        for record in obtainable(name, report):
            if not is_held_out(name, record["id"]):
                text = record["text"]
                yield text[: round(len(text) * LAWS)] if name == "vlc_law" else text, 1
    for name in NEWS:
        lines = [with_marks_attached(record["text"]) for record in data.load(name, "train")]
        for some in runs(lines, LINES):
            yield "\n".join(some), TIMES
    for name in COURSE:
        for record in data.load(name, "train"):
            yield normal_text(record), 1 if name == "tu_vung" else TIMES


def shuffled(wanted: Iterable[tuple[str, int]], seed: int) -> list[str]:
    every = [text for text, times in wanted for _ in range(times)]
    random.Random(seed).shuffle(every)
    return every


def runs(items: Sequence, length: int) -> Iterator[Sequence]:
    return (items[start : start + length] for start in range(0, len(items), length))


def encode(texts: Sequence[str], tokenizer: Tokenizer) -> np.ndarray:
    """Return the ids of all texts, in stored form, the end of text after each; uint16."""
    end = tokenizer.token_to_id(END)
    ids = array("H")
    for some in runs(texts, 1000):
        for found in tokenizer.encode_batch_fast([stored(text) for text in some]):
            ids.extend(found.ids)
            ids.append(end)
    return np.frombuffer(ids, np.uint16)
