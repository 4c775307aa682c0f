"""The sandbox with namespaces: what works in it, what does not get out, and how it ends."""

import errno
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import dedent

import pytest
from cage import ROOT, here, ordinary, run

from graders import sandbox
from graders.limits import Limits
from graders.mounts import HOME, WRITABLE
from graders.probe import probe
from graders.remedies import SENTENCES, Facts, explain
from graders.sandbox import Box, Level

PROBE = probe(Box())
needs_namespaces = pytest.mark.skipif(
    PROBE.level is not Level.NAMESPACES, reason=f"no namespaces here: {PROBE.problems}"
)
needs_cgroup = pytest.mark.skipif(not PROBE.cgroup, reason="no cgroup can be made here")


@pytest.fixture(params=["this account", "ordinary account"])
def account(request):
    if request.param == "this account":
        return here()
    other, why = ordinary()
    if other is None:
        pytest.skip(why)
    if other == here():
        pytest.skip("this account is an ordinary one already")
    return other


@pytest.fixture
def open_folder():
    """A folder that every account reaches, unlike pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def ready(code: str, **request) -> dict:
    """Runs code and makes sure that the sandbox itself was not at fault."""
    answer = run(code, **request)
    assert answer["state"] == "ready\n", answer
    return answer


@needs_namespaces
class TestInside:
    def test_nothing_that_should_be_shut_is_open(self, account):
        answer = ready(
            "from graders.probe import leaks; tell(leaks(box))",
            account=account,
            readable=[str(ROOT / "graders")],
            imports=["graders.probe"],
        )
        assert answer["told"] == [[]]

    def test_the_prober_finds_what_is_open(self):
        """Where nothing is shut, the same probe says so."""
        code = (
            "from graders.probe import leaks; from graders.sandbox import Box; tell(leaks(Box()))"
        )
        answer = ready(code, level="none", imports=["graders.probe"])
        assert {"network", "processes", "homes", "call ptrace", "call socket", "call ioctl"} <= set(
            answer["told"][0]
        )

    def test_who_and_where(self, account):
        code = """
        import getpass, os, pathlib, socket, tempfile
        tell([os.getpid(), os.getppid(), os.getuid(), os.getgid(), os.getcwd(), getpass.getuser(),
              str(pathlib.Path.home()), tempfile.gettempdir(), socket.gethostname(), os.umask(0)])
        """
        answer = ready(dedent(code), account=account)
        assert answer["told"] == [
            [2, 1, 1000, 1000, HOME, "learner", HOME, "/tmp", "sandbox", 0o022]
        ]

    def test_root_keeps_no_group(self):
        answer = ready("import os; tell(os.getgroups())")
        if os.geteuid() == 0:
            assert answer["told"] == [[]]

    def test_the_environment_is_ours(self, account):
        code = "import os, subprocess; tell(sorted(os.environ)); tell(subprocess.getoutput('env'))"
        names, printed = ready(code, account=account)["told"]
        # Python itself adds LC_CTYPE where there is no locale.
        assert set(names) - {"LC_CTYPE"} == {"HOME", "LOGNAME", "PATH", "TMPDIR", "USER"}
        assert "SECRET" not in printed

    def test_only_named_files_are_open(self, account):
        code = """
        import os
        names = sorted(map(int, os.listdir("/proc/self/fd")))
        tell([names[:3], len(names), [os.readlink(f"/proc/self/fd/{n}") for n in (0, 1, 2)]])
        """
        answer = ready(dedent(code), account=account)
        # 0 to 2, the pipe given, and the folder being listed.
        assert answer["told"] == [[[0, 1, 2], 5, ["/dev/null"] * 3]]

    def test_sees_no_path_of_the_machine(self, account):
        code = """
        import os
        tell([line.split()[3:5] for line in open("/proc/self/mountinfo")])
        tell(open("/proc/self/cgroup").read())
        tell([p for p in ("/var", "/run", "/sys", "/mnt", "/srv", "/etc/shadow", "/old")
              if os.path.exists(p)])
        """
        mounts, groups, there = ready(dedent(code), account=account)["told"]
        assert all(root in (place, "/") or place == f"/dev{root}" for root, place in mounts)
        assert {line.split(":")[2] for line in groups.splitlines()} == {"/"}
        assert there == []

    def test_writes_nowhere_but_its_own(self, account):
        code = """
        import os
        def can(path):
            try:
                open(path + "/x", "w").close(); return True
            except OSError:
                return False
        folders = ["/"] + [os.path.join(top, name) for top in ("/", "/dev", "/etc") for name in
                           os.listdir(top) if os.path.isdir(os.path.join(top, name))]
        tell(sorted(filter(can, folders)))
        """
        assert ready(dedent(code), account=account)["told"] == [sorted(WRITABLE)]

    def test_readable_paths_are_there_and_read_only(self, account):
        code = """
        import errno, os
        tell(os.listdir(os.path.dirname(box.readable[0])))
        try:
            open(box.readable[0] + "/x", "w")
        except OSError as error:
            tell(errno.errorcode[error.errno])
        """
        answer = ready(dedent(code), account=account, readable=[str(ROOT / "graders")])
        assert "graders" in answer["told"][0] and "tests" not in answer["told"][0]
        assert answer["told"][1] == "EROFS"

    def test_an_environment_below_a_private_folder(self, tmp_path):
        """Below /tmp, which is the learner's own inside, and below folders shut to others."""
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "text").write_text("here")
        (tmp_path / "other").write_text("not there")
        tmp_path.chmod(0o700)
        code = "import os; tell(open(box.readable[0] + '/text').read())\n"
        code += "tell(os.listdir(os.path.dirname(box.readable[0])))"
        answer = ready(code, readable=[str(tmp_path / "data")])
        assert answer["told"] == ["here", ["data"]]

    def test_the_keeper_can_be_neither_read_nor_ended(self, account):
        code = """
        import os, signal
        def attempt(act):
            try:
                act(); return "done"
            except OSError as error:
                return type(error).__name__
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGSEGV):
            os.kill(1, number)
        tell([attempt(lambda: open(f"/proc/1/{name}").read()) for name in
              ("environ", "maps", "mem", "stack", "syscall")])
        tell(attempt(lambda: os.listdir("/proc/1/fd")))
        """
        answer = ready(dedent(code), account=account)
        assert answer["told"] == [["PermissionError"] * 5, "PermissionError"]
        assert (answer["end"], answer["number"]) == ("exited", 0)

    def test_ordinary_programs_work(self, account):
        code = """
        import asyncio, multiprocessing, pathlib, socket, sqlite3, subprocess, sys, tempfile
        import threading
        seen = []
        workers = [threading.Thread(target=seen.append, args=(n,)) for n in range(4)]
        [w.start() for w in workers]; [w.join() for w in workers]
        tell(sorted(seen))
        tell(subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True,
                            text=True).stdout)
        with multiprocessing.get_context("fork").Pool(2) as pool:
            tell(pool.map(abs, [-1, -2]))
        server = socket.create_server(("127.0.0.1", 0))
        client = socket.create_connection(("localhost", server.getsockname()[1]))
        server.accept()[0].sendall(b"loop")
        tell(client.recv(9).decode())
        base = sqlite3.connect("file.db")
        base.execute("create table t (x)"); base.execute("insert into t values (7)"); base.commit()
        tell(base.execute("select * from t").fetchall())
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("x"); tell(file.name.startswith("/tmp/"))
        async def sleep():
            return await asyncio.sleep(0, "awake")
        tell(asyncio.run(sleep()))
        """
        answer = ready(dedent(code), account=account)
        assert answer["told"] == [
            [0, 1, 2, 3], "42\n", [1, 2], "loop", [[7]], True, "awake",
        ]  # fmt: skip
        assert answer["end"] == "exited"

    @pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="torch is not installed")
    def test_numpy_torch_and_plots_work(self):
        code = """
        import torch, numpy, matplotlib.pyplot as plt, os
        from multiprocessing import Pool
        torch.set_num_threads(2)
        a = torch.ones(256, 256, requires_grad=True)
        (a @ a).sum().backward()
        tell(a.grad[0, 0].item())
        tell(float((numpy.ones((300, 300)) @ numpy.ones((300, 300)))[0, 0]))
        loader = torch.utils.data.DataLoader(torch.arange(4.0), batch_size=2, num_workers=2)
        tell([batch.sum().item() for batch in loader])
        plt.plot([1, 2]); plt.savefig("plot.png"); tell(os.path.getsize("plot.png") > 1000)
        """
        answer = ready(dedent(code), imports=["numpy", "torch", "matplotlib.pyplot"])
        assert answer["told"] == [512.0, 300.0, [1.0, 5.0], True]


