"""Tries the sandbox out, on this machine, in this environment, and says what would be missing.

The whole lock is made in a throw-away child, which then tries to break it: what a machine allows
cannot be read off its settings.
"""

import errno
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from . import cgroups, landlock, mounts, syscalls
from .remedies import Problem, explain, facts
from .sandbox import FILTERS, Box, Level, SandboxError, spawn
from .seccomp import Rule, When

_PATIENCE = 20.0  # seconds; a lock takes a hundredth of one
_CLONE_FS = 0x200
# What is there for certain, or for certain not, so that a call let through does not look refused.
_OTHER = {"socket": 16, "socketpair": 16, "prlimit64": 0x7FFFFFFF}  # AF_NETLINK; no process


@dataclass(frozen=True)
class Probe:
    """What works here: the strongest level, if any, and whether cgroups bound it.

    problems tell what stands in the way of more; none stand in the way of this level.
    """

    level: Level | None
    cgroup: bool
    problems: tuple[Problem, ...]


def probe(box: Box) -> Probe:
    """Tries the box's level, then weaker ones. Which to accept is for the caller to decide."""
    levels = list(Level)
    problems: list[Problem] = []
    working = None
    for level in levels[levels.index(box.level) :]:
        failures = _attempt(replace(box, level=level))
        if not failures:
            working = level
            break
        problems += [explain(level, failure, facts()) for failure in failures]
    cgroup = cgroups.find_home() is not None
    if not cgroup:
        problems.append(explain(level, "cgroup: none", facts()))
    if working is Level.LANDLOCK and not landlock.scoped_signals(syscalls.landlock_abi()):
        problems.append(explain(level, "signals: unscoped", facts()))
    return Probe(working, cgroup, tuple(dict.fromkeys(problems)))


def _attempt(box: Box) -> list[str]:
    """What failed, as `step: ERRNAME text` or `leak: name`; empty if the lock holds."""
    answer, told = os.pipe()
    try:
        child = spawn(box, [told])
    except SandboxError as error:
        os.close(answer)
        os.close(told)
        return [str(error)]
    if child is None:
        _tell_leaks(box, told)
    os.close(told)
    try:
        state = _read_all(child.errors)
        if state != "ready\n":
            return [state or "lock: EPIPE it ended without a word"]
        leaks = _read_all(answer)
        return [f"leak: {name}" for name in json.loads(leaks or '["no answer"]')]
    finally:
        os.close(answer)
        child.kill()
        os.waitpid(child.pid, 0)
        child.close()


def _read_all(fd: int) -> str:
    text = b""
    while select.select([fd], [], [], _PATIENCE)[0]:
        part = os.read(fd, 4096)
        if not part:
            break
        text += part
    return text.decode()


def _tell_leaks(box: Box, told: int) -> None:
    """In the learner's process: tries everything and ends."""
    try:
        os.write(told, json.dumps(leaks(box)).encode())
    finally:
        os._exit(0)


def leaks(box: Box) -> list[str]:
    """From inside: what the box should forbid and does not."""
    found = [name for name, closed in CHECKS[box.level].items() if not closed(box)]
    return found + [f"call {rule.call}" for rule in FILTERS[box.level] if let_through(rule)]


def let_through(rule: Rule) -> bool:
    """Makes the call with arguments that can do nothing: EBADF or EFAULT says that it arrived."""
    arguments = [-1, 0, 0, 0, 0]
    if rule.when is When.ANY_BIT:
        # Refused by the kernel too, but with EINVAL: a new user namespace cannot share folders.
        arguments = [syscalls.CLONE_NEWUSER | _CLONE_FS, 0, 0, 0, 0]
    elif rule.argument is not None and rule.values:
        among = rule.when is When.AMONG
        arguments[rule.argument] = rule.values[0] if among else _OTHER[rule.call]
    try:
        syscalls.call(rule.call, *arguments)
    except OSError as error:
        return error.errno not in (rule.error, errno.ENOSYS)
    return True


def _no_network(box: Box) -> bool:
    with open("/proc/net/dev") as file:
        names = [line.split(":")[0].strip() for line in file.readlines()[2:]]
    return names == ["lo"]


def _no_socket(box: Box) -> bool:
    return _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close())


def _own_processes_only(box: Box) -> bool:
    return {"1", str(os.getpid())} == set(filter(str.isdecimal, os.listdir("/proc")))


def _keeper_shut(box: Box) -> bool:
    return _refused(lambda: os.close(os.open("/proc/1/environ", os.O_RDONLY)))


def _no_signal_outside(box: Box) -> bool:
    known = landlock.scoped_signals(syscalls.landlock_abi())
    return not known or _refused(lambda: os.kill(os.getppid(), 0))


def _no_privilege(box: Box) -> bool:
    with open("/proc/self/status") as file:
        status = dict(line.split(":", 1) for line in file)
    empty = all(int(status[name], 16) == 0 for name in ("CapEff", "CapPrm", "CapAmb", "CapInh"))
    return empty and os.getresuid() == (mounts.ID,) * 3 and int(status["NoNewPrivs"]) == 1


def _read_only_system(box: Box) -> bool:
    return all(_refused(_creating(folder)) for folder in ("/", "/usr", "/etc", sys.prefix))


def _no_homes(box: Box) -> bool:
    """/root, /home and the like hold at most the way to what was bound."""
    shown = [*mounts.system_paths(), *box.readable]
    return all(
        any(path.startswith(f"{folder}/{name}") for path in shown)
        for folder in ("/root", "/home", "/var", "/mnt", "/srv", "/opt")
        for name in _names(folder)
    )


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _homes_unreadable(box: Box) -> bool:
    return all(_refused(lambda f=folder: os.listdir(f)) for folder in ("/", "/root", "/tmp"))


def _limited(box: Box) -> bool:
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return files <= box.limits.open_files and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def _creating(folder: str) -> Callable[[], None]:
    def create() -> None:
        path = f"{folder}/graders-probe"
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        with suppress(OSError):
            os.unlink(path)

    return create


def _refused(act: Callable[[], None]) -> bool:
    try:
        act()
    except OSError:
        return True
    return False


CHECKS: dict[Level, dict[str, Callable[[Box], bool]]] = {
    Level.NAMESPACES: {
        "network": _no_network,
        "processes": _own_processes_only,
        "keeper": _keeper_shut,
        "privileges": _no_privilege,
        "system": _read_only_system,
        "homes": _no_homes,
        "limits": _limited,
    },
    Level.LANDLOCK: {
        "network": _no_socket,
        "signals": _no_signal_outside,
        "system": _read_only_system,
        "homes": _homes_unreadable,
        "limits": _limited,
    },
    Level.NONE: {"limits": _limited},
}


def main() -> int:
    """Prints the probe, for a person or as JSON; 0 where the strongest level works."""
    found = probe(Box())
    if "--json" in sys.argv:
        print(json.dumps(asdict(found)))
    else:
        print(f"sandbox: {found.level or 'impossible'} · cgroup: {'yes' if found.cgroup else 'no'}")
        for problem in found.problems:
            print(f"\n[{problem.key}]\n{problem.vi}\n\n{problem.en}")
    return 0 if found.level is Level.NAMESPACES else 1


if __name__ == "__main__":
    raise SystemExit(main())
