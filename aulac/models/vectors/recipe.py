"""How the sentence encoder is made: `aulac train vecto_cau`. It takes minutes on one CPU core."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...text import stored, unaccented_key
from .. import catalog
from .encoder import save
from .pairs import pairs

if TYPE_CHECKING:
    from .training import Side

LONGEST = 128  # tokens of a text in training

Report = Callable[[str], None]


def train(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write `vectors.safetensors`."""
    from . import training

    tokenizer = catalog.get("tokenize", "embedded:bpe_16k")
    found = list(pairs(seed, report))
    report(f"{len(found):,} pairs; splitting them into tokens")
    sides = tuple(_side(tokenizer, [pair[side] for pair, _ in found]) for side in (0, 1))
    times = [times for _, times in found]
    save(training.train(sides, times, tokenizer.size, seed=seed, report=report), out)


def _side(tokenizer: Any, texts: Sequence[str]) -> "Side":
    """Return the ids of texts as they are, and of the same texts without marks."""
    as_is = [stored(text) for text in texts]
    return tuple(
        [np.array(tokenizer.encode(text)[:LONGEST] or [0], np.uint16) for text in form]
        for form in (as_is, map(unaccented_key, as_is))
    )
