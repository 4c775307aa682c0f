"""Locks a fork of the zygote away, and tells how it ended.

A process is locked after it was forked, for only so has it everything imported already. The first
fork, the keeper, has no life of its own: it carries the lock out, forks the learner's process into
it, waits for that, and ends as it did. With namespaces the keeper is pid 1 of a pid namespace, so
whatever runs inside dies with it.
"""

import errno
import mmap
import os
import shutil
import signal
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from . import cgroups, keeper, mounts, seccomp, syscalls
from .cgroups import Cgroup
from .keeper import Plan
from .limits import Limits
from .mounts import system_paths

__all__ = ["Box", "Child", "End", "Level", "Outcome", "SandboxError"]
__all__ += ["describe_exit", "spawn", "system_paths"]


class SandboxError(Exception):
    """Our own failure to lock a process away, never the learner's. Says `step: ERRNAME text`."""


class Level(StrEnum):
    """How a learner's process is locked away, strongest first."""

    NAMESPACES = "namespaces"
    LANDLOCK = "landlock"
    NONE = "none"


@dataclass(frozen=True)
class Box:
    """What a sandbox is to be: its level, its limits, and what may be read beside the system."""

    level: Level = Level.NAMESPACES
    limits: Limits = field(default_factory=Limits)
    readable: tuple[str, ...] = ()


_WEAKER = (
    keeper.start_afresh,
    keeper.await_zygote,  # the cgroup
    keeper.take_work_folder,
    keeper.silence,
    keeper.drop_privileges,
    keeper.end_group_with_zygote,
    keeper.set_limits,
)
KEEPER_STEPS = {
    Level.NAMESPACES: (
        keeper.start_afresh,
        keeper.die_with_zygote,
        keeper.await_zygote,  # the identity
        keeper.raise_loopback,
        keeper.build_root,
        keeper.await_zygote,  # the cgroup
        keeper.hide_cgroup,
        keeper.silence,
        keeper.drop_privileges,
        keeper.die_with_zygote,
        keeper.set_limits,
        keeper.filter_calls,
    ),
    Level.LANDLOCK: _WEAKER,
    Level.NONE: _WEAKER,
}
LEARNER_STEPS = {
    Level.NAMESPACES: (keeper.own_session, keeper.settle_in, keeper.report_ready),
    Level.LANDLOCK: (
        keeper.die_with_keeper,
        keeper.restrict_files,
        keeper.filter_calls,
        keeper.settle_in,
        keeper.report_ready,
    ),
    Level.NONE: (keeper.die_with_keeper, keeper.settle_in, keeper.report_ready),
}
FILTERS = {
    Level.NAMESPACES: seccomp.WITH_NAMESPACES,
    Level.LANDLOCK: seccomp.WITHOUT_NAMESPACES,
    Level.NONE: (),
}
_NAMESPACES = (
    syscalls.CLONE_NEWUSER
    | syscalls.CLONE_NEWNS
    | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
    | syscalls.CLONE_NEWIPC
    | syscalls.CLONE_NEWUTS
)
_FAILED = 1


@dataclass(frozen=True)
class Child:
    """A learner's process, seen from the zygote.

    pid is the keeper's: wait for it. errors is the reading end of the error pipe: `ready` and the
    end of file once the lock is complete, `step: ERRNAME text` where it failed; an end of file
    without either is a failure too.
    """

    pid: int
    errors: int
    cgroup: Cgroup | None
    level: Level
    work: str | None

    def kill(self) -> None:
        """Ends everything inside; then it is to be waited for."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._end_group()

    def close(self) -> None:
        """Removes what is left, after it was waited for."""
        self._end_group()
        os.close(self.errors)
        _clean(self.cgroup, self.work)

    def _end_group(self) -> None:
        """Without a pid namespace nobody else ends with the keeper."""
        if self.level is not Level.NAMESPACES:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            if self.cgroup:
                self.cgroup.kill()


def spawn(box: Box, fds: Sequence[int]) -> Child | None:
    """Forks a learner's process: returns None in it, once it is locked; a Child here, at once.

    Inside, all is closed but `fds`, at their numbers, and 0 to 2, which lead nowhere. The keeper
    dies with the *thread* that called spawn, for so the kernel reads PR_SET_PDEATHSIG: call it
    from the main thread. Raises SandboxError where not even a fork was made; later failures come
    through `Child.errors`.
    """
    spaces = box.level is Level.NAMESPACES
    with _named("plan"):
        tree = mounts.plan(box.readable)
        code = seccomp.compile_filter(FILTERS[box.level])
        space = _address_space() + (box.limits.memory_mb << 20)
        processes = box.limits.processes + 1 + (0 if spaces else _own_threads())
    with _named("files"):
        work = None if spaces else tempfile.mkdtemp(prefix="graders-work-")
        errors, told = os.pipe()
        gate, key = os.pipe()
    plan = Plan(tuple(fds), told, gate, box.limits, tree, code, space, processes, work)
    cgroup = None
    try:
        with _named("cgroup"):
            cgroup = cgroups.create(box.limits)
        with _named("clone"):
            pid = _fork(_NAMESPACES if spaces else 0)
    except SandboxError:
        for fd in (errors, told, gate, key):
            os.close(fd)
        _clean(cgroup, work)
        raise
    if pid == 0:
        _inside(box.level, plan)
        return None
    os.close(told)
    os.close(gate)
    _let_in(pid, key, cgroup, spaces)
    return Child(pid, errors, cgroup, box.level, work)


def _fork(namespaces: int) -> int:
    """A bare clone: no handler runs twice, and namespaces come with it in one call."""
    if len(os.listdir("/proc/self/task")) > 1:
        _end_library_threads()
    everything = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    pid = None
    try:
        pid = syscalls.clone(namespaces | signal.SIGCHLD)
        return pid
    finally:
        if pid != 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, everything)


def _end_library_threads() -> None:
    """Forks once for nothing, by glibc, so that OpenBLAS ends its threads.

    It does so before every fork, and would wait for ever in the keeper, where they are not.
    """
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    with suppress(ChildProcessError):  # the zygote's own SIGCHLD handler was faster
        os.waitpid(pid, 0)


def _let_in(pid: int, key: int, cgroup: Cgroup | None, spaces: bool) -> None:
    """The zygote's part of the lock; an error travels through the gate, to be reported there."""
    step = "give_identity"
    try:
        if spaces:
            keeper.give_identity(pid)
            os.write(key, keeper.GO)
        step = "join_cgroup"
        if cgroup:
            cgroup.add(pid)
        os.write(key, keeper.GO)
    except OSError as error:
        with suppress(BrokenPipeError):  # it ended itself, and has said why
            os.write(key, _failure(step, error).encode())
    finally:
        os.close(key)


