"""Answers that must lose points: `wrong/<task>_<mistake>.py`, whose first line says what is lost.

\"\"\"sort_names: sorts by code point, so Đ lands after Z.   loses: d_bar, tones\"\"\"
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from .source import SourceError, read_text

HEADER = re.compile(r"(?P<task>\w+):\s+(?P<mistake>.+?)\s+loses:\s+(?P<tests>\w+(?:,\s*\w+)*)")


@dataclass(frozen=True)
class WrongAnswer:
    """A replacement for the solution of `task`, and the grade_ids of exactly the tests it fails."""

    path: Path
    task: str
    mistake: str
    loses: frozenset[str]
    source: str


def read_wrong(path: Path) -> WrongAnswer:
    """Reads a wrong answer. Raises SourceError when the header or the code cannot be read."""
    source = read_text(path)
    try:
        header = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError as error:
        raise SourceError(path, f"not valid Python: {error.msg}", error.lineno) from None
    found = HEADER.fullmatch(" ".join(header.split()))
    if not found:
        example = '"""task: what is wrong.   loses: test, test"""'
        raise SourceError(path, f"no header on the first line; write {example}", 1)
    tests = {f"{found['task']}-{name}" for name in re.split(r",\s*", found["tests"])}
    return WrongAnswer(path, found["task"], found["mistake"], frozenset(tests), source)
