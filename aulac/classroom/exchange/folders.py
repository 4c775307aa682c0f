"""Folders of an assignment: what of them is sent, and how what came is written."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import ignore_patterns

from graders.nbgrader_collect import is_ordinary

from . import names


def chosen(folder: Path, coursedir: CourseDirectory, log) -> list[Path]:
    """Return the files in the folder, sorted, without what nbgrader is told to ignore.

    Links, pipes, sockets and devices are left out, with a warning.
    """
    ignored = ignore_patterns(coursedir.ignore, coursedir.include, coursedir.max_file_size, log)
    found = []
    for parent, inner, files in os.walk(folder):
        left_out = set(ignored(parent, [*inner, *files]))
        for path in (Path(parent, name) for name in {*inner, *files} - left_out):
            if not is_ordinary(path):
                log.warning("%s: left out, it is neither a file nor a folder", path)
                left_out.add(path.name)
        inner[:] = [name for name in inner if name not in left_out]
        found += [Path(parent, name) for name in files if name not in left_out]
    return sorted(found)


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with just these files in its place. Raises OSError, ValueError.

    Until all of them are written, what was there stays as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as temporary:
        new = Path(temporary, "new")
        new.mkdir()
        add(new, files)
        if folder.exists():
            folder.rename(Path(temporary, "old"))
        new.rename(folder)


def add(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, by relative path, into the folder. Raises OSError, ValueError."""
    for name, content in files.items():
        path = folder / names.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
