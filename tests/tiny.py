"""The small course that tests build, break and grade."""

from pathlib import Path

TINY = Path(__file__).parent / "tiny_course"
