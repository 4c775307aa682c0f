"""Corpora with data cards: texts written for this course, and public ones fetched when asked for.

Written sets are part of the package (`course/NAME/`: `card.yml` and one JSON object a line in
`train.jsonl`, `dev.jsonl`, `test.jsonl`). Public sets are listed in `public.yml` and read from the
directory that AULAC_MIRROR names, else from the user's cache, else from their publishers.
"""

from .cards import Card
from .corpora import DataError, find, names

__all__ = ["Card", "DataError", "card", "load", "names"]


def load(name: str, split: str | None = None) -> list[dict]:
    """Return the records of a corpus as plain dicts, in the corpus' order; see `card(name)`.

    split: "train", "dev" or "test" where the corpus has it; all of them, in this order, by default.
    A few sets have a further part, which is read by its name only: the rules of "quy_dinh".
    Errors: DataError, in one sentence: unknown name or split, network cut, wrong checksum.
    """
    corpus = find(name)
    return [record for each in corpus.wanted(split) for record in corpus.read(each)]


def card(name: str) -> Card:
    """Return the card of a corpus: what it is, its licence, its fields, its limits."""
    return find(name).card
