"""The files that backups are made of: plain tar, of which only files and folders are accepted.

Reading is strict, since a backup may have been damaged or made up: names stay below the folder,
nothing is a link or a device, and nothing is read into memory whose size a header only claims.
"""

import gzip
import os
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from stat import S_IMODE
from typing import BinaryIO

BLOCK = tarfile.BLOCKSIZE
CHUNK = 2**20
LONGEST_NAME = 4096  # bytes
PERMISSIONS = 0o2777  # no program runs as somebody else because of a backup
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)


class Damaged(Exception):
    """This is no archive of ours, or not all of it."""


@dataclass(frozen=True)
class Entry:
    """A file, or a folder, with its permissions and the time of its last change."""

    name: str
    size: int
    mode: int
    mtime: float
    is_folder: bool = False

    @classmethod
    def of(cls, name: str, state: os.stat_result, is_folder: bool = False) -> "Entry":
        size = 0 if is_folder else state.st_size
        return cls(name, size, S_IMODE(state.st_mode) & PERMISSIONS, state.st_mtime, is_folder)


class Writer:
    """Writes an archive into a stream that need not be seekable."""

    def __init__(self, stream: BinaryIO):
        self.stream = stream

    def add(self, entry: Entry, content: BinaryIO | None = None) -> None:
        """Add a file with exactly as many bytes as the entry says, or a folder.

        Raises EOFError when the content is shorter; what is beyond the size is left out.
        """
        info = tarfile.TarInfo(entry.name)
        info.type = tarfile.DIRTYPE if entry.is_folder else tarfile.REGTYPE
        info.size, info.mode, info.mtime = entry.size, entry.mode, int(entry.mtime)
        self.stream.write(info.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape"))
        for chunk in chunks(content, entry.size):
            self.stream.write(chunk)
        self.stream.write(bytes(-entry.size % BLOCK))

    def close(self) -> None:
        self.stream.write(bytes(2 * BLOCK))
        self.stream.flush()


class Reader:
    """Reads an archive from a stream that need not be seekable. Raises Damaged."""

    def __init__(self, stream: BinaryIO):
        self.stream = stream

    def __iter__(self) -> Iterator[tuple[Entry, "Content"]]:
        """Yield what is in it; the content of an entry must be read before the next."""
        names: set[str] = set()
        while (header := self._header()) is not None:
            entry = _entry(header)
            if entry.name in names:
                raise Damaged(f"{entry.name}: twice")
            names.add(entry.name)
            content = Content(self.stream, entry.size)
            yield entry, content
            content.skip()
            _exactly(self.stream, -entry.size % BLOCK)

    def _header(self) -> tarfile.TarInfo | None:
        info = self._block()
        if info is None or info.type != tarfile.GNUTYPE_LONGNAME:
            return info
        if info.size > LONGEST_NAME:
            raise Damaged("a name is too long")
        long = _exactly(self.stream, info.size + -info.size % BLOCK)[: info.size]
        if (info := self._block()) is None:
            raise Damaged("it ends too early")
        info.name = _text(long.rstrip(b"\0"))
        return info

    def _block(self) -> tarfile.TarInfo | None:
        block = _exactly(self.stream, BLOCK)
        if not any(block):
            if any(_exactly(self.stream, BLOCK)) or _read(self.stream, 1):
                raise Damaged("something follows its end")
            return None
        try:
            return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, UnicodeDecodeError) as error:
            raise Damaged(str(error)) from None


class Content:
    """The bytes of one file in an archive."""

    def __init__(self, stream: BinaryIO, size: int):
        self.stream, self.left = stream, size

    def read(self, size: int) -> bytes:
        """Return up to so many bytes, none at the end. Raises Damaged."""
        found = _exactly(self.stream, min(size, self.left))
        self.left -= len(found)
        return found

    def skip(self) -> None:
        while self.left:
            self.read(CHUNK)


def chunks(content: BinaryIO | Content | None, size: int) -> Iterator[bytes]:
    """Yield so many bytes of the content. Raises EOFError."""
    while size:
        chunk = content.read(min(CHUNK, size))
        if not chunk:
            raise EOFError("a file has become shorter")
        size -= len(chunk)
        yield chunk


def safe(name: str) -> str:
    """Return the name of something below a folder. Raises Damaged."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\0" in name:
        raise Damaged(f"{name!r}: no name of a file in a backup")
    return "/".join(parts)


def _entry(info: tarfile.TarInfo) -> Entry:
    if info.type not in (tarfile.REGTYPE, tarfile.DIRTYPE) or info.size < 0:
        raise Damaged(f"{info.name!r}: neither a file nor a folder")
    is_folder = info.type == tarfile.DIRTYPE
    if is_folder and info.size:
        raise Damaged(f"{info.name!r}: a folder with content")
    mode = info.mode & PERMISSIONS
    return Entry(safe(info.name), info.size, mode, info.mtime, is_folder)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    found = _read(stream, size)
    while len(found) < size and (more := _read(stream, size - len(found))):
        found += more
    if len(found) < size:
        raise Damaged("it ends too early")
    return found


def _read(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except DAMAGE as error:
        raise Damaged(str(error)) from None


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError as error:
        raise Damaged(str(error)) from None
