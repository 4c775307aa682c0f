"""One written form for the whole course: Unicode NFC, and the old tone style (hòa, thủy)."""

import re
import unicodedata
from collections.abc import Iterator

from ..text import other_tone_style

CODE_SPAN = re.compile(r"(?<!`)(?P<ticks>`{1,2})(?!`)(?:[^\n]|\n(?!\n))+?(?<!`)(?P=ticks)(?!`)")
FENCE = re.compile(r"[ \t]*(?P<marker>`{3,}|~{3,})(?P<info>[^`\n]*)$")
RAW_MARK = "raw-text"


def form_problems(text: str, markdown: bool) -> Iterator[tuple[int, str]]:
    """Yields (line, message) for text in the wrong form; lines count from 1.

    In Markdown, code spans and fenced code are exempt from the tone style;
    elsewhere, lines that carry the comment `raw-text` are.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line) and RAW_MARK not in line:
            yield number, f"text is not in Unicode NFC: {line.strip()[:60]!a}"
    styled = without_code(text) if markdown else text
    for number, line in enumerate(styled.splitlines(), start=1):
        if RAW_MARK not in line:
            for word, old_style in other_tone_style(line):
                yield number, f"write {old_style}, not {word}: the course keeps the old tone style"


def without_code(text: str) -> str:
    """Blanks out fenced code and code spans, keeping the line numbers; directives stay."""
    lines, open_fences = [], []
    for line in text.splitlines():
        fence = FENCE.match(line)
        if fence and open_fences and closes(fence, open_fences[-1]):
            open_fences.pop()
        elif fence:
            open_fences.append(fence)
        exempt = any(not opened["info"].startswith("{") for opened in open_fences)
        lines.append("" if exempt else line)
    return CODE_SPAN.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(lines))


def closes(fence: re.Match, opened: re.Match) -> bool:
    return not fence["info"].strip() and fence["marker"].startswith(opened["marker"])
