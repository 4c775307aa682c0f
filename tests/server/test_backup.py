"""Everything comes back from a backup, and nothing else than that can be made to."""

import fcntl
import gzip
import hashlib
import io
import json
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from itertools import count, takewhile
from pathlib import Path

import pytest
from school import BAI, COURSE, PEOPLE, TEACHER, School
from sqlalchemy import create_engine, inspect, text

from aulac.classroom.server import (
    archive,
    backup,
    deputies,
    maintenance,
    manifest,
    privacy,
    restore,
    units,
)
from aulac.classroom.server import postgres as postgres_programs
from aulac.classroom.server.parts import PASSING

DATABASES = (
    "exchange/exchange.sqlite",
    "hub/jupyterhub.sqlite",
    f"classes/{COURSE}/khoa_hoc/gradebook.db",
)


@pytest.fixture
def saved(taught, tmp_path) -> Path:
    """A backup of a taught class."""
    file = tmp_path / "saved.tar.gz"
    assert backup.run(taught.places.root, file) == 0
    return file


SETTINGS = """
address = "http://127.0.0.1:1"
[classes.x]
instructors = []
learners = []
"""


def tree(root: Path) -> dict[str, tuple]:
    """Permissions and content of all that a backup keeps, but for the databases."""
    found = {}
    for name in restore.STATE:
        for path in [root / name, *(root / name).rglob("*")]:
            inside = str(path.relative_to(root))
            if inside.split("/")[1:2] in ([], *([name] for name in PASSING)):
                continue
            if path.name.startswith(tuple(Path(name).name for name in DATABASES)):
                continue
            found[inside] = (
                oct(path.stat().st_mode),
                path.read_bytes() if path.is_file() else b"",
                int(path.stat().st_mtime) if path.is_file() else 0,
            )
    return found


def nothing_in(folder: Path) -> bool:
    return {path.name for path in folder.iterdir()} <= {"lock", "maintenance"}


def test_all_of_it_comes_back_and_the_exchange_starts_on_it(taught, saved, tmp_path, capsys):
    assert saved.stat().st_mode & 0o777 == 0o600
    assert restore.run(tmp_path / "new", saved) == 0
    new = School(tmp_path / "new")
    assert tree(new.places.root).keys() >= {"secrets/oidc", "hub/cookie_secret"}
    assert tree(new.places.root) == tree(taught.places.root)
    for name in DATABASES:
        assert new.tables(new.places.root / name) == taught.tables(taught.places.root / name)
    with new.open() as room:
        found = room.desk.get(BAI + "/submissions", TEACHER).json()
        assert len(found) == 4
        for one in found:
            checked = room.desk.http.post(
                "/services/exchange/api/v1/receipts/check", json=one["receipt"]
            )
            assert checked.json()["valid"]
            for file in one["files"]:
                path = f"/submissions/{one['id']}/files/{file['path']}"
                content = room.desk.get(path, TEACHER).content
                assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert room.result(room.submit(PEOPLE["chi"]), PEOPLE["chi"])["score"] > 0
    said = capsys.readouterr().out
    assert "the-clients-secret" not in said


def test_a_backup_while_submissions_pour_in_has_every_file_that_it_names(taught, tmp_path):
    file = tmp_path / "saved.tar.gz"
    with taught.open(grades=False) as room, ThreadPoolExecutor(4) as pool:

        def hand_in(number: int) -> str:
            token = PEOPLE[("an", "chi")[number % 2]]
            work = {"bai.ipynb": f"bài {number} ".encode() * 999}
            answer = room.desk.submit(token, work, path=BAI)
            assert answer.status_code == 201, answer.text
            return answer.json()["id"]

        before = {hand_in(number) for number in range(10)}
        stop = threading.Event()

        def going_on(_number: int) -> bool:
            return not stop.is_set()

        pouring = pool.submit(lambda: [hand_in(n) for n in takewhile(going_on, count(10))])
        try:
            assert backup.run(taught.places.root, file) == 0
        finally:
            stop.set()
        assert pouring.result()
    assert restore.run(tmp_path / "new", file) == 0  # it looks for the files
    with School(tmp_path / "new").open(grades=False) as room:
        found = room.desk.get(f"/courses/{COURSE}/submissions", TEACHER).json()
        assert before <= {one["id"] for one in found}
        for one in found:
            path = f"/submissions/{one['id']}/files/{one['files'][0]['path']}"
            assert room.desk.get(path, TEACHER).is_success


