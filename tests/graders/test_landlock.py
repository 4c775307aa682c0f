"""The weaker level: no namespaces, but rules on files, no sockets, and an end for everybody."""

import os
import signal
import time
from pathlib import Path

import pytest
from cage import ROOT, Account, ordinary, run
from test_sandbox import ESCAPING, open_folder, outlived_by  # noqa: F401

from graders import landlock, syscalls
from graders.probe import probe
from graders.sandbox import Box, Level


@pytest.fixture(scope="module")
def account() -> Account:
    try:
        syscalls.landlock_abi()
    except OSError as error:
        pytest.skip(f"no Landlock here: {error.strerror}")
    other, why = ordinary()
    if other is None:
        pytest.skip(why)
    return other


@pytest.fixture
def ready(account):
    def run_ready(code: str, **request) -> dict:
        answer = run(code, account, level="landlock", **request)
        assert answer["state"] == "ready\n", answer
        return answer

    return run_ready


def test_nothing_that_should_be_shut_is_open(ready):
    code = "from graders.probe import leaks; tell(leaks(box))"
    assert ready(code, imports=["graders.probe"])["told"] == [[]]


def test_reads_the_system_and_nothing_else(ready):
    code = """
import os, pathlib
def can(path):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).close(); return True
    except OSError:
        return False
tell([p for p in ("/usr", "/proc/self/status", "/proc/meminfo", box.readable[0]) if not can(p)])
tell([p for p in ("/", "/etc", "/etc/passwd", "/home", "/root", "/tmp", "/var", "/dev/shm",
                  "/proc", f"/proc/{os.getppid()}/cmdline", "/proc/1/cmdline") if can(p)])
"""
    assert ready(code, readable=[str(ROOT / "graders")])["told"] == [[], []]


def test_writes_to_its_own_folder_only(ready):
    code = """
import os, tempfile
def can(path):
    try:
        open(path, "w").close(); return True
    except OSError:
        return False
tell([os.getcwd() == os.environ["HOME"], can("own"), can("/dev/null")])
tell(tempfile.gettempdir() == os.getcwd() + "/tmp")
os.umask(0o777); os.mkdir("shut")
tell([p for p in ("/tmp/x", "/dev/shm/x", "/var/tmp/x", box.readable[0] + "/x", "../x") if can(p)])
"""
    answer = ready(code, readable=[str(ROOT / "graders")])
    assert answer["told"] == [[True, True, True], True, []]
    assert answer["left"] == []


def test_no_socket_but_pairs(ready):
    code = """
import socket
def attempt(family):
    try:
        socket.socket(family).close(); return "made"
    except OSError as error:
        return type(error).__name__
tell([attempt(family) for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)])
left, right = socket.socketpair(); left.send(b"x"); tell(right.recv(1).decode())
"""
    assert ready(code)["told"] == [["PermissionError"] * 3, "x"]


def test_signals_stay_inside(ready):
    if not landlock.scoped_signals(syscalls.landlock_abi()):
        pytest.skip("Landlock scopes signals from Linux 6.12 on")
    code = """
import os, signal, subprocess
outside = []
for pid in (os.getppid(), os.getpgid(0)):
    try:
        os.kill(pid, 0); outside.append(pid)
    except PermissionError:
        pass
tell(outside)
child = subprocess.Popen(["sleep", "60"]); child.kill(); tell(child.wait())
"""
    assert ready(code)["told"] == [[], -signal.SIGKILL]


def test_limits_hold(ready):
    code = """
import os, time
try:
    bytearray(300 << 20)
except MemoryError:
    tell("memory")
pids = []
try:
    while len(pids) < 300:
        pids.append(os.fork())
        if pids[-1] == 0:
            time.sleep(60); os._exit(0)
except OSError as error:
    tell("processes")
for pid in pids:
    os.kill(pid, 9)
"""
    answer = ready(code, limits={"memory_mb": 128, "processes": 20})
    assert answer["told"] == ["memory", "processes"]
    assert answer["same_fds"] and answer["children"] == 0


def alive(pid: int) -> bool:
    """A zombie is not: some containers have nobody who reaps it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


# Sessions cannot be left here: ESCAPING without its setsid.
STAYING = ESCAPING.replace("        os.setsid()\n", "")


def test_kill_ends_all(ready):
    answer = ready(STAYING, kill=True)
    assert (answer["end"], answer["number"]) == ("signalled", signal.SIGKILL)


def test_the_end_takes_everybody_along(ready):
    """Also what the learner's process leaves behind when it ends by itself."""
    code = """
import os, time
pid = os.fork()
if pid == 0:
    os.close(told); time.sleep(60)
tell(pid)
"""
    answer = ready(code)
    assert (answer["end"], answer["left"]) == ("exited", [])
    while alive(answer["told"][0]):
        time.sleep(0.001)


def test_owned_files_outside_keep_their_attributes(ready, account, open_folder):  # noqa: F811
    """Landlock has no word on chmod: the filter refuses it."""
    (open_folder / "grades").write_text("9.5")
    os.chown(open_folder / "grades", account.user, account.user)
    code = f"""
import os, resource
def attempt(act):
    try:
        act(); return "done"
    except PermissionError:
        return "refused"
path = {str(open_folder / "grades")!r}
tell([attempt(lambda: os.chmod(path, 0)), attempt(lambda: os.setxattr(path, "user.x", b"")),
      attempt(lambda: os.truncate(path, 0)), attempt(lambda: os.rename(path, path + "x")),
      attempt(lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0)))])
"""
    open_folder.chmod(0o777)
    assert ready(code)["told"] == [["refused"] * 5]


def test_nobody_leaves_the_group(ready):
    code = """
import os
def attempt(act):
    try:
        act(); return "left"
    except PermissionError:
        return "stayed"
tell([attempt(os.setsid), attempt(lambda: os.setpgid(0, 0))])
"""
    assert ready(code)["told"] == [["stayed", "stayed"]]


def test_all_die_with_the_zygote(account, open_folder):  # noqa: F811
    assert outlived_by(account, "landlock", open_folder, STAYING) == 5


def test_root_says_when_its_learners_cannot_reach_the_environment(tmp_path):
    """Root's learners have an account of nobody's, who cannot enter a folder of root's own."""
    if os.geteuid() != 0:
        pytest.skip("only root changes accounts")
    tmp_path.chmod(0o700)
    (tmp_path / "data").mkdir()
    answer = run("tell('ran')", level="landlock", readable=[str(tmp_path / "data")])
    assert answer["state"].startswith("restrict_files: EACCES Permission denied /")
    assert answer["told"] == []


def test_an_older_kernel_gets_the_rights_that_it_knows():
    assert [landlock.file_rights(abi).bit_length() for abi in range(1, 8)] == [
        13, 14, 15, 15, 16, 16, 16,
    ]  # fmt: skip


def test_the_probe_starts_at_the_level_asked_for():
    found = probe(Box(Level.NONE))
    assert found.level is Level.NONE
