"""A backup of a real server: everybody's things as themselves, also from hostile homes."""

import json
import shutil
import subprocess
import sys
import tarfile

import pytest
from machine import PLACE, Machine
from running_server import AULAC
from school import COURSE, SETTINGS

STATE = PLACE / "aulac"
SAVED = PLACE / "saved.tar.gz"
PREPARE = f"""
from pathlib import Path
from aulac.classroom.server import accounts
from aulac.classroom.server.places import Places
places = Places(Path({str(STATE)!r}))
accounts.ensure(places)
places.create([{COURSE!r}])
"""
HOSTILE = r"""
import os, socket
from pathlib import Path
home = Path.home()
os.chdir(home)
Path("bai_tap").mkdir()
Path("bai_tap/bài.ipynb").write_text("bài làm của an")
os.symlink("/etc/shadow", "shadow")
os.symlink("/", "everything")
os.mkfifo("pipe")
socket.socket(socket.AF_UNIX).bind("socket")
for name in ("closed", "secret"):
    Path(name).mkdir() if name == "closed" else Path(name).write_text("x")
    os.chmod(name, 0)
with open("huge", "wb") as huge:
    huge.truncate(2**40)
Path("--checkpoint=1").write_text("x")
Path("--checkpoint-action=exec=touch evil").write_text("x")
Path("ten\n\x1b[31mmau").write_text("x")
os.chmod("ten\n\x1b[31mmau", 0)
Path(".cache").mkdir()
Path(".cache/large").write_bytes(b"x" * 2**20)
Path("program").write_text("x")
os.chmod("program", 0o4755)
"""


def aulac(machine: Machine, *arguments: str) -> subprocess.CompletedProcess:
    return machine.run(*AULAC, "server", "--state", str(STATE), *arguments)


def owners(machine: Machine, *places) -> set[str]:
    """Whose the things below these places are."""
    found = machine.run("find", *map(str, places), "-printf", "%u:%g\\n", check=True)
    return set(found.stdout.split())


def stated(machine: Machine, path) -> str:
    return machine.run("stat", "-c", "%U:%G %a", str(path), check=True).stdout.strip()


@pytest.fixture(scope="module")
def school_machine(taught_once):
    """A server with a taught class, and two learners, one of whom is hostile."""
    with Machine() as machine:
        machine.add_user("an", "an-pw", "lop-hoc")
        machine.add_user("chi", "chi-pw")
        copy(machine, taught_once.places.root)
        assert not machine.run(sys.executable, "-c", HOSTILE, user="an").returncode
        machine.run(sys.executable, "-c", "open('/home/chi/work', 'w').write('bài')", user="chi")
        yield machine


def copy(machine: Machine, root) -> None:
    outside = machine.root / STATE.relative_to("/")
    shutil.copytree(root, outside, dirs_exist_ok=True)
    (outside / "server.toml").write_text(SETTINGS % "")
    done = machine.python(PREPARE)
    assert not done.returncode, done.stderr
    for folder, owner, mode in (
        ("exchange", "aulac-exchange", "go="),
        (f"classes/{COURSE}", "aulac-grader", "g+rwXs,o="),
        ("hub", "root", "go="),
        ("secrets", "root", "go="),
    ):
        machine.run("chown", "-R", f"{owner}:{owner}", str(STATE / folder), check=True)
        machine.run("chmod", "-R", mode, str(STATE / folder), check=True)


@pytest.fixture(scope="module")
def backed_up(school_machine):
    """What the command said; the file lies at SAVED."""
    done = aulac(school_machine, "backup", str(SAVED))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_nothing_of_roots_is_left_where_others_work(school_machine, backed_up):
    assert owners(school_machine, STATE / "exchange") == {"aulac-exchange:aulac-exchange"}
    assert owners(school_machine, STATE / "classes" / COURSE) == {"aulac-grader:aulac-grader"}
    assert owners(school_machine, "/home/an") == {"an:an"}
    assert stated(school_machine, SAVED) == "root:root 600"