@needs_namespaces
class TestLimits:
    def test_memory_of_one_process(self, account):
        code = "try:\n    bytearray(300 << 20)\nexcept MemoryError:\n    tell('refused')"
        answer = ready(code, account=account, limits={"memory_mb": 128})
        assert answer["told"] == ["refused"]

    def test_memory_beyond_what_was_loaded(self):
        """The zygote's own memory does not count: less than it uses is a limit one can live in."""
        code = "tell(len(bytearray(8 << 20)))"
        answer = ready(code, limits={"memory_mb": 16}, imports=["numpy"] if _has_numpy() else [])
        assert answer["told"] == [8 << 20]

    @needs_cgroup
    def test_memory_of_all(self):
        """Files in memory count too, which no limit on a process sees."""
        code = """
        for n in range(7):
            open(f"{n}", "wb").write(bytes(7 << 20))
        kept = b"x" * (40 << 20)
        tell("survived")
        """
        answer = ready(dedent(code), limits={"memory_mb": 64})
        assert answer["told"] == []
        assert (answer["end"], answer["number"]) == ("memory", signal.SIGKILL)
        assert 32 << 20 < answer["peak"] <= 65 << 20

    def test_processes(self, account):
        code = """
        import os, time
        count = 0
        try:
            while count < 100:
                if os.fork() == 0:
                    time.sleep(60); os._exit(0)
                count += 1
        except OSError as error:
            tell([count, type(error).__name__])
        """
        answer = ready(dedent(code), account=account, limits={"processes": 20})
        assert answer["told"] == [[19, "BlockingIOError"]]  # 19 and itself

    def test_threads_count_as_processes(self, account):
        code = """
        import threading
        gate = threading.Event()
        try:
            for count in range(100):
                threading.Thread(target=gate.wait, daemon=True).start()
        except RuntimeError:
            tell(count)
        """
        answer = ready(dedent(code), account=account, limits={"processes": 20})
        assert answer["told"] == [19]

    def test_disk(self, account):
        code = """
        import errno, os
        written = 0
        try:
            for n in range(99):
                folder = (".", "/tmp", "/dev/shm")[n % 3]
                with open(f"{folder}/{n}", "wb", buffering=0) as file:
                    written += file.write(bytes(1 << 20))
        except OSError as error:
            tell([errno.errorcode[error.errno], written >> 20])
        try:
            for n in range(10**6):
                os.mkdir(f"/tmp/d{n}")
        except OSError as error:
            tell([errno.errorcode[error.errno], n < 3000])
        """
        answer = ready(dedent(code), account=account, limits={"disk_mb": 8})
        assert answer["told"] == [["ENOSPC", 7], ["ENOSPC", True]]

    def test_one_file(self, account):
        code = """
        import errno, os
        fd = os.memfd_create("large")
        try:
            os.ftruncate(fd, 9 << 20)
        except OSError as error:
            tell(errno.errorcode[error.errno])
        """
        answer = ready(dedent(code), account=account, limits={"disk_mb": 8})
        assert answer["told"] == ["EFBIG"]

    def test_open_files(self, account):
        code = """
        import os
        try:
            while True:
                os.dup(0)
        except OSError as error:
            tell(error.strerror)
        """
        answer = ready(dedent(code), account=account, limits={"open_files": 40})
        assert answer["told"] == ["Too many open files"]

    @pytest.mark.parametrize("stubborn", [False, True])
    def test_cpu_time(self, stubborn):
        code = "import signal\n"
        code += "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n" if stubborn else ""
        answer = ready(code + "while True: pass", limits={"cpu_seconds": 1})
        assert answer["end"] == "cpu_time"

    def test_limits_cannot_be_raised(self, account):
        code = """
        import resource
        for name in ("AS", "CPU", "FSIZE", "NOFILE", "NPROC", "CORE", "MEMLOCK", "MSGQUEUE"):
            kind = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(kind)[1]
            try:
                resource.setrlimit(kind, (hard + 1, hard + 1)); tell(name)
            except ValueError:
                pass
        """
        assert ready(dedent(code), account=account)["told"] == []


