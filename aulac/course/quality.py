"""Tries every assignment of the course on its solution, its release and its wrong answers."""

import tempfile
from pathlib import Path

from graders import quality
from graders.assignment import read_assignment

from .build import write_assignment
from .source import Module
from .wrong import read_wrong


def try_module(module: Module) -> quality.Quality:
    """What the tests of a module's assignment catch. Raises SourceError, EngineError."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / module.name
        write_assignment(module, source, "vi")
        assignment = read_assignment(source)
    answers = [read_wrong(path) for path in module.wrong_paths]
    return quality.try_answers(
        assignment,
        [quality.Answer(a.path.stem, {a.task: a.source}, a.loses) for a in answers],
    )
