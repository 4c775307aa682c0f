"""Puts a backup in its place again: all of it is checked first, and nothing old is destroyed."""

import contextlib
import grp
import gzip
import hashlib
import math
import os
import pwd
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ..exchange import names
from ..language import sentence
from ..running import say
from . import accounts, deputies, new_accounts, roster
from .archive import CHUNK, Content, Damaged, Reader
from .deputies import Failed
from .maintenance import HOME_SECONDS, alone, command, held, need_room, workplace
from .manifest import DUMP, LARGEST, NAME, SETTINGS, Manifest, Part
from .parts import heard
from .places import SERVICES, Places
from .settings import read

HOMES = Path("/home")
UNTAR = ("tar", "--extract", "--preserve-permissions", "--file=-", "--directory")
PATIENCE = 600  # seconds in which who unpacks must have taken something
STATE = ("server.toml", "secrets", "hub", "exchange", "classes")


@command
def run(places: Places, file: Path, replace: bool = False, homes: bool = True) -> None:
    """Restore the backup `file`; what is there already is moved aside if `replace` says so."""
    manifest = verified(file)
    places.root.mkdir(parents=True, exist_ok=True)
    places.root.chmod(0o755)  # the accounts of the services pass through it
    with stopped(places), alone(places):
        with workplace(places.root, ".restoring-") as aside:
            restore = Restore(places, manifest, aside, replace, homes)
            restore.check_place()
            restore.make_accounts()
            restore.unpack(file)
            restore.check_content()
            restore.put()
        restore.fill_homes(file)
    say(
        f"Đã khôi phục bản sao lưu lúc {manifest.made_at} vào {places.root}.",
        f"Restored the backup of {manifest.made_at} to {places.root}.",
    )


def verified(file: Path) -> Manifest:
    """Read the whole file and compare it with what it says of itself. Raises Failed, OSError."""
    say("Đang kiểm tra bản sao lưu…", "Checking the backup…")
    try:
        with reading(file) as (manifest, members):
            left = {part.name: part for part in manifest.parts}
            for part, content in members:
                compare(left.pop(part.name), content)
            if left:
                raise Damaged(f"{', '.join(left)}: missing")
    except Damaged as error:
        raise Failed(
            sentence(
                f"{file} bị hỏng hoặc không phải là bản sao lưu của Âu Lạc ({error}). "
                "Chưa có gì thay đổi.",
                f"{file} is damaged or no backup of Âu Lạc's ({error}). Nothing has changed.",
            )
        ) from None
    return manifest


@contextmanager
def reading(file: Path) -> Iterator[tuple[Manifest, Iterator[tuple[Part, Content]]]]:
    """Yield the manifest of a backup, and its parts one after the other. Raises Damaged."""
    with gzip.open(file, "rb") as stream:
        members = iter(Reader(stream))
        entry, content = next(members, (None, None))
        if entry is None or entry.name != NAME or entry.size > LARGEST:
            raise Damaged(f"{NAME}: missing")
        manifest = Manifest.read(b"".join(iter(lambda: content.read(CHUNK), b"")))
        parts = {part.name: part for part in manifest.parts}
        yield manifest, ((_named(parts, entry), content) for entry, content in members)


def _named(parts: dict[str, Part], entry) -> Part:
    part = parts.get(entry.name)
    if part is None or entry.is_folder or part.size != entry.size:
        raise Damaged(f"{names.shown(entry.name)}: not as {NAME} says")
    return part


def compare(part: Part, content: Content) -> None:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    if digest.hexdigest() != part.sha256:
        raise Damaged(f"{part.name}: wrong checksum")


