"""The glossary of the course: the words both languages use for one thing, in book/glossary.yml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .source import LANGUAGES, Block, SourceError, read_text

KEYS = {"vi", "en", "means"}
ROLE = re.compile(r"\{term\}`(?P<term>[^`]+)`")
WORD_TABLE = re.compile(r"\| (?:tiếng Việt \| tiếng Anh|Vietnamese \| English) \|")
ROW = re.compile(r"\| *(?P<vi>[^|]*[^| ]) *\| *(?P<en>[^|]*[^| ]) *\|")


@dataclass(frozen=True)
class Entry:
    """One word: its Vietnamese and English form, its meaning in both, and its line (from 1)."""

    word: dict[str, str]
    means: dict[str, str]
    line: int


def glossary_path(root: Path) -> Path:
    return root / "book" / "glossary.yml"


def read_glossary(root: Path) -> list[Entry]:
    """Reads the glossary of the checkout. Raises SourceError at the first thing to mend."""
    path = glossary_path(root)
    entries = []
    for node in entry_nodes(path):
        line, value = node.start_mark.line + 1, yaml.safe_load(yaml.serialize(node))
        if not isinstance(value, dict) or set(value) != KEYS or not bilingual(value["means"]):
            raise SourceError(path, "an entry is {vi, en, means: {vi, en}}", line)
        entry = Entry({lang: value[lang] for lang in LANGUAGES}, value["means"], line)
        for lang in LANGUAGES:
            if not isinstance(value[lang], str) or not value[lang].strip():
                raise SourceError(path, f"`{lang}` must be a word", line)
            if any(other.word[lang] == value[lang] for other in entries):
                raise SourceError(path, f"{value[lang]} is defined twice", line)
        entries.append(entry)
    return entries


def bilingual(value) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(lang), str) for lang in LANGUAGES)


def entry_nodes(path: Path) -> list[yaml.Node]:
    try:
        document = yaml.compose(read_text(path), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceError(path, f"not valid YAML: {error.problem}", line) from None
    if not isinstance(document, yaml.SequenceNode) or not document.value:
        raise SourceError(path, "expected a list of words, each {vi, en, means}", 1)
    return document.value


def undefined_words(blocks: list[Block], entries: list[Entry]) -> Iterator[tuple[int, str]]:
    """Yields (line, message) for every word that a source uses and the glossary does not define.

    A word is used by the role {term} or by a row of a table of new words.
    """
    defined = {lang: {entry.word[lang].casefold() for entry in entries} for lang in LANGUAGES}
    pairs = {(entry.word["vi"], entry.word["en"]) for entry in entries}
    for block in blocks:
        if block.kind != "prose":
            continue
        for line, term in terms_in(block):
            if term.casefold() not in defined[block.lang or "vi"]:
                yield line, f"{term} is not in the glossary: define it in book/glossary.yml"
        for line, pair in rows_in(block):
            if pair not in pairs:
                words = " | ".join(pair)
                yield line, f"{words} is not in the glossary: define it in book/glossary.yml"


def terms_in(block: Block) -> Iterator[tuple[int, str]]:
    """The words of the roles {term} in a block, each with its line."""
    for number, line in enumerate(block.text.splitlines(), start=block.line):
        for found in ROLE.finditer(line):
            yield number, target(found["term"])


def target(term: str) -> str:
    """What a role points to: its text, or what stands between < and >."""
    return term.rpartition("<")[2].rstrip(">").strip()


def rows_in(block: Block) -> Iterator[tuple[int, tuple[str, str]]]:
    """The pairs (Vietnamese, English) of a block's tables of new words, each with its line."""
    inside = False
    for number, line in enumerate(block.text.splitlines(), start=block.line):
        row = ROW.fullmatch(line.rstrip())
        if WORD_TABLE.match(line):
            inside = True
        elif not row:
            inside = False
        elif inside and not row["vi"].startswith("---"):
            yield number, (row["vi"], row["en"])


def linked_words(text: str, lang: str) -> str:
    """The text with the words of its tables of new words linked to the glossary."""
    block = Block("prose", text, {}, 1, 1)
    lines = text.splitlines()
    for number, (vi, en) in rows_in(block):
        vi, en = (vi, f"{{term}}`{en}`") if lang == "en" else (f"{{term}}`{vi}`", en)
        lines[number - 1] = f"| {vi} | {en} |"
    return "\n".join(lines)
