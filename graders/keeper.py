"""The steps by which a fork of the zygote locks itself away; their order stands in `sandbox`.

Nothing here imports or searches: when a step runs, the world around it may already be gone. A step
takes the plan and raises OSError.
"""

import errno
import fcntl
import os
import resource
import signal
import socket
import struct
import sys
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from . import landlock, mounts, syscalls
from .limits import Limits
from .mounts import HOME, ID, USER

# What the zygote's environment hands on: nothing in which a grader might keep a secret.
KEPT_ENVIRONMENT = (
    "PATH LANG LC_ALL LC_CTYPE TZ PYTHONHASHSEED MPLBACKEND OMP_NUM_THREADS"
    " OPENBLAS_NUM_THREADS MKL_NUM_THREADS TOKENIZERS_PARALLELISM HF_HUB_OFFLINE"
    " TRANSFORMERS_OFFLINE"
).split()
SIGNALLED = 128  # as shells do: a keeper cannot end by its child's signal, pid 1 is deaf to it
GO = b"."
READY = b"ready\n"
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_HIGHEST_FD = 0xFFFFFFFF


@dataclass(frozen=True)
class Plan:
    """All that the steps need, looked up in the zygote.

    work is the folder that stands in for HOME at the weaker levels.
    """

    fds: tuple[int, ...]
    errors: int
    gate: int
    limits: Limits
    tree: mounts.Tree
    filter: bytes
    address_space: int
    processes: int
    work: str | None


class Refused(OSError):
    """The zygote could not do its part; says which, why."""


# The keeper: everything before the learner's process is there.


def start_afresh(plan: Plan) -> None:
    """A session of its own, default signals, no file open but those it was given."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if signal.getsignal(number) not in (signal.SIG_DFL, None):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    # Where the machine itself runs out of memory, learners go first. /proc shuts to us later.
    _write("/proc/self/oom_score_adj", "1000")
    first = 3
    for fd in sorted({*plan.fds, plan.errors, plan.gate}):
        if fd > first:
            syscalls.close_range(first, fd - 1)
        first = fd + 1
    syscalls.close_range(first, _HIGHEST_FD)


def die_with_zygote(plan: Plan) -> None:
    """Needed anew after every change of uid, with which the kernel forgets it."""
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)


def end_group_with_zygote(plan: Plan) -> None:
    """Without a pid namespace nobody follows the keeper into death: it sends them ahead."""
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGTERM)


def await_zygote(plan: Plan) -> None:
    """Waits for what the zygote does from outside: the identity, and later the cgroup."""
    answer = os.read(plan.gate, 1)
    if answer != GO:
        raise Refused((answer + os.read(plan.gate, 1000)).decode() or "zygote: ESRCH it has gone")


def raise_loopback(plan: Plan) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP))
    socket.sethostname("sandbox")


def build_root(plan: Plan) -> None:
    mounts.build(plan.tree, plan.limits.disk_mb)


def hide_cgroup(plan: Plan) -> None:
    """The group just joined becomes `/` in /proc/self/cgroup."""
    syscalls.unshare(syscalls.CLONE_NEWCGROUP)


def take_work_folder(plan: Plan) -> None:
    """The folder that stands in for HOME, given to the account that the learner will have."""
    os.mkdir(f"{plan.work}/tmp", 0o700)
    if os.geteuid() == 0:
        for path in (plan.work, f"{plan.work}/tmp"):
            os.chown(path, free_id(os.getpid()), free_id(os.getpid()))


def silence(plan: Plan) -> None:
    """Input and output lead nowhere."""
    fd = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(fd, standard)
    if fd > 2:
        os.close(fd)


def drop_privileges(plan: Plan) -> None:
    """No capability is left, none can be won by exec, and the user is nobody's account."""
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    _drop_bounding_set()
    if os.geteuid() == 0:
        own = free_id(os.getpid()) if plan.work else ID
        os.setgroups([])
        os.setresgid(own, own, own)
        os.setresuid(own, own, own)
    syscalls.prctl(syscalls.PR_CAP_AMBIENT, syscalls.PR_CAP_AMBIENT_CLEAR_ALL)
    syscalls.capset_nothing()
    # Shuts /proc/<keeper> and ptrace to the learner, who has the same uid.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)


