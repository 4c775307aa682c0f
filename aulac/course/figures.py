"""Figures need a text alternative, for those who do not see them, and belong to the course."""

import re
from collections.abc import Iterator

from .source import Block

MARKDOWN = re.compile(r"!\[\s*\]\(")
HTML = re.compile(r"<img\b(?![^>]*\balt=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"!\[[^\]]*\]\(\s*(?:https?:)?//")
DIRECTIVE = re.compile(r" {0,3}(?:`{3,}|:{3,})\{(?:figure|image)\}")
OPTION = re.compile(r" {0,3}:(?P<name>[\w-]+):(?P<value>.*)")
MESSAGE = "this figure has no text alternative: "


def figure_faults(block: Block) -> Iterator[tuple[int, str]]:
    """Yields (line, message) for every figure in a block of prose that cannot be shown to all."""
    lines = block.text.splitlines()
    for number, line in enumerate(lines):
        if MARKDOWN.search(line):
            yield block.line + number, MESSAGE + "write it between the brackets ![...]"
        elif ELSEWHERE.search(line):
            yield (
                block.line + number,
                "this figure is loaded from elsewhere: put it into book/pictures",
            )
        elif HTML.search(line):
            yield block.line + number, MESSAGE + "give it alt="
        elif DIRECTIVE.match(line) and not options(lines[number + 1 :]).get("alt"):
            yield block.line + number, MESSAGE + "give it the option :alt:"


def options(lines: list[str]) -> dict[str, str]:
    """The options of a directive whose lines after the first these are."""
    found = {}
    for line in lines:
        option = OPTION.fullmatch(line)
        if not option:
            break
        found[option["name"]] = option["value"].strip()
    return found
