"""One folder of a classroom in a backup: written, and read back, by the account that owns it.

`python -m aulac.classroom.server.parts pack FOLDER DATABASE...` writes an archive of the folder to
standard output, `unpack` reads one from standard input; databases are SQLite's, by their paths in
the folder. What is worth telling goes to standard error, one JSON object a line.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..exchange import names
from ..language import sentence
from .archive import CHUNK, Content, Damaged, Entry, Reader, Writer

SIDE_FILES = ("-wal", "-shm", "-journal")
PASSING = {
    "unfinished",
    "starting",
    "gate",
    "room",
    "worker.lock",
}  # of the exchange, in its folder
SNAPSHOT = ".backup-"
PATIENCE = 60  # seconds to wait for who is writing to a database


def pack(folder: Path, databases: list[str], stream: BinaryIO) -> None:
    """Write the folder: first its databases, each as it is at one moment, then all other files.

    So whatever files a database names are there, as long as nobody removes any meanwhile.
    """
    for left in folder.glob(SNAPSHOT + "*"):  # by one that was killed
        shutil.rmtree(left)
    writer = Writer(stream)
    there = [name for name in databases if (folder / name).is_file()]
    aside = {name + more for name in there for more in ("", *SIDE_FILES)}
    for parent in sorted({p for name in there for p in Path(name).parents if p.parts}):
        writer.add(Entry.of(str(parent), (folder / parent).stat(), is_folder=True))
        aside.add(str(parent))
    for name in there:
        add_database(writer, folder, name)
    for name, state in walk(folder, aside):
        if stat.S_ISDIR(state.st_mode):
            writer.add(Entry.of(name, state, is_folder=True))
        else:
            add_file(writer, name, folder / name)
    writer.close()


def walk(folder: Path, aside: set[str], below: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield files and folders by their paths in the folder, without what is set aside."""
    for one in sorted(os.scandir(folder / below), key=lambda one: one.name):
        name = os.path.join(below, one.name)
        state = one.stat(follow_symlinks=False)
        is_folder = stat.S_ISDIR(state.st_mode)
        if one.name.startswith(SNAPSHOT) or (name in aside and not is_folder) or name in PASSING:
            continue
        if not is_folder and not stat.S_ISREG(state.st_mode):
            tell(left_out=str(folder / name))
            continue
        if name not in aside:
            yield name, state
        if is_folder:
            yield from walk(folder, aside, name)


def add_file(writer: Writer, name: str, path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:  # a temporary one
        return
    with open(handle, "rb") as file:
        writer.add(Entry.of(name, os.fstat(handle)), file)


def add_database(writer: Writer, folder: Path, name: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=SNAPSHOT) as aside:
        snapshot = Path(aside, "copy")
        source = sqlite3.connect(folder / name, timeout=PATIENCE)
        target = sqlite3.connect(snapshot)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        state = (folder / name).stat()
        with open(snapshot, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            mode = stat.S_IMODE(state.st_mode)
            writer.add(Entry(name, size, mode, state.st_mtime), file)


def unpack(folder: Path, databases: list[str], stream: BinaryIO) -> None:
    """Write what the archive holds into the empty folder. Raises Damaged, OSError."""
    folders = []
    for entry, content in Reader(stream):
        path = folder / entry.name
        if entry.is_folder:
            path.mkdir(mode=0o700)
            folders.append((path, entry))
        else:
            write(path, entry, content)
    for path, entry in reversed(folders):
        path.chmod(entry.mode)
        os.utime(path, (entry.mtime, entry.mtime))
    for name in databases:
        check(folder / name)


def write(path: Path, entry: Entry, content: Content) -> None:
    with open(path, "xb") as file:
        while chunk := content.read(CHUNK):
            file.write(chunk)
        file.flush()
        os.fchmod(file.fileno(), entry.mode)
        os.fsync(file.fileno())
    os.utime(path, (entry.mtime, entry.mtime))


def check(database: Path) -> None:
    """Raises Damaged unless SQLite finds the database whole."""
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        connection.close()
    if found != "ok":
        raise Damaged(f"{database.name}: {found}")


def tell(**what: str) -> None:
    print(json.dumps(what), file=sys.stderr, flush=True)


def heard(line: str) -> str:
    """Return a line that a command said, of `tell` or not, safe to be shown."""
    with contextlib.suppress(ValueError, AttributeError, StopIteration):
        line = next(iter(json.loads(line).values()))
    return names.shown(str(line), 300)


def main() -> int:
    verb, folder, *databases = sys.argv[1:]
    try:
        if verb == "pack":
            pack(Path(folder), databases, sys.stdout.buffer)
        else:
            unpack(Path(folder), databases, sys.stdin.buffer)
    except EOFError:
        tell(
            error=sentence(
                f"Một tệp trong {folder} thay đổi trong lúc được đọc; hãy chạy lại.",
                f"A file in {folder} changed while it was read; run this again.",
            )
        )
        return 1
    except (Damaged, OSError, sqlite3.Error, UnicodeError) as error:
        tell(error=f"{folder}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