def _drop_bounding_set() -> None:
    for capability in range(64):
        try:
            syscalls.prctl(syscalls.PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:  # past the kernel's last one
                return
            if os.geteuid() == 0 or error.errno != errno.EPERM:
                raise
            return  # an ordinary user at a weaker level has none to drop


def set_limits(plan: Plan) -> None:
    limits = plan.limits
    disk = limits.disk_mb << 20
    for kind, soft, hard in (
        (resource.RLIMIT_AS, plan.address_space, plan.address_space),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, disk, disk),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_NPROC, plan.processes, plan.processes),
        # Not 0, which a core_pattern with a pipe ignores: 1 is what the kernel refuses there.
        (resource.RLIMIT_CORE, 1, 1),
        (resource.RLIMIT_MEMLOCK, 0, 0),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
    ):
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(kind, (soft, hard))


def filter_calls(plan: Plan) -> None:
    syscalls.seccomp(plan.filter)


def watch(learner: int, plan: Plan) -> NoReturn:
    """Waits for the learner's process, reaping orphans, and ends as it did."""
    syscalls.close_range(0, _HIGHEST_FD)
    while True:
        pid, status, usage = os.wait4(-1, 0)
        if pid == learner:
            os._exit(_exit_code(status, usage.ru_utime + usage.ru_stime, plan.limits))


def _exit_code(status: int, cpu_seconds: float, limits: Limits) -> int:
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL and cpu_seconds >= limits.cpu_seconds:
        return SIGNALLED + signal.SIGXCPU  # it had ignored SIGXCPU itself
    return code if code >= 0 else SIGNALLED - code


# The learner's process, forked by the keeper into the lock.


def own_session(plan: Plan) -> None:
    os.setsid()
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)  # without it /proc/self is shut to oneself


def die_with_keeper(plan: Plan) -> None:
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


def restrict_files(plan: Plan) -> None:
    landlock.restrict([source for source, _ in plan.tree.binds], [plan.work])


def settle_in(plan: Plan) -> None:
    """Environment, folder and signals as a Python program expects them."""
    home = plan.work or HOME
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    temporary = f"{home}/tmp" if plan.work else "/tmp"
    os.environ.clear()
    os.environ.update(kept, HOME=home, TMPDIR=temporary, USER=USER, LOGNAME=USER)
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None
    os.chdir(home)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)


def report_ready(plan: Plan) -> None:
    """Fails, and ends us, if the zygote died too early for PR_SET_PDEATHSIG to notice."""
    os.close(plan.gate)
    os.write(plan.errors, READY)
    os.close(plan.errors)


# Identities.


def free_id(pid: int) -> int:
    """A uid and gid that no account uses, another one for each process; 0 where we hold only one.

    Of its own, because the kernel counts processes, pipes and keys by user.
    """
    first, count = _last_ids()
    return first + count - 2 - pid % min(1 << 22, count // 2) if count > 1 else 0


@cache
def _last_ids() -> tuple[int, int]:
    with open("/proc/self/uid_map") as file:
        first, _, count = map(int, file.read().splitlines()[-1].split())
    return first, min(count, (1 << 31) - first)  # from 2**31 on some tools see a negative number


def give_identity(pid: int) -> None:
    """Writes the maps of a keeper's user namespace, from outside. Raises OSError.

    Root's keeper is root inside until its mounts are made, for only so can it bind what lies below
    a folder like /root; mapped to the real root alone, RLIMIT_NPROC would not be enforced. Anybody
    else may map just himself.
    """
    user, group, spare = os.geteuid(), os.getegid(), free_id(pid)
    if user == 0 and spare:
        users, groups = (f"0 {own} 1\n{ID} {spare} 1\n" for own in (user, group))
    else:
        users, groups = f"{ID} {user} 1\n", f"{ID} {group} 1\n"
        _write(f"/proc/{pid}/setgroups", "deny")
    _write(f"/proc/{pid}/uid_map", users)
    _write(f"/proc/{pid}/gid_map", groups)


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
