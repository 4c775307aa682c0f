"""An nbgrader course directory: where things lie, who handed in what, and when.

Reads `nbgrader_config.py` as nbgrader does, without importing nbgrader. A learner's folder is a
name and nothing else: links are not followed, and what cannot be a name is told, not graded.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .assignment import Assignment, AssignmentError, read_assignment
from .limits import Limits
from .submission import Submission

CONFIG = "nbgrader_config.py"
TIMESTAMP = "timestamp.txt"
MAX_LEARNER = 128
MAX_TIMESTAMP = 100
STEPS = ("source", "release", "submitted", "autograded", "feedback")
LANGUAGES = ("vi", "en")


class CourseError(Exception):
    """The course directory cannot be used: `key` names a sentence of `words`, with `params`."""

    def __init__(self, key: str, **params):
        super().__init__(key, params)
        self.key, self.params = key, params


@dataclass(frozen=True)
class HandedIn:
    """A learner's folder for an assignment; `problem` is the key of why it cannot be read."""

    learner: str
    folder: Path
    problem: str = ""


@dataclass(frozen=True)
class Course:
    """A course directory, with nbgrader's defaults for all that its configuration leaves open."""

    root: Path
    config: Config = field(default_factory=Config, compare=False)

    @property
    def course_id(self) -> str:
        return str(self.option("CourseDirectory", "course_id", "")).strip()

    @property
    def structure(self) -> str:
        default = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
        return self.option("CourseDirectory", "directory_structure", default)

    @property
    def db_url(self) -> str:
        """Where the gradebook is; a relative SQLite path counts from the course directory."""
        url = self.option("CourseDirectory", "db_url", "") or "sqlite:///gradebook.db"
        scheme, _, path = url.partition(":///")
        if scheme.partition("+")[0] == "sqlite" and path and not path.startswith(("/", ":")):
            return f"{scheme}:///{self.root / path}"
        return url

    @property
    def excluded(self) -> set[str]:
        """Learners whom the configuration leaves out of grading."""
        return set(self.option("CourseDirectory", "student_id_exclude", "").split(",")) - {""}

    @property
    def ignored(self) -> list[str]:
        """Patterns of files that are not copied from one step to the next."""
        default = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]
        return list(self.option("CourseDirectory", "ignore", default))

    @property
    def groupshared(self) -> bool:
        return bool(self.option("CourseDirectory", "groupshared", False))

    @property
    def lang(self) -> str:
        """The language in which learners of this course are told things."""
        lang = self.option("Graders", "lang", "vi")
        return lang if lang in LANGUAGES else "vi"

    @property
    def limits(self) -> Limits:
        """`c.Graders.limits`, and nbgrader's own time limit of a cell if one is configured."""
        given = dict(self.option("Graders", "limits", {}))
        for section in ("ExecutePreprocessor", "Execute"):
            seconds = self.option(section, "timeout", None)
            if isinstance(seconds, int | float) and seconds > 0:
                given.setdefault("cell_seconds", seconds)
        try:
            return Limits.from_dict(given)
        except ValueError as error:
            raise CourseError("bad_limits", path=self.root / CONFIG, reason=error) from None

    def option(self, section: str, name: str, default):
        """A value of the configuration, or the default."""
        value = self.config[section].get(name, default) if section in self.config else default
        return default if value is None else value

    def kept_files(self, assignment: str) -> list[str]:
        """Files of the assignment that a learner may hand in changed."""
        return list(self.option("Autograde", "exclude_overwriting", {}).get(assignment, []))

    def folder(self, step: str, assignment: str, learner: str = ".") -> Path:
        """Where a step (`source`, `submitted` ...) of an assignment lies."""
        name = self.step_name(step)
        filled = self.structure.format(
            nbgrader_step=name, student_id=learner, assignment_id=assignment
        )
        return Path(os.path.normpath(self.root / filled))

    def step_name(self, step: str) -> str:
        return self.option("CourseDirectory", f"{step}_directory", step)

    def assignments(self) -> list[str]:
        """The names of all assignments that have a source."""
        found = find(self.root, self.structure, self.step_name("source"), {"student_id": "."})
        return sorted({names["assignment_id"] for names, path in found if path.is_dir()})

    def assignment(self, name: str) -> Assignment:
        """The instructor's version. Raises CourseError, AssignmentError."""
        if name not in self.assignments():
            raise CourseError("no_assignment", name=name, root=self.root, known=self.assignments())
        release = self.folder("release", name)
        found = read_assignment(
            self.folder("source", name),
            release if release.is_dir() else None,
            self.limits,
            self.lang,
        )
        if found.name != name:
            raise AssignmentError(f"{self.structure}: the folder of a source must bear its name")
        return found

    def handed_in(self, assignment: str) -> list[HandedIn]:
        """Everyone who handed in this assignment, in the order of their names."""
        step = self.step_name("submitted")
        found = find(self.root, self.structure, step, {"assignment_id": assignment})
        parts = Path(self.structure).parts
        depth = len(parts) - next(i for i, part in enumerate(parts) if "{student_id}" in part)
        everyone = (
            HandedIn(names["student_id"], path, problem(names["student_id"], path, depth))
            for names, path in found
            if names["student_id"] not in self.excluded
        )
        return sorted(everyone, key=lambda one: os.fsencode(one.learner))


