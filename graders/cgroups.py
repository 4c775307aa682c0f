"""A control group for each learner: memory of all its processes together, and their number.

A group is made below our own one, so that limits set for us from outside hold for learners too.
Version 1 needs folders `memory` and `pids` that we may write; version 2 needs a delegated group
whose only process has gone into a leaf (`prepare`), for the kernel allows no processes beside
groups with controllers.
"""

import errno
import itertools
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .limits import Limits

LEAF = "graders-zygote"
PREFIX = "graders-child-"
_OWN_GROUPS, _OWN_MOUNTS = Path("/proc/self/cgroup"), Path("/proc/self/mountinfo")
_serial = itertools.count(1)


@dataclass(frozen=True)
class Home:
    """Where groups can be made: one folder in version 2, two in version 1."""

    version: int
    memory: Path
    pids: Path

    @property
    def folders(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((self.memory, self.pids)))


@dataclass(frozen=True)
class Cgroup:
    """The group of one learner."""

    home: Home

    def add(self, pid: int) -> None:
        """Moves a process in; those that it forks follow. Raises OSError."""
        for folder in self.home.folders:
            _write(folder / "cgroup.procs", pid)

    def oom_killed(self) -> bool:
        """Whether the kernel has ended a process here for want of memory."""
        name = "memory.events" if self.home.version == 2 else "memory.oom_control"
        events = dict(line.split() for line in _read(self.home.memory / name).splitlines())
        return int(events.get("oom_kill", 0)) > 0

    def peak_bytes(self) -> int | None:
        """The most memory ever in use; None where the kernel does not say (before 5.19)."""
        name = "memory.peak" if self.home.version == 2 else "memory.max_usage_in_bytes"
        try:
            return int(_read(self.home.memory / name))
        except FileNotFoundError:
            return None

    def kill(self) -> None:
        """Ends every process of the group, whatever session or group it moved to."""
        try:
            _write(self.home.memory / "cgroup.kill", 1)
        except FileNotFoundError:  # version 1, or before 5.14
            while pids := self.pids():
                for pid in pids:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

    def pids(self) -> list[int]:
        """Processes alive, zombies not counted."""
        listed = map(int, _read(self.home.memory / "cgroup.procs").split())
        return [pid for pid in listed if _alive(pid)]

    def remove(self) -> None:
        """Deletes the group, its processes waited for. Raises OSError while one is left."""
        for folder in self.home.folders:
            _remove(folder)


def create(limits: Limits) -> Cgroup | None:
    """A new, empty group with these limits; None where groups cannot be made here."""
    home = find_home()
    if home is None:
        return None
    name = f"{PREFIX}{os.getpid()}-{next(_serial)}"
    group = Cgroup(Home(home.version, home.memory / name, home.pids / name))
    for folder in group.home.folders:
        folder.mkdir()
    try:
        _limit(group.home, limits)
    except OSError:
        group.remove()
        raise
    return group


def _limit(home: Home, limits: Limits) -> None:
    memory = limits.memory_mb << 20
    _write(home.pids / "pids.max", limits.processes + 1)  # and the keeper
    if home.version == 2:
        _write(home.memory / "memory.max", memory)
        _write_if_there(home.memory / "memory.swap.max", 0)
    else:
        _write(home.memory / "memory.limit_in_bytes", memory)
        _write_if_there(home.memory / "memory.memsw.limit_in_bytes", memory)


@cache
def find_home() -> Home | None:
    """Where this process may make groups, or None. Sweeps away groups of zygotes that have died."""
    home = locate(_read(_OWN_GROUPS), _read(_OWN_MOUNTS))
    for folder in home.folders if home else ():
        _sweep(folder)
    return home


def locate(groups: str, mounts: str) -> Home | None:
    """Where groups can be made, going by /proc/self/cgroup and /proc/self/mountinfo."""
    return next(filter(_usable, _candidates(groups, mounts)), None)


def prepare() -> bool:
    """Moves this process, alone in a delegated group, into a leaf; call it before any fork.

    Version 2 only. False where there is nothing to prepare: another process shares the group, or
    the group is not ours to write.
    """
    own = _own_folder(_read(_OWN_GROUPS), _read(_OWN_MOUNTS), "")
    if own is None or own.name == LEAF or _read(own / "cgroup.procs").split() != [str(os.getpid())]:
        return False
    try:
        (own / LEAF).mkdir()
        _write(own / LEAF / "cgroup.procs", os.getpid())
        _write(own / "cgroup.subtree_control", "+memory +pids")
    except OSError:
        return False
    find_home.cache_clear()
    return True


def _candidates(groups: str, mounts: str):
    memory, pids = _own_folder(groups, mounts, "memory"), _own_folder(groups, mounts, "pids")
    if memory and pids:
        yield Home(1, memory, pids)
    unified = _own_folder(groups, mounts, "")
    if unified:
        parent = unified.parent if unified.name == LEAF else unified
        yield Home(2, parent, parent)


def _own_folder(groups: str, mounts: str, controller: str) -> Path | None:
    """The folder of our own group in a hierarchy; version 2 is that without a controller."""
    own = None
    for line in groups.splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            own = path
    if own is None:
        return None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        root, place = before.split()[3:5]
        kind, _, options = after.split()[:3]
        wanted = kind == "cgroup2" if not controller else controller in options.split(",")
        if kind.startswith("cgroup") and wanted and Path(own).is_relative_to(root):
            return Path(place) / Path(own).relative_to(root)
    return None


def _usable(home: Home) -> bool:
    if not all(os.access(folder, os.W_OK) for folder in home.folders):
        return False
    if home.version == 1:
        return True
    enabled = _read(home.memory / "cgroup.subtree_control").split()
    return {"memory", "pids"} <= set(enabled)


def _sweep(folder: Path) -> None:
    for old in folder.glob(f"{PREFIX}*"):
        owner = old.name.removeprefix(PREFIX).split("-")[0]
        if not Path("/proc", owner).exists():
            with suppress(OSError):  # its last process is still dying
                old.rmdir()


def _remove(folder: Path) -> None:
    for patience in range(50, -1, -1):  # a task leaves its group a moment after it was waited for
        try:
            folder.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno != errno.EBUSY or not patience:
                raise
            time.sleep(0.002)


def _alive(pid: int) -> bool:
    try:
        return _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _read(path: Path) -> str:
    return path.read_text()


def _write(path: Path, value: int | str) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)  # never O_CREAT, which a cgroup answers EACCES
    try:
        os.write(fd, str(value).encode())
    finally:
        os.close(fd)


def _write_if_there(path: Path, value: int) -> None:
    if path.exists():
        _write(path, value)
