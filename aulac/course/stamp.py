"""Marks translations as up to date: writes into each English block the hash of its Vietnamese."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from .source import SourceError, read_blocks, read_text, translation_hash
from .storage import write_text

ENGLISH = re.compile(r'^\+\+\+ (?P<meta>\{.*"lang"\s*:\s*"en".*\})[ \t]*$', re.MULTILINE)


def stamp(path: Path) -> int:
    """Stamps every English block of a source; returns how many changed. Raises SourceError."""
    before = read_text(path)
    after = stamped(before, iter(hashes_for_english(path)))
    write_text(path, after)
    changes = zip(before.splitlines(), after.splitlines(), strict=True)
    return sum(old != new for old, new in changes)


def hashes_for_english(path: Path) -> list[str]:
    blocks = read_blocks(path)
    hashes = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.lang == "en":
            if before is None or before.lang != "vi":
                message = f"{block.name} has no Vietnamese block before it; nothing was stamped"
                raise SourceError(path, message, block.line)
            hashes.append(translation_hash(before.text))
    return hashes


def stamped(text: str, hashes: Iterator[str]) -> str:
    def mark(found: re.Match) -> str:
        meta = json.loads(found["meta"])
        stamp = {"lang": "en", "of": next(hashes)}
        return "+++ " + json.dumps(stamp | {k: v for k, v in meta.items() if k not in stamp})

    return ENGLISH.sub(mark, text)
