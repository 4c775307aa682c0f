"""The system calls that a sandbox needs and Python lacks: one thin function each, by ctypes.

Each function is named as its call and raises OSError; constants are named as in the kernel's
headers. Nothing here decides anything.
"""

import ctypes
import os
import platform

from .syscall_numbers import NUMBERS

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_BIND = 1 << 12
MS_REC = 1 << 14
MS_SLAVE = 1 << 19
MNT_DETACH = 2
AT_FDCWD = -100
AT_RECURSIVE = 0x8000
MOUNT_ATTR_RDONLY = 1
MOUNT_ATTR_NOSUID = 2
MOUNT_ATTR_NODEV = 4

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

SECCOMP_SET_MODE_FILTER = 1
LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_RULE_PATH_BENEATH = 1
MADV_COLLAPSE = 25

_LINUX_CAPABILITY_VERSION_3 = 0x20080522

# PyDLL keeps the interpreter's lock: after `clone` no other thread is there to hand it back.
_libc = ctypes.PyDLL(None, use_errno=True)
_numbers = NUMBERS.get(platform.machine(), {})


def call(name: str, *args) -> int:
    """Any system call by name. Raises OSError, with ENOSYS on a processor without a table."""
    number = _numbers.get(name, -1)
    plain = [a if a is None or isinstance(a, bytes) else _long(a) for a in args]
    result = _libc.syscall(ctypes.c_long(number), *plain)
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), name)
    return result


def _long(value):
    return ctypes.c_long(value) if isinstance(value, int) else value


def clone(flags: int) -> int:
    """A fork with namespaces; no handler of glibc or Python runs. 0 in the child."""
    return call("clone", flags, 0, 0, 0, 0)


def unshare(flags: int) -> None:
    call("unshare", flags)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    parts = os.fsencode(source), os.fsencode(target), kind.encode(), flags, options.encode()
    try:
        call("mount", *parts)
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"mount {kind or source} {target}") from None


def umount2(target: str, flags: int) -> None:
    call("umount2", os.fsencode(target), flags)


def pivot_root(new: str, old: str) -> None:
    call("pivot_root", os.fsencode(new), os.fsencode(old))


class _MountAttr(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns_fd")]


def mount_setattr(path: str, *, set_: int = 0, clear: int = 0, recursive: bool = False) -> None:
    attr = _MountAttr(set_, clear, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    size = ctypes.sizeof(attr)
    call("mount_setattr", AT_FDCWD, os.fsencode(path), flags, ctypes.byref(attr), size)


def prctl(option: int, *args: int) -> int:
    return call("prctl", option, *args, *[0] * (4 - len(args)))


def capset_nothing() -> None:
    """Gives up every capability: capset(2) with three empty sets."""
    header = (ctypes.c_uint32 * 2)(_LINUX_CAPABILITY_VERSION_3, 0)
    call("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))


class _SockFprog(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def seccomp(program: bytes) -> None:
    """Installs a BPF program as filter; needs no_new_privs."""
    fprog = _SockFprog(len(program) // 8, program)
    call("seccomp", SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(fprog))


def close_range(first: int, last: int) -> None:
    call("close_range", first, last, 0)


class _RulesetAttr(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("fs", "net", "scoped")]


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("fd", ctypes.c_int32)]


def landlock_abi() -> int:
    """The kernel's version of Landlock."""
    return call("landlock_create_ruleset", None, 0, LANDLOCK_CREATE_RULESET_VERSION)


def landlock_create_ruleset(fs: int, net: int, scoped: int) -> int:
    """A ruleset's file descriptor. Fields that are 0 at the end are left out for old kernels."""
    attr = _RulesetAttr(fs, net, scoped)
    size = 24 if scoped else 16 if net else 8
    return call("landlock_create_ruleset", ctypes.byref(attr), size, 0)


def landlock_add_rule(ruleset: int, allowed: int, fd: int) -> None:
    rule = _PathBeneathAttr(allowed, fd)
    call("landlock_add_rule", ruleset, LANDLOCK_RULE_PATH_BENEATH, ctypes.byref(rule), 0)


def landlock_restrict_self(ruleset: int) -> None:
    call("landlock_restrict_self", ruleset, 0)


def madvise(start: int, length: int, advice: int) -> None:
    call("madvise", start, length, advice)