def test_there_is_no_half_backup(taught, tmp_path, capsys):
    """Whatever fails, there is no file, and nothing is left of the try."""
    place = tmp_path / "backups"
    place.mkdir()
    (taught.places.hub / "jupyterhub.sqlite").write_bytes(b"no database" * 1000)
    assert backup.run(taught.places.root, place / "x.tar.gz") == 1
    assert "not a database" in capsys.readouterr().out
    assert list(place.iterdir()) == []


def test_without_room_it_does_not_begin(taught, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(maintenance, "SPARE", 2**62)
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 1
    assert "Không đủ chỗ" in capsys.readouterr().out
    assert not list(tmp_path.glob("*x.tar.gz*"))


def test_a_disk_that_fills_up_stops_it(taught, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(backup, "SPARE", 2**62)
    place = tmp_path / "backups"
    place.mkdir()
    assert backup.run(taught.places.root, place / "x.tar.gz") == 1
    assert "đầy" in capsys.readouterr().out
    assert list(place.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(taught, saved, capsys):
    before = saved.read_bytes()
    assert backup.run(taught.places.root, saved) == 1
    assert "đã có sẵn" in capsys.readouterr().out
    assert saved.read_bytes() == before


def test_a_folder_gets_a_backup_named_by_the_time(taught, tmp_path):
    place = tmp_path / "backups"
    place.mkdir()
    assert backup.run(taught.places.root, place) == 0
    (file,) = place.iterdir()
    assert file.name.startswith("aulac-2")


def test_only_one_command_works_on_a_classroom(taught, tmp_path, capsys):
    with open(taught.places.root / "maintenance", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 1
    assert "lệnh khác" in capsys.readouterr().out


def test_a_gradebook_elsewhere_is_named_and_its_password_is_not(taught, tmp_path, capsys):
    url = "postgresql+psycopg://teacher:geheim@db.school.example/grades"
    with open(taught.course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f'\nc.CourseDirectory.db_url = "{url}"\n')
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    said = capsys.readouterr().out
    assert "db.school.example" in said and "KHÔNG" in said and "geheim" not in said


def configure(school: School, line: str) -> None:
    """Let the configuration of the course end with this line."""
    with open(school.course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\n{line}\n")


def test_a_course_that_prints_is_saved(taught, tmp_path):
    configure(taught, "print('hello'); import os; os.system('echo hello')")
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0


@pytest.mark.parametrize("line", ["raise SystemExit", "import os; os._exit(0)"])
def test_a_course_that_ends_the_program_is_told(taught, tmp_path, capsys, line):
    configure(taught, line)
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 1
    said = capsys.readouterr().out
    assert "nbgrader_config.py" in said if "Exit" in line else "gradebook_place" in said


@pytest.mark.parametrize(
    "line",
    [
        r"raise Exception('\x1b[31mred')",
        r"import os; os.write(2, b'\x1b[31mred\n'); os._exit(3)",
        r"import os; os.write(2, b'\x1b[31mred\n')",
    ],
)
def test_what_a_course_says_colours_no_terminal(taught, tmp_path, capfd, line):
    configure(taught, line)
    backup.run(taught.places.root, tmp_path / "x.tar.gz")
    out, error = capfd.readouterr()
    assert out and "\x1b" not in out + error


def test_a_gradebook_in_a_folder_comes_back(taught, tmp_path):
    (taught.course / "db").mkdir()
    (taught.course / "gradebook.db").rename(taught.course / "db/gradebook.db")
    configure(taught, "c.CourseDirectory.db_url = 'sqlite:///db/gradebook.db'")
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    assert restore.run(tmp_path / "new", tmp_path / "x.tar.gz") == 0
    new = School(tmp_path / "new").course / "db/gradebook.db"
    assert taught.tables(new) == taught.tables(taught.course / "db/gradebook.db")


def test_a_name_that_a_backup_cannot_have_is_told(taught, tmp_path, capsys):
    (taught.course / "gradebook.db").rename(taught.course / "sổ điểm.db")
    configure(taught, "c.CourseDirectory.db_url = 'sqlite:///sổ điểm.db'")
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 1
    assert "sổ điểm.db" in capsys.readouterr().out


@pytest.fixture
def with_a_home(tmp_path, monkeypatch) -> Path:
    """The home of the one person of the classes that has an account."""
    home = tmp_path / "home"
    home.mkdir()
    myself = pwd.getpwuid(os.getuid())
    person = pwd.struct_passwd((*myself[:5], str(home), myself.pw_shell))
    monkeypatch.setattr(backup.Backup, "people", lambda self: [person])
    return home


def parts_of(file: Path) -> set[str]:
    with restore.reading(file) as (found, _):
        return {part.name for part in found.parts}


def test_a_home_that_never_ends_is_left_out(taught, with_a_home, tmp_path, monkeypatch, capsys):
    """What is packed keeps coming, but too slowly: its owner has it stopped again and again."""
    monkeypatch.setattr(backup, "TAR", ("sh", "-c", "while echo; do sleep 0.01; done"))
    monkeypatch.setattr(backup, "HOME_SECONDS", 0.2)
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    assert f"{with_a_home}: đọc quá lâu" in capsys.readouterr().out
    assert "exchange.tar" in parts_of(tmp_path / "x.tar.gz")
    assert not [name for name in parts_of(tmp_path / "x.tar.gz") if name.startswith("homes/")]


def test_who_takes_a_home_too_slowly_is_not_waited_for():
    slow = "import os, time\nwhile os.read(0, 1): time.sleep(0.01)"
    line, myself = [sys.executable, "-c", slow], pwd.getpwuid(os.getuid())
    chunks = iter(lambda: b"x" * 70000, b"")

    class Endless:
        def read(self, size: int) -> bytes:
            time.sleep(0.01)
            return next(chunks)[:1]

    with pytest.raises(deputies.Failed, match="quá lâu"):
        restore.feed(myself, line, Endless(), seconds=0.2)


def test_a_home_for_which_there_is_no_room_is_left_out(
    taught, with_a_home, tmp_path, monkeypatch, capsys
):
    (with_a_home / "large").write_bytes(bytes(60 * 2**20))
    free = maintenance.SPARE + 50 * 2**20
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    assert f"{with_a_home}: không đủ chỗ" in capsys.readouterr().out
    assert "exchange.tar" in parts_of(tmp_path / "x.tar.gz")


def wait_for(file: Path) -> str:
    end = time.monotonic() + 120
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return file.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_backup_that_is_ended_leaves_nothing(taught, tmp_path, number):
    """Neither a file nor a process; what SIGKILL leaves, the next backup clears away."""
    place, mark = tmp_path / "backups", tmp_path / "mark"
    place.mkdir()
    sound = (taught.course / "nbgrader_config.py").read_text()
    tell = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    configure(taught, tell)
    line = ("server", "--state", str(taught.places.root), "backup", str(place))
    main = "import sys; from aulac.cli import main; sys.exit(main())"
    process = subprocess.Popen([sys.executable, "-c", main, *line], stderr=subprocess.DEVNULL)
    deputy = int(wait_for(mark))
    assert list(place.iterdir())
    process.send_signal(number)
    assert process.wait(60) != 0
    if number == signal.SIGKILL:
        os.kill(deputy, signal.SIGKILL)
        (taught.course / "nbgrader_config.py").write_text(sound)
        assert backup.run(taught.places.root, place) == 0
        assert [path.name[:7] for path in place.iterdir()] == ["aulac-2"]
    else:
        assert not Path(f"/proc/{deputy}").exists()
        assert list(place.iterdir()) == []


def test_systemd_ends_a_backup_that_never_ends(tmp_path):
    assert units.run(tmp_path, tmp_path) == 0
    backup_service = ConfigParser(interpolation=None, strict=False)
    backup_service.optionxform = str
    backup_service.read(tmp_path / "aulac-backup.service")
    assert backup_service["Service"]["TimeoutStartSec"] == "12h"


def test_what_a_killed_restore_left_is_cleared_away(saved, tmp_path):
    left = tmp_path / "new/.restoring-abcd_123"
    left.mkdir(parents=True)
    (left / "hub.tar").write_text("x")
    assert restore.run(tmp_path / "new", saved) == 0
    assert not left.exists()


TYPES = f"""
import os, pwd, sys
from aulac.classroom.server import deputies
open("/dev/tty").close()
line = [sys.executable, "-c", '''
import os, sys
print(os.getsid(0), repr(sys.stdin.read()))
open("/dev/tty")
''']
pipes = {{"stdout": {subprocess.PIPE}, "stderr": {subprocess.PIPE}}}
with deputies.at_work(pwd.getpwuid(os.getuid()), *line, **pipes) as process:
    said, error = process.communicate()
session, read = said.decode().split()
print("apart" if int(session) != os.getsid(0) else "together", read, error.decode()[-80:])
"""


def test_who_works_for_root_has_no_terminal_of_roots():
    spawn = "import pty, sys; pty.spawn([sys.executable, '-c', sys.argv[1]])"
    line = [sys.executable, "-c", spawn, TYPES]
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert "apart ''" in done.stdout and "/dev/tty" in done.stdout, done.stdout + done.stderr


def test_without_settings_there_is_nothing_to_save(tmp_path, capsys):
    assert backup.run(tmp_path, tmp_path / "x.tar.gz") == 1
    assert "server.toml" in capsys.readouterr().out


def test_it_comes_back_only_where_nothing_runs_and_nothing_is_lost(taught, saved, capsys):
    root = taught.places.root
    before = tree(root)
    assert restore.run(root, saved) == 1
    assert "--replace" in capsys.readouterr().out
    with open(taught.places.lock, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert restore.run(root, saved, replace=True) == 1
    assert "đang chạy" in capsys.readouterr().out
    assert tree(root) == before
    (taught.places.secrets / "oidc").write_text("since then")
    assert restore.run(root, saved, replace=True) == 0
    assert tree(root) == before
    (old,) = root.glob("before-*")
    assert (old / "secrets" / "oidc").read_text() == "since then"
    assert str(old) in capsys.readouterr().out


def unpacked(packed: bytes) -> bytes | None:
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        return None


@pytest.mark.parametrize("part", range(12))
def test_a_damaged_backup_changes_nothing(saved, tmp_path, capsys, part):
    whole = saved.read_bytes()
    place = len(whole) * part // 12
    flipped = bytearray(whole)
    flipped[place] ^= 0x10
    for damaged in (bytes(flipped), whole[:place], whole + b"x"):
        if unpacked(damaged) == unpacked(whole):
            continue  # some bits of gzip's mean nothing
        saved.write_bytes(damaged)
        assert restore.run(tmp_path / "new", saved) == 1
        assert "Chưa có gì thay đổi" in capsys.readouterr().out
        assert not (tmp_path / "new").exists()


class Made:
    """A backup that somebody has made up, member by member."""

    def __init__(self):
        self.members: dict[str, bytes] = {manifest.SETTINGS: SETTINGS.encode()}
        self.said: dict[str, dict] = {}

    def write(self, file: Path, last: bytes = b"") -> None:
        parts = [
            {
                "name": name,
                "owner": pwd.getpwuid(os.getuid()).pw_name,
                "mode": 0o700,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            | self.said.get(name, {})
            for name, content in self.members.items()
        ]
        said = {"made_at": "2026-09-07T01:30:00+00:00", "versions": {}, "parts": parts}
        first = json.dumps(said).encode()
        with gzip.open(file, "wb") as stream:
            writer = archive.Writer(stream)
            for name, content in {manifest.NAME: first, **self.members}.items():
                entry = archive.Entry(name, len(content), 0o600, 0)
                writer.add(entry, io.BytesIO(content))
            stream.write(last)
            writer.close()


def inner(*members: tarfile.TarInfo, content: bytes = b"x") -> bytes:
    """A part of a backup, as any program might make it."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as packed:
        for member in members:
            member.size = len(content) if member.isreg() else 0
            packed.addfile(member, io.BytesIO(content) if member.isreg() else None)
    return made.getvalue().rstrip(b"\0") + bytes(-len(made.getvalue().rstrip(b"\0")) % 512 + 1024)


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


ATTACKS = {
    "absolute": [member("/tmp/aulac-evil")],
    "above": [member("../evil")],
    "hidden above": [member("a/../../evil")],
    "link": [member("evil", tarfile.SYMTYPE, "/etc")],
    "hard link": [member("evil", tarfile.LNKTYPE, "../../lock")],
    "device": [member("evil", tarfile.CHRTYPE)],
    "pipe": [member("evil", tarfile.FIFOTYPE)],
    "twice": [member("evil"), member("evil")],
    "a file as a folder": [member("evil"), member("evil/evil")],
    "sparse": [member("evil", tarfile.GNUTYPE_SPARSE)],
    "pax": [member("evil", tarfile.XHDTYPE)],
    "no name": [member("./")],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_made_up_inside_a_part_harms_nothing(tmp_path, capsys, attack):
    made = Made()
    made.members["hub.tar"] = inner(*ATTACKS[attack])
    made.write(tmp_path / "made.tar.gz")
    assert restore.run(tmp_path / "new", tmp_path / "made.tar.gz") == 1
    assert nothing_in(tmp_path / "new")
    assert not list(tmp_path.rglob("evil")) and not Path("/tmp/aulac-evil").exists()


def test_a_sound_one_that_somebody_made_is_restored(tmp_path):
    made = Made()
    made.members["hub.tar"] = inner(member("good"), member("f", tarfile.DIRTYPE), member("f/good"))
    made.write(tmp_path / "made.tar.gz")
    assert restore.run(tmp_path / "new", tmp_path / "made.tar.gz") == 0
    assert (tmp_path / "new/hub/f/good").read_bytes() == b"x"


def make_larger(made: Made) -> None:
    made.said["server.toml"] = {"size": 2**40}


def make_smaller(made: Made) -> None:
    made.said["server.toml"] = {"size": 1}


def add_unnamed(made: Made) -> None:
    made.members["secrets.tar"] = inner(member("x"))
    made.said["secrets.tar"] = {"name": "hub.tar"}


def name_outside(made: Made) -> None:
    made.members["classes/../../evil.tar"] = inner(member("x"))


def name_unknown(made: Made) -> None:
    made.members["evil"] = b"x"


def belong_to_root_of_others(made: Made) -> None:
    made.members["homes/an.tar"] = inner(member("x"))
    made.said["homes/an.tar"] = {"owner": "binh"}


def belong_to_anybody(made: Made) -> None:
    made.said["server.toml"] = {"owner": "daemon"}


def run_as_others(made: Made) -> None:
    made.said["server.toml"] = {"mode": 0o4755}


def lie_about_content(made: Made) -> None:
    made.said["server.toml"] = {"sha256": "0" * 64}


@pytest.mark.parametrize(
    "lie",
    [
        make_larger,
        make_smaller,
        add_unnamed,
        name_outside,
        name_unknown,
        belong_to_root_of_others,
        belong_to_anybody,
        run_as_others,
        lie_about_content,
    ],
)
def test_what_the_manifest_lies_about_changes_nothing(tmp_path, capsys, lie):
    made = Made()
    lie(made)
    made.write(tmp_path / "made.tar.gz")
    assert restore.run(tmp_path / "new", tmp_path / "made.tar.gz") == 1
    assert "Chưa có gì thay đổi" in capsys.readouterr().out
    assert not (tmp_path / "new").exists()


def test_a_bomb_is_refused_before_it_goes_off(tmp_path, capsys):
    """A small file that unpacks to more than is said, in a member or after the last one."""
    huge = member("server.toml")
    for header in (huge, member("x" * 90, tarfile.GNUTYPE_LONGNAME)):
        header.size = 2**40
        made = Made()
        made.write(tmp_path / "made.tar.gz", header.tobuf(tarfile.GNU_FORMAT) + bytes(2**24))
        assert restore.run(tmp_path / "new", tmp_path / "made.tar.gz") == 1
        assert "Chưa có gì thay đổi" in capsys.readouterr().out


def test_more_than_there_is_room_for_is_refused_by_what_it_says(tmp_path, saved, monkeypatch):
    monkeypatch.setattr(maintenance, "SPARE", 2**62)
    assert restore.run(tmp_path / "new", saved) == 1
    assert nothing_in(tmp_path / "new")


def break_pages(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what lies there would mend them
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    path.write_bytes(content)


@pytest.mark.parametrize("name", DATABASES)
def test_a_broken_database_is_not_put_in_its_place(taught, tmp_path, capsys, name):
    """Also when it was saved that way."""
    break_pages(taught.places.root / name)
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    assert restore.run(tmp_path / "new", tmp_path / "x.tar.gz") == 1
    assert Path(name).name in capsys.readouterr().out
    assert nothing_in(tmp_path / "new")


def test_an_exchange_of_a_later_version_is_not_put_in_its_place(taught, tmp_path, capsys):
    connection = sqlite3.connect(taught.places.exchange / "exchange.sqlite")
    with connection:
        connection.execute("UPDATE schema_version SET number = 99")
    connection.close()
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    assert restore.run(tmp_path / "new", tmp_path / "x.tar.gz") == 1
    assert "99" in capsys.readouterr().out
    assert nothing_in(tmp_path / "new")


def test_a_backup_that_lacks_files_of_submissions_is_not_put_in_its_place(taught, tmp_path, capsys):
    next((taught.places.exchange / "files").iterdir()).unlink()
    assert backup.run(taught.places.root, tmp_path / "x.tar.gz") == 0
    assert restore.run(tmp_path / "new", tmp_path / "x.tar.gz") == 1
    assert "Thiếu 1 tệp" in capsys.readouterr().out
    assert nothing_in(tmp_path / "new")


def test_an_exchange_in_postgresql_comes_back(postgres_server, tmp_path, capsys):
    """Into an empty database, and over another state only when told to, which is kept."""
    url, file = postgres_server.database("school"), tmp_path / "saved.tar.gz"
    old = School(tmp_path / "state", url).found()
    with old.open(grades=False) as room:
        room.desk.release()
        first = room.desk.submit(PEOPLE["an"]).json()
    assert backup.run(old.places.root, file) == 0
    with old.open(grades=False) as room:
        since = room.desk.submit(PEOPLE["chi"]).json()
    assert restore.run(tmp_path / "new", file) == 1
    assert "không trống" in capsys.readouterr().out
    assert nothing_in(tmp_path / "new")
    assert restore.run(tmp_path / "new", file, replace=True) == 0
    with School(tmp_path / "new", url).open(grades=False) as room:
        found = room.desk.get(f"/courses/{COURSE}/submissions", TEACHER).json()
        assert found == [first]
        assert room.desk.submit(PEOPLE["an"]).json()["number"] == 2
    aside = "SELECT schemaname FROM pg_tables WHERE schemaname LIKE 'before_%' LIMIT 1"
    with create_engine(url).connect() as connection:
        schema = connection.scalar(text(aside))
        kept = connection.scalars(text(f"SELECT id FROM {schema}.submission")).all()
    assert set(kept) == {first["id"], since["id"]}
    assert backup.run(tmp_path / "new", tmp_path / "again.tar.gz") == 0


def test_a_restore_into_postgresql_that_fails_changes_nothing(postgres_server, tmp_path, capsys):
    url, file = postgres_server.database("undone"), tmp_path / "saved.tar.gz"
    old = School(tmp_path / "state", url).found()
    with old.open(grades=False) as room:
        room.desk.release()
        room.desk.submit(PEOPLE["an"])
    next((old.places.exchange / "files").iterdir()).unlink()
    assert backup.run(old.places.root, file) == 0
    with create_engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE since (x int)"))
    assert restore.run(tmp_path / "new", file, replace=True) == 1
    said = capsys.readouterr().out
    assert "Thiếu 1 tệp" in said and "PostgreSQL đã trở lại như trước" in said
    assert "since" in inspect(create_engine(url)).get_table_names()
    assert postgres_programs.aside(url) == []


def test_deleting_names_what_a_restore_keeps_in_postgresql(postgres_server, tmp_path, capsys):
    url, file = postgres_server.database("kept"), tmp_path / "saved.tar.gz"
    old = School(tmp_path / "state", url).found()
    with old.open(grades=False) as room:
        room.desk.release()
    assert backup.run(old.places.root, file) == 0
    assert restore.run(old.places.root, file, replace=True) == 0
    (schema,) = postgres_programs.aside(url)
    assert schema in capsys.readouterr().out
    assert privacy.delete(old.places.root, "an", sure=True) == 0
    assert f"schema {schema}" in capsys.readouterr().out


def test_a_password_of_postgresql_is_on_no_command_line(postgres_server, tmp_path, monkeypatch):
    url = postgres_server.database("secret").replace("teacher@", "teacher:geheim@")
    seen, run = [], postgres_programs.subprocess.run

    def watched(command, **options):
        seen.append(command)
        return run(command, **options)

    monkeypatch.setattr(postgres_programs.subprocess, "run", watched)
    postgres_programs.dump(url)
    assert seen and "geheim" not in repr(seen)
