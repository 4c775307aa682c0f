"""The corpora there are: written ones by their folders, public ones by the table `public.yml`."""

import json
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import yaml

from ..classroom.language import language, sentence
from .cards import Card, read_card, said
from .near import no_such

COURSE = Path(__file__).parent / "course"
PUBLIC = Path(__file__).parent / "public.yml"
SPLITS = ("train", "dev", "test")

# SPDX identifiers, and one of our own: statutes are not subject to copyright in Vietnam
# (Law on Intellectual Property, Article 15). Whatever is not listed here is refused.
ALLOWED = {
    "Apache-2.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "GPL-2.0-or-later",
    "LicenseRef-VN-official-text",
    "MIT",
    "MPL-2.0",
}

announced: set[str] = set()  # corpora whose licence this process has printed


class DataError(Exception):
    """Data cannot be had; the message is one sentence that says what to do."""


class Corpus:
    """What written and public corpora share: `name`, `card`, `files` by split, `read(split)`."""

    name: str
    card: Card
    files: dict

    def wanted(self, split: str | None) -> list[str]:
        """Return the parts that `split` asks for; None means all splits, no further part."""
        have = sorted(self.files, key=lambda part: (*SPLITS, part).index(part))
        if split is None:
            return [part for part in have if part in SPLITS]
        if split not in have:
            raise DataError(
                sentence(
                    f"{self.name} không có phần “{split}”; các phần có: {', '.join(have)}",
                    f'{self.name} has no split "{split}"; it has: {", ".join(have)}',
                )
            )
        return [split]

    def read(self, split: str) -> Iterator[dict]:
        raise NotImplementedError


class Written(Corpus):
    """A set written for the course: a folder of the package."""

    def __init__(self, folder: Path):
        self.name = folder.name
        self.files = {path.stem: path for path in folder.glob("*.jsonl")}
        self._folder = folder

    @cached_property
    def card(self) -> Card:
        return read_card(self._folder / "card.yml")

    def read(self, split: str) -> Iterator[dict]:
        with self.files[split].open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


class Public(Corpus):
    """A public set: an entry of public.yml, whose layout stands at the top of that file."""

    def __init__(self, name: str, entry: dict):
        self.name = name
        self.files = entry["files"]
        self.card = Card(name, entry)
        self._entry = entry

    def read(self, split: str) -> Iterator[dict]:
        from .fetch import content
        from .readers import READERS

        self._check_licence()
        raw = content(self.name, self.files[split], self._entry.get("repository"))
        self._announce()
        yield from READERS[self._entry["format"]](raw, f"{self.name}-{split}")

    def _check_licence(self) -> None:
        licence = self._entry.get("licence") or ""
        if not ALLOWED.issuperset(licence.split(" OR ")):
            raise DataError(
                sentence(
                    f"{self.name}: giấy phép “{licence}” không nằm trong danh sách được dùng",
                    f'{self.name}: the licence "{licence}" is not on the list of those allowed',
                )
            )

    def _announce(self) -> None:
        if self.name in announced:
            return
        announced.add(self.name)
        title = said(self._entry["title"], language())
        publisher, licence = self._entry["publisher"], self._entry["licence"]
        word = sentence("giấy phép", "licence")
        print(f"{self.name}: {title}; {publisher}; {word} {licence}", file=sys.stderr)


def public() -> dict[str, Public]:
    """Return the public corpora by name."""
    table = yaml.safe_load(PUBLIC.read_text("utf-8"))["corpora"]
    return {name: Public(name, entry) for name, entry in table.items()}


def written() -> dict[str, Written]:
    """Return the corpora written for the course by name."""
    folders = sorted(path.parent for path in COURSE.glob("*/train.jsonl"))
    return {folder.name: Written(folder) for folder in folders}


def names() -> list[str]:
    """Return the names of all corpora: written ones first, then public ones."""
    return [*written(), *public()]


def find(name: str) -> Corpus:
    """Return the corpus of that name; DataError with the nearest names if there is none."""
    corpora = {**public(), **written()}
    if name in corpora:
        return corpora[name]
    raise DataError(no_such("bộ dữ liệu", "corpus", name, corpora))


def print_list() -> int:
    """Print one line a corpus: name, licence, title."""
    for name, corpus in {**written(), **public()}.items():
        title = said(corpus.card.facts["title"], language())
        print(f"{name:22} {corpus.card.facts['licence']:30} {title}")
    return 0


def print_card(name: str) -> int:
    """Print the card of a corpus."""
    print(find(name).card, end="")
    return 0