@needs_namespaces
class TestEnd:
    @pytest.mark.parametrize(
        ("code", "end", "number"),
        [
            ("raise SystemExit(7)", "exited", 7),
            ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "signalled", 11),
            ("import os; os.kill(os.getpid(), 9)", "signalled", 9),
            ("import os; os.killpg(0, 15)", "signalled", 15),
        ],
    )
    def test_is_told_apart(self, code, end, number):
        answer = ready(code)
        assert (answer["end"], answer["number"]) == (end, number)

    def test_leaves_nothing(self, account):
        code = "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        time.sleep(60)"
        answer = ready(code, account=account, times=5)
        assert answer["same_fds"] and answer["children"] == 0 and answer["left"] == []

    def test_kill_ends_all(self, account):
        """The pipe stays open as long as a single process has it: reading it to the end proves."""
        answer = ready(dedent(ESCAPING), account=account, kill=True)
        assert (answer["end"], answer["number"]) == ("signalled", signal.SIGKILL)
        assert answer["children"] == 0

    def test_dies_with_the_zygote(self, account, open_folder):
        assert outlived_by(account, "namespaces", open_folder) == 5


ESCAPING = """
import os, signal, time
for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.write(told, b"1\\n")
        time.sleep(60)
os.write(told, b"1\\n")
time.sleep(60)
"""


