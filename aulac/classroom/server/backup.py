"""Everything of a classroom in one file, taken while the classroom runs."""

import gzip
import hashlib
import io
import math
import os
import pwd
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO

from ..exchange import names
from ..exchange.storage import sync_folder
from ..language import sentence
from ..running import say
from . import deputies, new_accounts, roster
from .archive import CHUNK, PERMISSIONS, Entry, Writer
from .deputies import MOST_READ, Failed
from .maintenance import (
    HOME_SECONDS,
    SPARE,
    alone,
    command,
    need_room,
    settings,
    shown,
    workplace,
)
from .manifest import DUMP, NAME, SETTINGS, Manifest, Part
from .parts import heard
from .places import Places
from .postgres import is_postgres
from .settings import Settings

PATIENCE = 120  # seconds in which who packs must have written something
PACKAGES = ("aulac", "jupyterhub", "nbgrader")
MOST_SAID = 5  # lines
NOT_KEPT = ("./.cache", "./.local/share/Trash", "__pycache__")
TAR = (
    *("tar", "--create", "--sparse", "--one-file-system", "--ignore-failed-read"),
    *("--exclude-caches", *(f"--exclude={name}" for name in NOT_KEPT), "--file=-", "--directory"),
)


class Stopped(Failed):
    """What packs a part has failed, stands still, or would fill the disk."""


@dataclass(frozen=True)
class Limit:
    """What a part may take: seconds in all, bytes."""

    seconds: float = math.inf
    size: float = math.inf


NO_LIMIT = Limit()


@command
def run(places: Places, file: Path, homes: bool = True) -> None:
    """Write the backup `file`, or one named by the time into the folder `file`; say so."""
    known, final = settings(places), target(file)
    with alone(places), whole(final) as (aside, output):
        backup = Backup(places, known, aside)
        need_room(aside, backup.estimate())
        backup.collect(homes)
        backup.write(output)
        size = output.tell()
    say(f"Đã sao lưu vào {final} ({shown(size)}).", f"Backed up to {final} ({shown(size)}).")


def target(file: Path) -> Path:
    """Return where the backup goes. Raises Failed when something is there."""
    file = file.absolute()
    if file.is_dir():
        file = file / f"aulac-{datetime.now():%Y%m%d-%H%M%S}.tar.gz"
    if file.exists():
        raise Failed(sentence(f"{file} đã có sẵn.", f"{file} is there already."))
    return file


