"""The deny list: run by a small BPF machine for every processor, and by the kernel for this one."""

import errno
import platform
import struct

import pytest
from cage import run

from graders import seccomp, syscalls
from graders.seccomp import WITH_NAMESPACES, WITHOUT_NAMESPACES, Rule, When, compile_filter
from graders.syscall_numbers import NUMBERS

ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003}
ALLOW, KILL = "allow", "kill"
LISTS = {"with": WITH_NAMESPACES, "without": WITHOUT_NAMESPACES}


def verdict(program: bytes, number: int, *arguments: int, arch: str) -> str | int:
    """What the kernel would answer: allow, kill, or an error number."""
    full = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<iIQ6Q", number, ARCH[arch], 0, *[a % (1 << 64) for a in full])
    code = list(struct.iter_unpack("=HBBI", program))
    at, loaded = 0, 0
    while True:
        operation, if_true, if_false, k = code[at]
        at += 1
        if operation == 0x20:
            (loaded,) = struct.unpack_from("<I", data, k)
        elif operation == 0x06:
            return {0x7FFF0000: ALLOW, 0x80000000: KILL}.get(k, k & 0xFFFF)
        else:
            test = {0x15: loaded == k, 0x35: loaded >= k, 0x45: bool(loaded & k)}[operation]
            at += if_true if test else if_false


@pytest.fixture(params=sorted(NUMBERS))
def machine(request):
    return request.param


@pytest.fixture(params=sorted(LISTS))
def rules(request):
    return LISTS[request.param]


def test_every_rule_gives_its_error(machine, rules):
    program = compile_filter(rules, machine)
    for rule in rules:
        if rule.call in NUMBERS[machine] and rule.argument is None:
            assert verdict(program, NUMBERS[machine][rule.call], arch=machine) == rule.error, rule


def test_other_calls_are_allowed(machine, rules):
    program = compile_filter(rules, machine)
    denied = {NUMBERS[machine].get(rule.call) for rule in rules}
    for number in set(range(500)) - denied:
        assert verdict(program, number, -1, -1, -1, arch=machine) == ALLOW, number


def test_another_processor_is_the_end(machine, rules):
    for arch in set(ARCH) - {machine}:
        assert verdict(compile_filter(rules, machine), 0, arch=arch) == KILL


def test_x32_is_refused(rules):
    program = compile_filter(rules, "x86_64")
    for number in (0, NUMBERS["x86_64"]["ptrace"], 512, 0x3FFFFFFF):
        assert verdict(program, 0x40000000 | number, arch="x86_64") == errno.ENOSYS


@pytest.mark.parametrize("flag", [1 << bit for bit in (17, 25, 26, 27, 28, 29, 30)])
def test_clone_makes_threads_but_no_namespaces(machine, rules, flag):
    program, clone = compile_filter(rules, machine), NUMBERS[machine]["clone"]
    threads = 0x3D0F00  # what pthread_create asks for
    assert verdict(program, clone, threads, arch=machine) == ALLOW
    assert verdict(program, clone, threads | flag, arch=machine) == errno.EPERM


@pytest.mark.parametrize("command", [0x5412, 0x541C, 0x5412 | 1 << 32, 0x541C | 7 << 40])
def test_nothing_is_typed_into_terminals(machine, rules, command):
    """Bits that the kernel does not read change nothing."""
    program, ioctl = compile_filter(rules, machine), NUMBERS[machine]["ioctl"]
    assert verdict(program, ioctl, 0, command, arch=machine) == errno.EPERM
    assert verdict(program, ioctl, 0, 0x5413, arch=machine) == ALLOW  # TIOCGWINSZ


def test_families_of_sockets(machine):
    allowed = {1, 2, 10}  # UNIX, INET, INET6
    for call, families in (("socket", allowed), ("socketpair", {1})):
        number = NUMBERS[machine][call]
        for family in range(50):
            answer = verdict(compile_filter(WITH_NAMESPACES, machine), number, family, arch=machine)
            assert answer == (ALLOW if family in families else errno.EAFNOSUPPORT)
    number = NUMBERS[machine]["socket"]
    for family in range(50):
        answer = verdict(compile_filter(WITHOUT_NAMESPACES, machine), number, family, arch=machine)
        assert answer == errno.EACCES


def test_tests_of_arguments_do_not_run_into_each_other(machine):
    """After a rule that lets a call pass, the next one still sees its number."""
    rules = (
        Rule("ioctl", errno.EPERM, "first", 1, When.AMONG, (5, 6)),
        Rule("ioctl", errno.EACCES, "second", 1, When.NOT_AMONG, (7, 8, 9)),
        Rule("socket", errno.EBUSY, "third"),
    )
    program, numbers = compile_filter(rules, machine), NUMBERS[machine]
    answers = [verdict(program, numbers["ioctl"], 0, value, arch=machine) for value in range(4, 11)]
    assert answers == [errno.EACCES, errno.EPERM, errno.EPERM, ALLOW, ALLOW, ALLOW, errno.EACCES]
    assert verdict(program, numbers["socket"], 5, arch=machine) == errno.EBUSY


def test_a_processor_without_numbers_is_an_error():
    with pytest.raises(KeyError):
        compile_filter(WITH_NAMESPACES, "pdp11")


def test_numbers_are_the_kernels():
    """Against the headers, where they are installed; the table must hold on machines without."""
    import re
    from pathlib import Path

    place = {"x86_64": "x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}
    found = 0
    for machine, header in place.items():
        path = Path("/usr/include") / header
        if path.exists():
            text = path.read_text()
            for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text):
                found += name in NUMBERS[machine]
                assert NUMBERS[machine].get(name, int(number)) == int(number), name
    if not found:
        pytest.skip("no kernel headers in /usr/include")


@pytest.mark.skipif(platform.machine() not in NUMBERS, reason="no table for this processor")
@pytest.mark.parametrize("name", sorted(LISTS))
def test_the_kernel_refuses_every_call(name):
    """In a child that has only the filter: what a namespace refuses as well would hide a gap."""
    constant = "WITH_NAMESPACES" if name == "with" else "WITHOUT_NAMESPACES"
    code = f"""
from graders import seccomp, syscalls
from graders.probe import let_through
rules = seccomp.{constant}
open_before = [rule.call for rule in rules if let_through(rule)]
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
syscalls.seccomp(seccomp.compile_filter(rules))
tell([open_before, [rule.call for rule in rules if let_through(rule)]])
"""
    answer = run(code, level="none", imports=["graders.probe"])
    assert answer["state"] == "ready\n", answer
    before, after = answer["told"][0]
    # The prober can tell: without a filter these arrive, and say EBADF, EFAULT or EINVAL.
    assert {"clone", "ioctl", "keyctl", "mount", "ptrace", "socketpair", "unshare"} <= set(before)
    assert after == []


def test_names_of_calls_are_known(rules):
    for rule in rules:
        assert any(rule.call in numbers for numbers in NUMBERS.values()), rule.call
    assert seccomp.NAMESPACE_FLAGS & syscalls.CLONE_NEWUSER