def outlived_by(account, level: str, folder: Path, code: str = ESCAPING) -> int:
    """Kills a zygote whose child has processes everywhere; how many, once the last is gone."""
    reader, writer = os.pipe()
    script = f"""
import os, signal, sys
from graders.sandbox import Box, Level, spawn
child = spawn(Box(Level({level!r})), [{writer}])
if child is None:
    exec({code!r}, {{"told": {writer}}})
os.close({writer})
print(os.read(child.errors, 100), flush=True)
signal.pause()
"""
    own = {"user": account.user, "group": account.user, "extra_groups": []}
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder)}
    folder.chmod(0o777)
    process = subprocess.Popen(
        [account.python, "-c", script],
        pass_fds=[writer],
        stdout=subprocess.PIPE,
        cwd="/",
        env=environment,
        **(own if account.user != os.geteuid() else {}),
    )
    os.close(writer)
    assert process.stdout.readline() == b"b'ready\\n'\n"
    alive = b""
    while alive.count(b"\n") < 5:
        alive += os.read(reader, 100)
    process.kill()
    process.wait()
    while rest := os.read(reader, 100):
        alive += rest
    os.close(reader)
    process.stdout.close()
    return alive.count(b"\n")


@needs_namespaces
class TestFailure:
    """A container that refuses a call is played by a filter in the zygote."""

    @pytest.mark.parametrize(
        ("call", "error", "state", "spawned"),
        [
            ("clone", errno.EPERM, "clone: EPERM Operation not permitted clone", False),
            ("mount", errno.EPERM, "build_root: EPERM Operation not permitted mount ", True),
            ("pivot_root", errno.EINVAL, "build_root: EINVAL Invalid argument pivot_root", True),
            ("mount_setattr", errno.ENOSYS, "build_root: ENOSYS Function not impl", True),
            ("socket", errno.EACCES, "raise_loopback: EACCES Permission denied", True),
            ("unshare", errno.EPERM, "hide_cgroup: EPERM Operation not permitted", True),
            ("capset", errno.EPERM, "drop_privileges: EPERM", True),
            ("close_range", errno.ENOSYS, "start_afresh: ENOSYS", True),
        ],
    )
    def test_is_told_by_its_step(self, call, error, state, spawned):
        answer = run("tell('ran')", refuse=[[call, error]])
        assert answer["state"].startswith(state)
        assert answer["spawned"] == spawned
        assert answer["same_fds"] and answer["children"] == 0
        assert answer.get("told", []) == []
        assert answer.get("left", []) == []

    def test_a_path_that_is_not_there(self):
        answer = run("tell('ran')", readable=["/no/such/place"])
        assert answer["state"].startswith("plan: ENOENT") and "/no/such" in answer["state"]

    def test_the_probe_goes_down_and_explains(self):
        refuse = """
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
syscalls.seccomp(seccomp.compile_filter((seccomp.Rule("clone", errno.ENOSPC, "", 0,
    seccomp.When.ANY_BIT, (syscalls.CLONE_NEWUSER,)),)))
"""
        level, keys = probed_after(refuse)
        assert level in ("landlock", "none")
        assert keys[0] == "userns_limit"

    def test_where_nothing_works_the_probe_says_so(self):
        refuse = """
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
syscalls.seccomp(seccomp.compile_filter((seccomp.Rule("capset", errno.EPERM, ""),)))
"""
        level, keys = probed_after(refuse)
        assert level is None and "unknown" in keys

    def test_a_masked_proc_is_explained(self):
        """As Docker and Kubernetes mask it, in a mount namespace that only the script has."""
        if os.geteuid() != 0:
            pytest.skip("only root can mask /proc")
        mask = """
try:
    syscalls.unshare(syscalls.CLONE_NEWNS)
    syscalls.mount("", "/", flags=syscalls.MS_REC | syscalls.MS_SLAVE)
    syscalls.mount("tmpfs", "/proc/bus", "tmpfs")
except PermissionError:
    raise SystemExit(77)
"""
        level, keys = probed_after(mask)
        assert level != "namespaces" and keys[0] == "proc_masked"


