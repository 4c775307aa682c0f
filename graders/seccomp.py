"""What a learner's process may not ask of the kernel: a table, compiled to a BPF filter.

Whatever is not named is allowed, so a filter is the second wall, never the first: namespaces take
meaning away from calls, this takes kernel surface away. ENOSYS makes a library fall back to an
older call; EPERM says no.
"""

import errno
import platform
import struct
from dataclasses import dataclass
from enum import Enum
from functools import cache

from . import syscalls
from .syscall_numbers import NUMBERS


class When(Enum):
    """Which values of the argument make a rule apply."""

    ANY_BIT = "any bit of the value is set"
    AMONG = "is one of the values"
    NOT_AMONG = "is none of the values"


@dataclass(frozen=True)
class Rule:
    """One refusal: a call, the error it returns, why, and of which argument it depends."""

    call: str
    error: int
    reason: str
    argument: int | None = None
    when: When = When.AMONG
    values: tuple[int, ...] = ()


def _rules(calls: str, error: int, reason: str) -> tuple[Rule, ...]:
    return tuple(Rule(call, error, reason) for call in calls.split())


NAMESPACE_FLAGS = (
    syscalls.CLONE_NEWNS
    | syscalls.CLONE_NEWCGROUP
    | syscalls.CLONE_NEWUTS
    | syscalls.CLONE_NEWIPC
    | syscalls.CLONE_NEWUSER
    | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
)
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
_NEW_MOUNT_CALLS = (
    "open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick mount_setattr"
)

DENIED: tuple[Rule, ...] = (
    # Flags stand behind a pointer, which no filter can follow. Not EPERM: glibc falls back to
    # clone only on ENOSYS.
    *_rules("clone3", errno.ENOSYS, "flags cannot be checked"),
    *_rules(_NEW_MOUNT_CALLS, errno.ENOSYS, "mounts by new calls, CVE-2021-41133"),
    *_rules(
        "io_uring_setup io_uring_enter io_uring_register", errno.ENOSYS, "calls past the filter"
    ),
    *_rules("keyctl add_key request_key", errno.ENOSYS, "keyrings know no namespaces"),
    *_rules("userfaultfd", errno.ENOSYS, "widens races in the kernel"),
    *_rules("unshare setns mount umount2 pivot_root chroot", errno.EPERM, "namespaces"),
    Rule("clone", errno.EPERM, "namespaces", 0, When.ANY_BIT, (NAMESPACE_FLAGS,)),
    *_rules("ptrace process_vm_readv process_vm_writev", errno.EPERM, "other processes"),
    *_rules("pidfd_getfd kcmp", errno.EPERM, "other processes"),
    *_rules("process_madvise process_mrelease", errno.EPERM, "other processes"),
    *_rules("bpf perf_event_open syslog", errno.EPERM, "kernel surface"),
    *_rules("init_module finit_module delete_module", errno.EPERM, "kernel surface"),
    *_rules("create_module query_module get_kernel_syms", errno.EPERM, "kernel surface"),
    *_rules("kexec_load kexec_file_load reboot", errno.EPERM, "kernel surface"),
    *_rules("swapon swapoff acct quotactl quotactl_fd", errno.EPERM, "kernel surface"),
    *_rules("iopl ioperm modify_ldt personality", errno.EPERM, "kernel surface"),
    *_rules("name_to_handle_at open_by_handle_at", errno.EPERM, "files outside any mount"),
    *_rules("fanotify_init fanotify_mark uselib vhangup", errno.EPERM, "kernel surface"),
    *_rules("clock_settime clock_adjtime settimeofday adjtimex", errno.EPERM, "the host's clock"),
    *_rules("sethostname setdomainname", errno.EPERM, "kernel surface"),
    *_rules("mbind set_mempolicy get_mempolicy", errno.EPERM, "NUMA"),
    *_rules("set_mempolicy_home_node migrate_pages move_pages", errno.EPERM, "NUMA"),
    # CVE-2017-5226 and CVE-2023-28100: typing into a terminal shared with the outside.
    Rule("ioctl", errno.EPERM, "terminals", 1, When.AMONG, (TIOCSTI, TIOCLINUX)),
    Rule("socketpair", errno.EAFNOSUPPORT, "sockets", 0, When.NOT_AMONG, (AF_UNIX,)),
)
# AF_INET stays: the network namespace holds nothing but loopback. VSOCK leaves any namespace.
WITH_NAMESPACES: tuple[Rule, ...] = (
    *DENIED,
    Rule("socket", errno.EAFNOSUPPORT, "sockets", 0, When.NOT_AMONG, (AF_UNIX, AF_INET, AF_INET6)),
)
# Without a network namespace no socket at all, but pairs; without a pid namespace the process
# group is what ends together, so nobody may leave it.
WITHOUT_NAMESPACES: tuple[Rule, ...] = (
    *DENIED,
    *_rules("socket", errno.EACCES, "the host's network"),
    *_rules("setsid setpgid", errno.EPERM, "leaving the process group"),
    *_rules("shmget shmat shmctl semget semop semtimedop semctl", errno.EPERM, "the host's IPC"),
    *_rules("msgget msgsnd msgrcv msgctl mq_open mq_unlink", errno.EPERM, "the host's IPC"),
    # The account may own files outside, and Landlock does not guard what stands beside the data.
    *_rules("chmod fchmodat fchmodat2 chown lchown fchownat", errno.EPERM, "attributes"),
    *_rules("setxattr lsetxattr setxattrat removexattr lremovexattr", errno.EPERM, "attributes"),
    *_rules("removexattrat file_setattr", errno.EPERM, "attributes"),
    Rule("prlimit64", errno.EPERM, "other processes", 0, When.NOT_AMONG, (0,)),
)

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_LOAD, _RETURN = 0x20, 0x06  # BPF_LD|BPF_W|BPF_ABS, BPF_RET|BPF_K
_JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_BITS = 0x15, 0x35, 0x45
_KILL_PROCESS, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data


