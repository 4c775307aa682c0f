"""What a lesson says of itself at its head: its title and, below it, a line of facts."""

import re
from dataclasses import dataclass
from pathlib import Path

from .notebook import in_language
from .source import SourceError, read_blocks

TITLE = re.compile(r"# (?P<title>.+)")
FACTS = re.compile(r"\*\*(?P<facts>\d+ (?:phút|minutes) · .+)\*\*")


@dataclass(frozen=True)
class Facts:
    """What a lesson says of itself: its title; then time, level, prerequisites, in that order."""

    title: str
    facts: tuple[str, ...]


def lesson_facts(path: Path, lang: str) -> Facts:
    """Reads the title of a lesson and the line of facts below it. Raises SourceError."""
    first = in_language(read_blocks(path), lang)[0]
    lines = [line for line in first.text.splitlines() if line.strip()] + ["", ""]
    title, facts = TITLE.fullmatch(lines[0]), FACTS.fullmatch(lines[1])
    if not title or not facts:
        example = "**50 phút · cơ bản · cần bài 1.1 · không cần mạng**"
        message = f"a lesson begins with its title and a line of facts such as {example}"
        raise SourceError(path, message, first.line)
    return Facts(title["title"], tuple(facts["facts"].split(" · ")))