def probed_after(preparation: str) -> tuple[str | None, list[str]]:
    """The level and the problems' keys that a fresh process finds, after it prepared itself."""
    script = f"""
import errno, json
from graders import seccomp, syscalls
from graders.probe import probe
from graders.sandbox import Box
{preparation}
found = probe(Box())
print(json.dumps([found.level, [problem.key for problem in found.problems]]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT)
    if done.returncode == 77:
        pytest.skip("this container lets nobody mount")
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout))


HERE = Facts(
    userns_clone=None,
    max_user_namespaces=9999,
    apparmor_restricts=None,
    filtered=False,
    container=False,
    root=False,
    cgroup2=True,
    kernel="6.8.0",
    python="/opt/env/bin/python3.11",
)


@pytest.mark.parametrize(
    ("failure", "facts", "key", "words"),
    [
        ("clone: EPERM x", {"userns_clone": 0}, "userns_sysctl", "unprivileged_userns_clone=1"),
        ("clone: ENOSPC x", {}, "userns_limit", "max_user_namespaces"),
        ("clone: EPERM x", {"filtered": True, "container": True}, "container_seccomp", "seccomp"),
        ("build_root: EACCES mount", {"apparmor_restricts": 1}, "apparmor", "/opt/env/bin/python"),
        ("raise_loopback: EPERM x", {"apparmor_restricts": 1}, "apparmor", "apparmor_parser"),
        ("build_root: EPERM no mount proc /proc", {"container": True}, "proc_masked", "Unmasked"),
        ("build_root: EACCES mount", {"container": True}, "container_apparmor", "apparmor="),
        ("give_identity: EPERM x", {"root": True}, "root_capabilities", "CAP_SETUID"),
        ("build_root: ENOSYS x", {"kernel": "5.10.0"}, "kernel_old", "5.10.0"),
        ("clone: EINVAL x", {"kernel": "4.4.0-19041-Microsoft"}, "wsl1", "WSL 2"),
        ("restrict_files: EOPNOTSUPP x", {}, "landlock_missing", "lsm="),
        ("restrict_files: EACCES /root/x", {}, "environment_unreachable", "/root/x"),
        ("cgroup: none", {}, "cgroup_v2", "Delegate=yes"),
        ("cgroup: none", {"cgroup2": False}, "cgroup_v1", "memory"),
        ("signals: unscoped", {}, "landlock_signals", "6.12"),
        ("leak: network", {}, "leak", "network"),
        ("fork: EAGAIN x", {}, "unknown", "fork: EAGAIN"),
    ],
)
def test_what_to_enable(failure, facts, key, words):
    problem = explain("namespaces", failure, Facts(**{**vars(HERE), **facts}))
    assert problem.key == key
    assert words in problem.vi and words in problem.en


def test_sentences_stand_in_both_languages():
    for vi, en in SENTENCES.values():
        assert vi and en and vi != en
        assert [part for part in vi.split("{")[1:]] != [] or "{" not in en


def test_the_probe_prints_for_a_person():
    done = subprocess.run(
        [sys.executable, "-m", "graders.probe"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.startswith(f"sandbox: {PROBE.level or 'impossible'} ")
    assert done.returncode == (PROBE.level is not Level.NAMESPACES)


@pytest.mark.parametrize(
    "values", [{"memory_mb": 0}, {"cpu_seconds": -1}, {"disk_mb": "9"}, {"cell_seconds": True},
               {"cell_seconds": float("nan")}, {"processes": 1.5}, {"sunshine": 1}]
)  # fmt: skip
def test_limits_must_make_sense(values):
    with pytest.raises(ValueError, match=next(iter(values))):
        Limits.from_dict(values)


def test_limits_are_plain_data():
    limits = Limits(memory_mb=99)
    assert Limits.from_dict(json.loads(json.dumps(limits.to_dict()))) == limits


def test_system_paths_name_no_whole_home():
    paths = sandbox.system_paths()
    assert "/usr" in paths and sys.prefix in paths and sys.base_prefix in paths
    assert not {"/", "/root", "/home", "/work", "/etc", "/tmp", "/var"} & set(paths)


def _has_numpy() -> bool:
    return importlib.util.find_spec("numpy") is not None