@contextmanager
def stopped(places: Places) -> Iterator[None]:
    """No classroom runs here until the block ends. Raises Failed when one does."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(held(places.lock))
        except Failed:
            raise Failed(
                sentence(
                    "Lớp học đang chạy. Hãy dừng lớp học rồi chạy lại lệnh này.",
                    "The classroom is running. Stop it, then run this again.",
                )
            ) from None
        yield


class Restore:
    """Unpacks the parts beside their places, checks them there, and then puts them in place."""

    def __init__(self, places: Places, manifest: Manifest, aside: Path, replace: bool, homes: bool):
        self.places, self.manifest, self.aside, self.replace = places, manifest, aside, replace
        self.parts = [part for part in manifest.parts if homes or not part.home_of]
        self.people = [part.home_of for part in self.parts if part.home_of]
        self.when = f"before-{datetime.now():%Y%m%d-%H%M%S}"

    def check_place(self) -> None:
        """Raises Failed where there is no room, or something is there that may not be replaced."""
        self.check_room()
        there = [*self._state_there(), *self._homes_there()]
        if there and not self.replace:
            raise Failed(
                sentence(
                    f"Đã có dữ liệu ở {', '.join(map(str, there[:5]))}. Dùng --replace để xếp dữ "
                    "liệu cũ sang một bên (không xóa), --without-homes để không đụng đến thư mục "
                    "riêng của mọi người.",
                    f"There are data at {', '.join(map(str, there[:5]))}. Use --replace to move "
                    "what is there aside (nothing is deleted), --without-homes to leave people's "
                    "homes as they are.",
                )
            )

    def check_room(self) -> None:
        state = sum(part.size for part in self.parts if not part.home_of)
        homes = sum(part.size for part in self.parts if part.home_of)
        if self.people and self.places.root.stat().st_dev != HOMES.stat().st_dev:
            need_room(HOMES, homes)
            homes = 0
        need_room(self.places.root, state + homes)

    def _state_there(self) -> list[Path]:
        return [path for name in STATE if (path := self.places.root / name).exists()]

    def _homes_there(self) -> list[Path]:
        homes = [self.home(name) for name in self.people]
        return [home for home in homes if home.is_dir() and any(home.iterdir())]

    def home(self, name: str) -> Path:
        try:
            return Path(pwd.getpwnam(name).pw_dir)
        except KeyError:
            return HOMES / name

    def make_accounts(self) -> None:
        """Make the accounts that are missing; nobody can log in to them with a password yet."""
        if {part.owner for part in self.parts} & set(SERVICES):
            accounts.ensure(self.places)
        for name in self.people:
            if make_person(name):
                groups = [one for one, names in self.manifest.groups.items() if name in names]
                for group in groups:
                    join(name, group)

    def unpack(self, file: Path) -> None:
        """Unpack all but the homes beside their places, as the accounts that own them."""
        with reading(file) as (_, members):
            for part, content in members:
                if not part.home_of:
                    say(f"  {part.name}")
                    self.unpack_one(part, content)

    def unpack_one(self, part: Part, content: Content) -> None:
        if part.name.endswith(".tar"):
            place = self.aside / part.name.removesuffix(".tar")
            make_folder(place, part, self.aside)
            line = deputies.module("parts", "unpack", str(place), *part.databases)
            feed(deputies.account(part.owner), line, content)
        else:
            save(self.aside / part.name, content)

    def check_content(self) -> None:
        """Raises Failed or SettingsError unless a classroom can run on what was unpacked."""
        url = read(self.aside / SETTINGS).exchange_database
        folder, dump = self.aside / "exchange", self.aside / DUMP
        if not folder.is_dir():
            return
        who, told = deputies.owner(folder), {"AULAC_EXCHANGE_DB": url}
        with self.database_aside(who, told) if dump.exists() else contextlib.nullcontext():
            if dump.exists():
                self.load(who, dump, told)
            deputies.ask(who, "check_exchange", told | {"AULAC_EXCHANGE_DIR": str(folder)})

    def load(self, who: pwd.struct_passwd, dump: Path, told: dict[str, str]) -> None:
        with open(dump, "rb") as stream:
            feed(who, deputies.module("postgres", "load"), stream, told)

    @contextmanager
    def database_aside(self, who: pwd.struct_passwd, told: dict[str, str]) -> Iterator[None]:
        """PostgreSQL is empty at first; if the block fails, what was there comes back."""
        if not self.replace:
            feed(who, deputies.module("postgres", "is_empty"), None, told)
            yield
            return
        schema = self.when.replace("-", "_")
        feed(who, deputies.module("postgres", "move_aside", schema), None, told)
        say(
            f"Dữ liệu cũ của PostgreSQL nằm trong schema {schema}",
            f"What was in PostgreSQL before is in its schema {schema}",
        )
        try:
            yield
        except BaseException:
            self.put_database_back(who, schema, told)
            raise

    def put_database_back(self, who: pwd.struct_passwd, schema: str, told: dict[str, str]) -> None:
        try:
            feed(who, deputies.module("postgres", "put_back", schema), None, told)
        except Failed as error:
            by_hand = (
                "BEGIN; DROP SCHEMA public CASCADE; "
                f"ALTER SCHEMA {schema} RENAME TO public; COMMIT;"
            )
            say(
                f"PostgreSQL đang chứa bản khôi phục dở ({error}). Để trở lại như trước: {by_hand}",
                f"PostgreSQL holds an unfinished restore ({error}). To turn back: {by_hand}",
            )
            return
        say("PostgreSQL đã trở lại như trước.", "PostgreSQL is as it was before.")

    def put(self) -> None:
        """Move the old things aside and the new ones in place."""
        old = self.places.root / self.when
        for path in self._state_there():
            old.mkdir(mode=0o700, exist_ok=True)
            path.rename(old / path.name)
        for name in STATE:
            if (new := self.aside / name).exists():
                new.rename(self.places.root / name)
        if old.exists():
            say(f"Dữ liệu cũ nằm ở {old}", f"What was there before is in {old}")

    def fill_homes(self, file: Path) -> None:
        """Fill people's homes as these people. What fails there is said, and stops nothing."""
        with reading(file) as (_, members):
            for part, content in members:
                if part in self.parts and part.home_of:
                    say(f"  {part.name}")
                    self.fill_home(part.home_of, content)

    def fill_home(self, name: str, content: Content) -> None:
        who, home = deputies.account(name), self.home(name)
        if home in self._homes_there():
            home.rename(home.with_name(f"{home.name}.{self.when}"))
        if not home.exists():
            home.mkdir(mode=0o700, parents=True)
            os.chown(home, who.pw_uid, who.pw_gid)
        try:
            feed(who, [*UNTAR, str(home)], content, seconds=HOME_SECONDS)
        except Failed as error:
            say(f"  {home}: {error}")


