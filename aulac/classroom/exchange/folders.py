"""Writes what came into the folders of an assignment."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from . import names


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