def test_a_hostile_home_is_saved_as_far_as_its_owner_may_read(school_machine, backed_up):
    assert "closed" in backed_up and "secret" in backed_up and "\x1b" not in backed_up
    shadow = (school_machine.root / "etc/shadow").read_bytes()
    secret = next(line for line in shadow.splitlines() if line.startswith(b"an:")).split(b":")[1]
    with tarfile.open(school_machine.root / SAVED.relative_to("/")) as saved:
        assert saved.getmembers()[0].name == "manifest.json"
        said = json.load(saved.extractfile("manifest.json"))
        home = saved.extractfile("homes/an.tar").read()
    assert secret not in home and len(home) < 2**20
    assert {"homes/an.tar", "homes/chi.tar"} <= {part["name"] for part in said["parts"]}
    assert said["groups"] == {"aulac": [], "lop-hoc": ["an"]}
    assert not list((school_machine.root / "home/an").glob("evil"))


@pytest.fixture(scope="module")
def new_machine(school_machine, backed_up):
    """Another server, on which nobody has an account, after the restore."""
    with Machine() as machine:
        shutil.copy(school_machine.root / SAVED.relative_to("/"), machine.root / "srv")
        done = aulac(machine, "restore", str(SAVED))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "an, chưa có mật khẩu" in done.stdout
        yield machine


def test_everything_belongs_to_whom_it_belonged(school_machine, new_machine):
    for name in ("secrets", "hub", "exchange", f"classes/{COURSE}", "server.toml"):
        assert stated(new_machine, STATE / name) == stated(school_machine, STATE / name)
    assert owners(new_machine, STATE / "exchange") == {"aulac-exchange:aulac-exchange"}
    assert owners(new_machine, STATE / "classes" / COURSE) == {"aulac-grader:aulac-grader"}
    listing = ("find", str(STATE), "-path", "*/khoa_hoc/*", "-printf", "%P %m %s\\n")
    there, here = (m.run(*listing).stdout.splitlines() for m in (school_machine, new_machine))
    assert sorted(there) == sorted(here) and len(here) > 10


def test_people_have_their_homes_and_groups_and_no_password(school_machine, new_machine):
    assert owners(new_machine, "/home/an") == {"an:an"}
    assert stated(new_machine, "/home/an") == stated(school_machine, "/home/an")
    home = new_machine.root / "home/an"
    assert (home / "bai_tap/bài.ipynb").read_text() == "bài làm của an"
    assert (home / "pipe").is_fifo() and (home / "shadow").is_symlink()
    assert (home / "huge").stat().st_size == 2**40 and not (home / ".cache").exists()
    assert (new_machine.root / "home/chi/work").read_text() == "bài"
    assert "lop-hoc" in new_machine.run("id", "-nG", "an").stdout.split()
    shadow = (new_machine.root / "etc/shadow").read_text()
    assert "\nan:!" in shadow


def test_the_exchange_of_the_new_server_knows_all_of_it(new_machine):
    """Asked as its own account; a second restore refuses to touch it."""
    done = aulac(new_machine, "export", "an", str(PLACE / "an.zip"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert owners(new_machine, STATE / "exchange") == {"aulac-exchange:aulac-exchange"}
    assert owners(new_machine, STATE / "classes" / COURSE) == {"aulac-grader:aulac-grader"}
    done = aulac(new_machine, "restore", str(SAVED))
    assert done.returncode == 1 and "--replace" in done.stdout


def test_replacing_moves_homes_aside(new_machine):
    work = new_machine.root / "home/chi/work"
    work.write_text("since then")
    done = aulac(new_machine, "restore", str(SAVED), "--replace")
    assert done.returncode == 0, done.stdout
    (old,) = (new_machine.root / "home").glob("chi.before-*")
    assert ((old / "work").read_text(), work.read_text()) == ("since then", "bài")
    assert owners(new_machine, "/home/chi") == {"chi:chi"}


def test_homes_can_be_left_alone(new_machine):
    (new_machine.root / "home/chi/work").write_text("kept")
    done = aulac(new_machine, "restore", str(SAVED), "--replace", "--without-homes")
    assert done.returncode == 0, done.stdout
    assert (new_machine.root / "home/chi/work").read_text() == "kept"


def test_a_home_of_the_systems_is_refused(new_machine):
    new_machine.run("usermod", "--uid", "900", "chi", check=True)
    done = aulac(new_machine, "restore", str(SAVED), "--replace")
    assert done.returncode == 1 and "hệ thống" in done.stdout


def test_only_the_owners_of_things_can_do_this(school_machine):
    done = school_machine.run(
        *AULAC, "server", "--state", str(STATE), "backup", "/home/chi/x", user="chi"
    )
    assert done.returncode == 1 and "server.toml" in done.stdout
