"""From sources to notebooks: reads `notebooks/`, checks it, and writes every version of it.

notebooks/01_chu_viet/1_unicode.md ─► learner notebooks (vi, en), golden run (vi, executed)
notebooks/01_chu_viet/assignment.md ─► instructor notebooks (vi, en) ─► nbgrader makes releases
"""

from .build import build_assignments, build_notebooks, write_course
from .source import LANGUAGES, Module, SourceError, find_root, read_modules

__all__ = [
    "LANGUAGES",
    "Module",
    "SourceError",
    "build_assignments",
    "build_notebooks",
    "find_root",
    "read_modules",
    "write_course",
]