def save(path: Path, content: Content) -> None:
    with open(path, "xb") as file:
        while chunk := content.read(CHUNK):
            file.write(chunk)


def make_folder(place: Path, part: Part, aside: Path) -> None:
    """Make the folder of a part for its owner, who must be able to reach it."""
    who = deputies.account(part.owner)
    aside.chmod(0o711)
    place.parent.mkdir(mode=0o711, exist_ok=True)
    place.parent.chmod(0o711)
    place.mkdir(mode=0o700)
    if who.pw_uid != os.geteuid():
        os.chown(place, who.pw_uid, who.pw_gid)
    place.chmod(part.mode)


def feed(
    who: pwd.struct_passwd, line: list[str], content, told=None, seconds: float = math.inf
) -> None:
    """Give a command of the account all of the content to read, in so many seconds.

    Raises Failed.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": said}
        with deputies.at_work(who, *line, told=told, **pipes) as process:
            with contextlib.suppress(BrokenPipeError):
                pour(content, process.stdin, seconds)
            try:
                code = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                code = "…"
        said.seek(0)
        lines = said.read(CHUNK).splitlines()
    if code:
        raise Failed(heard(lines[-1]) if lines else f"{line[0]}: exit {code}")


def pour(content, pipe, seconds: float) -> None:
    """Write all of the content, as long as it is taken. Raises Failed, BrokenPipeError."""
    end = time.monotonic() + seconds
    os.set_blocking(pipe.fileno(), False)
    with contextlib.closing(pipe):
        while content and (chunk := content.read(CHUNK)):
            while chunk:
                if not select.select([], [pipe], [], PATIENCE)[1]:
                    raise Failed(sentence("không đọc tiếp nữa.", "takes nothing more."))
                if time.monotonic() > end:
                    raise Failed(sentence("ghi quá lâu.", "writing takes too long."))
                chunk = chunk[os.write(pipe.fileno(), chunk) :]


def make_person(name: str) -> bool:
    """Make a person's account; False where there is one. Raises Failed when it is the system's."""
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        say(
            f"  Tạo tài khoản {name}, chưa có mật khẩu.",
            f"  Making the account {name}, without a password so far.",
        )
        home = ("--home-dir", str(HOMES / name), "--no-create-home")
        do("useradd", *home, "--user-group", "--shell", new_accounts.SHELL, name)
        return True
    if found.pw_uid < roster.FIRST_UID:
        raise Failed(
            sentence(
                f"Bản sao lưu có thư mục riêng của {name}, một tài khoản của hệ thống.",
                f"The backup has a home of {name}, which is an account of the system.",
            )
        )
    return False


def join(name: str, group: str) -> None:
    """Put the account into a group, made where there is none; never into one of the system's."""
    if group == new_accounts.GROUP:
        do("groupadd", "--force", "--system", group)
    else:
        do("groupadd", "--force", group)
        if grp.getgrnam(group).gr_gid < roster.FIRST_UID:
            return
    do("usermod", "--append", "--groups", group, name)


def do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{command[0]}: {done.stderr.strip()}")
