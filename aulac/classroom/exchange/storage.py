"""Files on disk by the SHA-256 of their content: written whole, never changed."""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

CHUNK = 2**20
STALE = 24 * 3600  # seconds after which an unfinished file belongs to nobody


class Storage:
    """A folder that only its owner may enter.

    A file that no row of the database names may be removed at any time: whoever puts one holds
    `arriving` from before until the row is safe, and whoever removes some holds `clearing`.
    """

    def __init__(self, folder: Path):
        self.folder, self.files = folder, folder / "files"
        self.unfinished = folder / "unfinished"
        for place in (folder, self.files, self.unfinished):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clear()

    def put(self, content: BinaryIO, sha256: str) -> None:
        """Keep the content, from its start, whose digest this is; then it is safe on the disk.

        Raises OSError (ENOSPC, EDQUOT, EFBIG, ...) and then keeps nothing.
        """
        place = self.path(sha256)
        if not place.exists():
            self._write(content, place)
        sync_folder(self.files)

    def path(self, sha256: str) -> Path:
        """Return where the content lies. Raises ValueError when this is no SHA-256."""
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise ValueError(sha256)
        return self.files / sha256

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Nothing is removed until the block ends; any number of others may arrive with us."""
        with ExitStack() as room:
            with held(self.folder / "gate", fcntl.LOCK_SH):
                room.enter_context(held(self.folder / "room", fcntl.LOCK_SH))
            yield

    @contextmanager
    def clearing(self) -> Iterator[None]:
        """Nobody is arriving until the block ends; who comes meanwhile waits at the gate."""
        with held(self.folder / "gate", fcntl.LOCK_EX):
            with held(self.folder / "room", fcntl.LOCK_EX):
                yield

    def _write(self, content: BinaryIO, place: Path) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.unfinished)
        try:
            with open(handle, "wb") as file:
                content.seek(0)
                shutil.copyfileobj(content, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, place)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _clear(self) -> None:
        for path in self.unfinished.iterdir():
            if path.stat().st_mtime < time.time() - STALE:
                path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make the folder, and make other services that come here wait until the block ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(folder / "starting", fcntl.LOCK_EX):
        yield


@contextmanager
def held(file: Path, how: int) -> Iterator[None]:
    """Hold a lock of the kind `how` (fcntl.LOCK_EX, LOCK_SH) on a file that only we may read."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder survive a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(content: BinaryIO) -> str:
    """Return the SHA-256 of the content, from its start, in hexadecimal digits."""
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()