def problem(learner: str, folder: Path, depth: int) -> str:
    """Why this is no learner's folder (the key of a sentence), or nothing.

    depth: how many of the last parts of the path are the learner's own and may be no links.
    """
    if not is_name(learner):
        return "bad_learner"
    own = [folder, *folder.parents][:depth]
    return "folder_link" if any(path.is_symlink() for path in own) else ""


def is_name(text: str) -> bool:
    """This can be a learner's name: short, valid text on one line, nothing invisible in it."""
    return 0 < len(text) <= MAX_LEARNER and all(
        unicodedata.category(letter) not in ("Cc", "Cs", "Cf", "Zl", "Zp") for letter in text
    )


def find(base: Path, structure: str, step: str, known: dict) -> Iterator[tuple[dict, Path]]:
    """Paths of the directory structure below `base`, with the names that each one stands for."""
    names = {"nbgrader_step": step, **known}
    if os.path.isabs(structure):
        base = Path(Path(structure).anchor)
    yield from descend(base, Path(structure).parts[os.path.isabs(structure) :], names)


def descend(base: Path, parts: tuple[str, ...], names: dict) -> Iterator[tuple[dict, Path]]:
    if not parts:
        yield names, base
        return
    unknown = set(re.findall(r"{(\w+)}", parts[0])) - set(names)
    if not unknown:
        path = base / parts[0].format(**names)
        if os.path.lexists(path):
            yield from descend(path, parts[1:], names)
        return
    pattern = part_pattern(parts[0], names)
    for name in children(base):
        if matched := pattern.fullmatch(name):
            yield from descend(base / name, parts[1:], names | matched.groupdict())


def part_pattern(part: str, names: dict) -> re.Pattern:
    """One part of the directory structure, with a group for each name that is still unknown."""
    pattern, seen = "", set()
    for text, name in re.findall(r"([^{]*)(?:{(\w+)})?", part):
        pattern += re.escape(text)
        if name in names:
            pattern += re.escape(names[name])
        elif name:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.+)"
            seen.add(name)
    return re.compile(pattern, re.DOTALL)


def children(folder: Path) -> list[str]:
    """The folders (and links) in a folder, in order; hidden ones are nobody's."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    shown = (name for name in names if not name.startswith("."))
    return sorted((n for n in shown if os.path.isdir(folder / n)), key=os.fsencode)


def read_course(directory: Path | None = None) -> Course:
    """The course in this directory, or the one that the user's own configuration names.

    Like nbgrader: first the configuration files of Jupyter, then the course's own on top.
    Raises CourseError if a configuration file cannot be run.
    """
    own = Config()
    for folder in reversed(jupyter_folders()):
        own.merge(load(folder / CONFIG))
    root = directory or Path(own.CourseDirectory.get("root", None) or Path.cwd())
    root = Path(os.path.abspath(root))
    if not root.is_dir():
        raise CourseError("no_course", root=root)
    config = load(root / CONFIG)
    root = Path(config.CourseDirectory.get("root", None) or root)
    own.merge(config)
    return Course(Path(os.path.abspath(root)), own)


def jupyter_folders() -> list[Path]:
    from jupyter_core.paths import jupyter_config_path

    return [Path(folder) for folder in jupyter_config_path()]


def load(path: Path) -> Config:
    """Runs one configuration file; an empty configuration where there is none."""
    if not path.is_file():
        return Config()
    try:
        return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
    except (Exception, SystemExit) as error:  # whatever the instructor's file does wrong
        reason = f"{type(error).__name__}: {error}"
        raise CourseError("bad_config", path=path, reason=reason) from error


def timestamp_of(submission: Submission) -> tuple[datetime | None, str]:
    """When it was handed in (UTC, as nbgrader stores it), and the key of a remark if unreadable."""
    if TIMESTAMP in submission.skipped:
        return None, "bad_timestamp"
    content = submission.files.get(TIMESTAMP)
    if content is None:
        return None, ""
    try:
        return parse_timestamp(content.decode("utf-8").strip()), ""
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, OSError):
        return None, "bad_timestamp"


def parse_timestamp(text: str) -> datetime:
    """A time as nbgrader writes it, in UTC: `2026-03-01 10:00:00.5 UTC`, or any date it reads.

    A time zone is a name of the zone database or an offset such as +0700, never a path: the
    learner wrote this file. Raises ValueError, TypeError, LookupError, OverflowError or OSError.
    """
    from dateutil.parser import parse

    if not 0 < len(text) <= MAX_TIMESTAMP or not text.isascii():
        raise ValueError("no time")
    parts = text.split(" ")
    zone = parts.pop() if len(parts) == 3 else None
    moment = parse(" ".join(parts), tzinfos=lambda name, offset: offset)
    if zone:
        moment = moment.replace(tzinfo=None)
        return moment - offset_of(zone, moment)
    return moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta())


def offset_of(zone: str, moment: datetime) -> timedelta:
    """How far this time zone is ahead of UTC at this moment."""
    if re.fullmatch(r"[+-]\d\d:?\d\d", zone):
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        return -ahead if zone[0] == "-" else ahead
    return moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
