"""Reads the sources: `module.yml`, and MyST notebooks in Vietnamese and English side by side."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

LANGUAGES = ("vi", "en")
ASSIGNMENT = "assignment"
KINDS = {"markdown": "prose", "code": "code"}


class SourceError(Exception):
    """A source that cannot be used: says which file, where in it, what is wrong and what to do."""

    def __init__(self, path: Path, message: str, line: int | None = None):
        self.path, self.line, self.message = path, line, message
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}")


@dataclass(frozen=True)
class Block:
    """One cell of a source: prose or code, its metadata, and the line of its text (from 1)."""

    kind: str
    text: str
    meta: dict
    line: int
    number: int

    @property
    def lang(self) -> str | None:
        return self.meta.get("lang")

    @property
    def name(self) -> str:
        """How messages call this block."""
        title = self.text.strip().splitlines()[0][:40] if self.text.strip() else "empty"
        return f"block {self.number} ({title})"


def translation_hash(text: str) -> str:
    """The `of` of a translation: 8 hex digits of the text it translates, white space collapsed."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(path, "the file does not exist") from None
    except UnicodeDecodeError as error:
        raise SourceError(path, f"the file is not UTF-8 (byte {error.start})") from None


def read_yaml(path: Path) -> dict:
    try:
        value = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        reason = getattr(error, "problem", error)
        raise SourceError(path, f"not valid YAML: {reason}", line) from None
    if not isinstance(value, dict):
        raise SourceError(path, "expected a mapping of keys to values")
    return value


def read_blocks(path: Path) -> list[Block]:
    """Reads a MyST notebook into blocks, in order. Raises SourceError."""
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    text = read_text(path)
    lines = text.splitlines()
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise SourceError(path, str(error)) from None
    blocks = []
    for cell, line in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        if cell.cell_type not in KINDS:
            raise SourceError(
                path, f"{cell.cell_type} cells are not used; write prose or code", line
            )
        kind, number = KINDS[cell.cell_type], len(blocks) + 1
        while line < len(lines) - 1 and not lines[line].strip():
            line += 1
        blocks.append(Block(kind, cell.source, plain(cell.metadata), line + 1, number))
    return blocks


def plain(value):
    """The same value in plain dicts and lists, without jupytext's node types."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Module:
    """One module of the course: its folder and what `module.yml` says of it."""

    folder: Path
    spec: dict = field(repr=False)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def spec_path(self) -> Path:
        return self.folder / "module.yml"

    @property
    def lessons(self) -> list[str]:
        return self.spec.get("lessons", [])

    @property
    def prerequisites(self) -> list[str]:
        return self.spec.get("prerequisites", [])

    @property
    def companions(self) -> list[str]:
        """Files that travel with the module's notebooks."""
        return ["practice.py", *self.spec.get("files", [])]

    def lesson_path(self, lesson: str) -> Path:
        return self.folder / f"{lesson}.md"

    def golden_path(self, lesson: str) -> Path:
        return self.folder / f"{lesson}.ipynb"

    @property
    def assignment_path(self) -> Path:
        return self.folder / f"{ASSIGNMENT}.md"

    @property
    def playground_path(self) -> Path:
        return self.folder / "playground.py"

    @property
    def quiz_path(self) -> Path:
        return self.folder / "quiz.yml"

    @cached_property
    def wrong_paths(self) -> list[Path]:
        return sorted((self.folder / "wrong").glob("*.py"))


def find_root(start: Path | None = None) -> Path:
    """The checkout that holds `notebooks/`: at or above `start`, else where this package lies."""
    here = (start or Path.cwd()).resolve()
    package = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, package):
        if any(folder.glob("notebooks/*/module.yml")):
            return folder
    raise SourceError(here, "no course here: run this inside the checkout")


def read_module(folder: Path) -> Module:
    """Reads `module.yml`; raises SourceError where a list is something else."""
    path = folder / "module.yml"
    spec = read_yaml(path)
    for key in ("prerequisites", "outcomes", "lessons", "files"):
        if not isinstance(spec.get(key, []), list):
            raise SourceError(path, f"`{key}` must be a list")
    return Module(folder, spec)


def read_modules(root: Path) -> list[Module]:
    """All modules of the course, in the order of their folders' names."""
    return [read_module(path.parent) for path in sorted(root.glob("notebooks/*/module.yml"))]
