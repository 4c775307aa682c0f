"""One written form for the whole course: Unicode NFC, and the old tone style (hòa, thủy)."""

import re
from collections.abc import Iterator
from unicodedata import is_normalized

from ..text import other_tone_style

CODE_SPAN = re.compile(r"(`+)[^`]+\1")
FENCE = re.compile(r" {0,3}(?P<marker>`{3,}|~{3,})(?P<info>.*)")
RAW_MARK = "raw-text"


def form_problems(text: str, markdown: bool) -> Iterator[tuple[int, str]]:
    """Yields (line, message) for text in the wrong form; lines count from 1.

    Code spans are exempt from the tone style, and in Markdown fenced code that is no directive.
    Lines that carry the comment `raw-text` are exempt from everything.
    """
    quoted = set(quoted_lines(text)) if markdown else set()
    for number, line in enumerate(text.split("\n"), start=1):
        if RAW_MARK in line:
            continue
        for word in line.split():
            if not is_normalized("NFC", word):
                yield number, f"{word!a} is not in Unicode NFC"
        if number not in quoted:
            for word, old_style in other_tone_style(CODE_SPAN.sub("", line)):
                yield number, f"{word} is in the new tone style: write {old_style}"


def quoted_lines(text: str) -> Iterator[int]:
    """The lines inside fenced blocks that quote code; what stands in a directive is read."""
    open_fences: list[re.Match] = []
    for number, line in enumerate(text.split("\n"), start=1):
        fence = FENCE.fullmatch(line)
        if fence and open_fences and closes(fence, open_fences[-1]):
            open_fences.pop()
        elif open_fences and is_quotation(open_fences[-1]):
            yield number
        elif fence:
            open_fences.append(fence)


def closes(fence: re.Match, opened: re.Match) -> bool:
    return not fence["info"].strip() and fence["marker"].startswith(opened["marker"])


def is_quotation(opened: re.Match) -> bool:
    return not opened["info"].strip().startswith("{")