@cache
def compile_filter(rules: tuple[Rule, ...], machine: str = platform.machine()) -> bytes:
    """The rules as BPF. Raises KeyError for a processor without a table of numbers."""
    numbers = NUMBERS[machine]
    code = _load(_ARCH_AT) + _jump(_JUMP_EQUAL, _AUDIT_ARCH[machine], 1, 0)
    code += _return(_KILL_PROCESS) + _load(_NUMBER_AT)
    if machine == "x86_64":
        # x32 calls have the same arch and other numbers: every rule below would miss them.
        code += _jump(_JUMP_GREATER_EQUAL, _X32_BIT, 0, 1) + _return(_ERRNO | errno.ENOSYS)
    for rule in rules:
        if rule.call in numbers:
            body = _body(rule)
            code += _jump(_JUMP_EQUAL, numbers[rule.call], 0, len(body) // 8) + body
    return code + _return(_ALLOW)


def _body(rule: Rule) -> bytes:
    refuse = _return(_ERRNO | rule.error)
    if rule.argument is None:
        return refuse
    # Low 32 bits, as the kernel reads an int: comparing 64 let TIOCSTI through, CVE-2019-10063.
    test = _load(_ARGUMENTS_AT + 8 * rule.argument)
    if rule.when is When.NOT_AMONG:
        for left, value in zip(range(len(rule.values), 0, -1), rule.values, strict=True):
            test += _jump(_JUMP_EQUAL, value, left, 0)  # past the tests left and the refusal
        test += refuse
    else:
        jump = _JUMP_BITS if rule.when is When.ANY_BIT else _JUMP_EQUAL
        for value in rule.values:
            test += _jump(jump, value, 0, 1) + refuse
    return test + _load(_NUMBER_AT)


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, 0, 0, offset)


def _return(value: int) -> bytes:
    return _instruction(_RETURN, 0, 0, value)


def _jump(code: int, value: int, if_true: int, if_false: int) -> bytes:
    return _instruction(code, if_true, if_false, value)


def _instruction(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