@contextmanager
def whole(final: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Yield a folder to work in, and the file that will be `final` if all goes well."""
    with workplace(final.parent, ".aulac-") as aside:
        with open(aside / "whole", "xb") as output:
            yield aside, output
            output.flush()
            os.fsync(output.fileno())
        os.rename(aside / "whole", final)
    sync_folder(final.parent)


class Backup:
    """Collects the parts in the folder `aside`, each read by the account that owns it."""

    def __init__(self, places: Places, known: Settings, aside: Path):
        self.places, self.known, self.aside = places, known, aside
        self.parts: list[Part] = []
        self.left_out: list[str] = []

    def estimate(self) -> int:
        """Return about how many bytes are to be packed, without the homes."""
        return sum(disk_usage(deputies.owner(path), path) for path in self.folders())

    def home_limit(self) -> Limit:
        """A part is on the disk twice for a while, when it is written into the archive."""
        free = shutil.disk_usage(self.aside).free - SPARE
        largest = max(part.size for part in self.parts)
        return Limit(HOME_SECONDS, min(free - largest, free // 2))

    def folders(self) -> list[Path]:
        own = [self.places.secrets, self.places.hub, self.places.exchange]
        classes = [self.places.classes / name for name in self.known.classes]
        return [path for path in (*own, *classes) if path.is_dir()]

    def people(self) -> list[pwd.struct_passwd]:
        """Return the accounts of the classes' members that have a home."""
        found = [roster.account(name) for name in sorted(roster.members(self.known))]
        return [who for who in found if who and Path(who.pw_dir).is_dir()]

    def collect(self, homes: bool) -> None:
        """Pack all parts; the exchange's database before the files that it names."""
        self.keep_settings()
        for folder in self.folders():
            if folder == self.places.exchange and is_postgres(self.known.exchange_database):
                self.keep_dump(folder)
            self.keep_folder(folder)
        for who in self.people() if homes else []:
            self.keep_home(who)

    def keep_settings(self) -> None:
        content = self.places.settings.read_bytes()
        self.place(SETTINGS).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        who = deputies.owner(self.places.settings)
        self.add(SETTINGS, who, self.places.settings, len(content), digest)

    def keep_dump(self, folder: Path) -> None:
        who = deputies.owner(folder)
        told = {"AULAC_EXCHANGE_DB": self.known.exchange_database}
        size, digest, _ = self.receive(who, DUMP, *deputies.module("postgres", "dump"), told=told)
        self.add(DUMP, who, folder, size, digest)

    def keep_folder(self, folder: Path) -> None:
        who, databases = deputies.owner(folder), self.databases(folder)
        name = f"{folder.relative_to(self.places.root)}.tar"
        line = deputies.module("parts", "pack", str(folder), *databases)
        size, digest, said = self.receive(who, name, *line)
        self.leave_out(str(folder), said)
        there = [one for one in databases if (folder / one).is_file()]
        self.add(name, who, folder, size, digest, there)

    def databases(self, folder: Path) -> list[str]:
        """Return the SQLite databases of a part, by their paths in it."""
        if folder.parent != self.places.classes:
            return sorted(path.name for path in folder.glob("*.sqlite"))
        found = deputies.ask(
            deputies.owner(folder),
            "gradebook_place",
            {},
            course=str(self.places.course(folder.name)),
        )
        if not found["inside"]:
            place = names.shown(found["place"], 300)
            say(
                f"CHÚ Ý: sổ điểm của lớp {folder.name} nằm ở {place}, KHÔNG có trong bản sao lưu "
                "này; hãy sao lưu riêng (PostgreSQL: pg_dump).",
                f"NOTE: the gradebook of class {folder.name} is at {place}, NOT in this backup; "
                "back it up on its own (PostgreSQL: pg_dump).",
            )
            return []
        return [str(Path(found["place"]).relative_to(folder))]

    def keep_home(self, who: pwd.struct_passwd) -> None:
        """Pack a home. What its owner does to stop this harms nobody else: it is left out."""
        name = f"homes/{who.pw_name}.tar"
        try:
            line = (*TAR, who.pw_dir, ".")
            size, digest, said = self.receive(who, name, *line, limit=self.home_limit())
        except Stopped as error:
            self.place(name).unlink()
            self.leave_out(who.pw_dir, [str(error)])
            return
        self.leave_out(who.pw_dir, said)
        self.add(name, who, Path(who.pw_dir), size, digest)

    def leave_out(self, folder: str, said: list[str]) -> None:
        """Say, and let the backup say, what of a folder is not in it."""
        more = [f"+{len(said) - MOST_SAID}"] if len(said) > MOST_SAID else []
        for why in said[:MOST_SAID] + more:
            self.left_out.append(f"{folder}: {why}")
            say(f"  bỏ qua trong {folder}: {why}", f"  left out in {folder}: {why}")

    def receive(
        self,
        who: pwd.struct_passwd,
        name: str,
        *line: str,
        told: dict[str, str] | None = None,
        limit: Limit = NO_LIMIT,
    ) -> tuple[int, str, list[str]]:
        """Keep what a command of the account writes.

        Return its size, its SHA-256, and the lines that the command said. Raises Stopped, Failed.
        """
        with tempfile.TemporaryFile("w+", dir=self.aside, errors="replace") as said:
            pipes = {"stdout": subprocess.PIPE, "stderr": said}
            with (
                open(self.place(name), "wb") as file,
                deputies.at_work(who, *line, told=told, **pipes) as process,
            ):
                digest = copy(process.stdout, file, self.aside, limit)
                size, code = file.tell(), ended(process)
            said.seek(0)
            lines = [heard(line) for line in said.read(MOST_READ).splitlines()]
        if code:
            raise Stopped(lines[-1] if lines else f"exit {code}")
        return size, digest, lines

    def add(
        self,
        name: str,
        who: pwd.struct_passwd,
        source: Path,
        size: int,
        digest: str,
        databases: Sequence[str] = (),
    ) -> None:
        self.parts.append(
            Part.of(
                name=name,
                owner=who.pw_name,
                mode=S_IMODE(source.stat().st_mode) & PERMISSIONS,
                size=size,
                sha256=digest,
                databases=list(databases),
            )
        )
        say(f"  {name}  {shown(size)}")

    def place(self, name: str) -> Path:
        return self.aside / name.replace("/", "+")

    def write(self, output: BinaryIO) -> None:
        """Write the archive; every part is gone from the disk once it is in there."""
        content = self.manifest().model_dump_json(indent=1).encode()
        with gzip.GzipFile("", "wb", compresslevel=3, fileobj=output, mtime=0) as packed:
            writer, now = Writer(packed), datetime.now().timestamp()
            writer.add(Entry(NAME, len(content), 0o600, now), io.BytesIO(content))
            for part in self.parts:
                with open(self.place(part.name), "rb") as file:
                    writer.add(Entry(part.name, part.size, 0o600, now), file)
                self.place(part.name).unlink()
            writer.close()

    def manifest(self) -> Manifest:
        return Manifest.of(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            versions={package: version(package) for package in PACKAGES},
            parts=self.parts,
            groups=groups(self.known),
            left_out=self.left_out,
        )


def copy(stream: BinaryIO, file: BinaryIO, disk: Path, limit: Limit) -> str:
    """Write the stream to its end into the file; return its SHA-256. Raises Stopped."""
    digest, end = hashlib.sha256(), time.monotonic() + limit.seconds
    while select.select([stream], [], [], PATIENCE)[0]:
        chunk = os.read(stream.fileno(), CHUNK)
        if not chunk:
            return digest.hexdigest()
        digest.update(chunk)
        file.write(chunk)
        if shutil.disk_usage(disk).free < SPARE:
            raise Stopped(sentence("đĩa sắp đầy.", "the disk is nearly full."))
        if file.tell() > limit.size:
            raise Stopped(sentence("không đủ chỗ.", "there is not enough room."))
        if time.monotonic() > end:
            raise Stopped(sentence("đọc quá lâu.", "reading takes too long."))
    raise Stopped(sentence("không có gì thêm nữa để đọc.", "nothing more comes."))


def ended(process: subprocess.Popen) -> int:
    """Return the exit code of what has written all it had to. Raises Stopped."""
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise Stopped(sentence("chương trình không kết thúc.", "it does not end.")) from None


def disk_usage(who: pwd.struct_passwd, folder: Path) -> int:
    """Return about how many bytes a folder takes, as its owner sees it."""
    line = ["du", "--summarize", "--one-file-system", "--block-size=1", str(folder)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with deputies.at_work(who, *line, **pipes) as process:
        try:
            found = process.communicate(timeout=PATIENCE)[0].split()
        except subprocess.TimeoutExpired:
            return 0
    return int(found[0]) if found and found[0].isdigit() else 0


def groups(known: Settings) -> dict[str, list[str]]:
    """Return the groups of Linux on which the roster rests, with the classes' members in them."""
    listed = [
        one for people in known.classes.values() for one in people.instructors + people.learners
    ]
    wanted = {new_accounts.GROUP, *(one[1:] for one in listed if one.startswith("@"))}
    of = {name: roster.linux_groups(name) for name in sorted(roster.members(known))}
    return {group: [name for name in of if group in of[name]] for group in sorted(wanted)}