def _inside(level: Level, plan: Plan) -> None:
    """The keeper's life; returns in the learner's process alone."""
    step = ""
    try:
        for act in KEEPER_STEPS[level]:
            step = act.__name__
            act(plan)
        step = "fork"
        learner = os.fork()  # by glibc and Python, whose handlers OpenBLAS and torch rely on
        if learner:
            keeper.watch(learner, plan)
        for act in LEARNER_STEPS[level]:
            step = act.__name__
            act(plan)
    except BaseException as error:
        try:
            os.write(plan.errors, _failure(step, error).encode())
        finally:
            os._exit(_FAILED)


def _failure(step: str, error: BaseException) -> str:
    if isinstance(error, keeper.Refused):
        return str(error)
    if not isinstance(error, OSError):
        return f"{step}: {type(error).__name__} {error}"
    name = errno.errorcode.get(error.errno, str(error.errno))
    return f"{step}: {name} {error.strerror} {error.filename or ''}".rstrip()


@contextmanager
def _named(step: str):
    try:
        yield
    except (OSError, KeyError) as error:
        raise SandboxError(_failure(step, error)) from error


def _address_space() -> int:
    """What is mapped already: limits count from there."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * mmap.PAGESIZE


def _own_threads() -> int:
    """Without a user namespace RLIMIT_NPROC counts all that the account runs; root's learners have
    an account each."""
    if os.geteuid() == 0:
        return 0
    return sum(map(_threads, filter(str.isdecimal, os.listdir("/proc"))))


def _threads(pid: str) -> int:
    try:
        folder = f"/proc/{pid}/task"
        return len(os.listdir(folder)) if os.stat(folder).st_uid == os.geteuid() else 0
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _clean(cgroup: Cgroup | None, work: str | None) -> None:
    if cgroup:
        with suppress(OSError):  # the next zygote will sweep it away
            cgroup.remove()
    if work:
        with suppress(OSError, RecursionError):  # folders too deep to follow stay behind
            _remove_tree(work)


def _remove_tree(top: str) -> None:
    """Nobody is left in it; but a learner may have shut a folder to its own account."""
    os.chmod(top, 0o700)
    for folder, names, _ in os.walk(top):
        for path in (os.path.join(folder, name) for name in names):
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    shutil.rmtree(top)


class End(StrEnum):
    """How a learner's process ended."""

    EXITED = "exited"
    SIGNALLED = "signalled"
    MEMORY = "memory"
    CPU_TIME = "cpu_time"


@dataclass(frozen=True)
class Outcome:
    """An end, and its exit code or signal."""

    end: End
    number: int


def describe_exit(status: int, cgroup: Cgroup | None) -> Outcome:
    """Reads the wait status of `Child.pid`; the cgroup tells a want of memory from a plain kill."""
    code = os.waitstatus_to_exitcode(status)
    number = -code if code < 0 else code - keeper.SIGNALLED
    if number <= 0:
        return Outcome(End.EXITED, code)
    if number == signal.SIGXCPU:
        return Outcome(End.CPU_TIME, number)
    if number == signal.SIGKILL and cgroup and cgroup.oom_killed():
        return Outcome(End.MEMORY, number)
    return Outcome(End.SIGNALLED, number)
