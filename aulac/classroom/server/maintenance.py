"""What the operator's commands share: one at a time, and sentences on the way."""

import fcntl
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

from ..language import sentence
from ..running import say
from .deputies import Failed
from .places import ROOT, Places
from .settings import Settings, SettingsError, read

SPARE = 200 * 2**20  # bytes of a disk that are left to the classroom
HOME_SECONDS = 30 * 60  # that a home may take in all: its owner can make it take for ever


def command(work):
    """Make `work(places, ...)` a command `(state, ...)` that returns an exit code."""

    @wraps(work)
    def run(state: Path | None, *arguments, **options) -> int:
        os.umask(0o077)
        try:
            with terminable():
                work(Places((state or ROOT).resolve()), *arguments, **options)
        except (Failed, SettingsError) as error:
            say(str(error))
            return 1
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            say(f"{place}{error.strerror or error}")
            return 1
        return 0

    return run


@contextmanager
def terminable() -> Iterator[None]:
    """SIGTERM is a SystemExit meanwhile, so what has been begun is cleared away."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def settings(places: Places) -> Settings:
    return read(places.settings)


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Nobody else backs up, restores, tidies, exports or deletes here meanwhile. Raises Failed."""
    with held(places.root / "maintenance"):
        yield


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Raises Failed when another command holds the file."""
    with open(file, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(
                sentence(
                    f"Một lệnh khác đang dùng {file.parent}; hãy đợi lệnh đó xong.",
                    f"Another command is using {file.parent}; wait until it is done.",
                )
            ) from None
        yield


@contextmanager
def workplace(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder in the folder for what is not done yet, for who is `alone`.

    What commands that were killed have left of theirs is removed first.
    """
    for left in folder.glob(prefix + "?" * 8):
        if left.is_dir() and left.lstat().st_uid == os.geteuid():
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=folder, prefix=prefix) as place:
        yield Path(place)


def need_room(folder: Path, needed: int) -> None:
    """Raises Failed unless the disk of the folder has so many bytes, and some to spare."""
    free = shutil.disk_usage(folder).free - SPARE
    if free < needed:
        raise Failed(
            sentence(
                f"Không đủ chỗ trong {folder}: cần {shown(needed)}, còn {shown(max(free, 0))}.",
                f"There is not enough room in {folder}: {shown(needed)} are needed, "
                f"{shown(max(free, 0))} are left.",
            )
        )


def shown(size: int) -> str:
    """Return a number of bytes for people, such as `1.5 GB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} TB"
