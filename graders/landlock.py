"""The weaker level, where namespaces are refused: Landlock rules on files, network and signals.

Everything stays visible by name, and the host's pids too; reading, writing and connecting is what
gets refused. Rights that a kernel does not know yet are left out; `scoped_signals` tells.
"""

import os
import stat
from collections.abc import Iterable

from . import syscalls

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
# What a rule for a plain file may grant; the kernel answers EINVAL to more.
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
NET_BIND_TCP, NET_CONNECT_TCP = 1 << 0, 1 << 1
SCOPE_ABSTRACT_UNIX_SOCKET, SCOPE_SIGNAL = 1 << 0, 1 << 1

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# Of /proc only ourselves and the machine: other processes' command lines are everybody's.
FACTS = (
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/sys/vm/overcommit_memory",
)


def file_rights(abi: int) -> int:
    """All rights on files that a version of Landlock knows; those not handled stay allowed."""
    return (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1


def scoped_signals(abi: int) -> bool:
    """Whether signals to processes outside can be refused (Linux 6.12)."""
    return abi >= 6


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Confines this process and its children for good. Needs no_new_privs. Raises OSError."""
    abi = syscalls.landlock_abi()
    every = file_rights(abi)
    ruleset = syscalls.landlock_create_ruleset(
        every,
        NET_BIND_TCP | NET_CONNECT_TCP if abi >= 4 else 0,
        SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL if scoped_signals(abi) else 0,
    )
    try:
        for path in (*readable, *FACTS):
            _allow(ruleset, path, READ)
        for path in DEVICES:
            _allow(ruleset, path, every & (READ_FILE | WRITE_FILE))
        for path in writable:
            _allow(ruleset, path, every)
        syscalls.landlock_restrict_self(ruleset)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= OF_FILES
        syscalls.landlock_add_rule(ruleset, rights, fd)
    finally:
        os.close(fd)
