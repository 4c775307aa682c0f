"""The files that a learner's process sees: a root folder of its own, built in memory.

Planned once, in the zygote, while names can still be looked up; built in each child by mounts
alone. The system and the environment are bound read-only at their own places; everything else is
one small tmpfs, so that one size bounds all that can be written.
"""

import os
import sys
from dataclasses import dataclass
from functools import cache

from . import syscalls
from .syscalls import MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_REC, MS_SLAVE

HOME = "/learner"
USER, ID = "learner", 1000
WRITABLE = (HOME, "/tmp", "/dev/shm")
DEVICES = ("null", "zero", "full", "random", "urandom")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/libx32", "/lib64")
CONFIGURATION = (
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs",
    "/etc/pki/ca-trust/extracted",
)
OWN_FILES = {
    "/etc/passwd": f"{USER}:x:{ID}:{ID}::{HOME}:/bin/sh\n",
    "/etc/group": f"{USER}:x:{ID}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
_STAGE, _OLD = "/usr", "/old"  # any folder that is always there; the pivot uncovers it again
_ATTRIBUTES = syscalls.MOUNT_ATTR_RDONLY | syscalls.MOUNT_ATTR_NOSUID | syscalls.MOUNT_ATTR_NODEV


def system_paths() -> tuple[str, ...]:
    """What every learner may read: the system's programs and libraries, and this environment.

    Nothing of /root, /home or /work but the environment itself, and of /etc only what says
    nothing about this machine's people.
    """
    paths = (*SYSTEM, *CONFIGURATION, sys.base_prefix, sys.prefix)
    return tuple(path for path in dict.fromkeys(paths) if os.path.lexists(path))


@dataclass(frozen=True)
class Tree:
    """A plan: links (path, target), binds (source, path) and the folders above them."""

    links: tuple[tuple[str, str], ...]
    binds: tuple[tuple[str, str], ...]


@cache
def plan(readable: tuple[str, ...]) -> Tree:
    """Lays out the system and more absolute paths. Raises OSError where one does not exist."""
    links, binds = [], []
    paths = {*system_paths(), *readable}
    for path in sorted(paths, key=lambda path: (os.path.islink(path), len(path))):
        os.stat(path)
        real = os.path.realpath(path)
        if _covered(path, binds):
            continue
        if os.path.islink(path) and _covered(real, binds):
            links.append((path, os.readlink(path)))
        else:
            binds.append((real, path))
    return Tree(tuple(links), tuple(binds))


def _covered(path: str, binds: list[tuple[str, str]]) -> bool:
    return any(os.path.commonpath((path, place)) == place for source, place in binds)


def build(tree: Tree, disk_mb: int) -> None:
    """Makes the new root, and leaves the old one. Needs a mount and a pid namespace of its own."""
    os.umask(0o022)
    _enter_empty_root(disk_mb)
    _make_writable_folders()
    for path, target in tree.links:
        _make_parent(path)
        os.symlink(target, path)
    for source, path in tree.binds:
        _bind_read_only(_OLD + source, path)
    _make_devices()
    _write_own_files()
    os.mkdir("/proc")
    # Before the old root goes: the kernel gives a new proc only where a whole one is in view.
    syscalls.mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    syscalls.umount2(_OLD, syscalls.MNT_DETACH)
    os.rmdir(_OLD)
    syscalls.mount_setattr("/", set_=_ATTRIBUTES)


def _enter_empty_root(disk_mb: int) -> None:
    # Without this, mounts would travel back to the host where / is shared, as systemd makes it.
    syscalls.mount("", "/", flags=MS_REC | MS_SLAVE)
    # Empty files take no space, but kernel memory.
    options = f"size={disk_mb}m,nr_inodes={disk_mb * 256},mode=755"
    syscalls.mount("tmpfs", _STAGE, "tmpfs", MS_NOSUID | MS_NODEV, options)
    os.mkdir(_STAGE + _OLD)
    syscalls.pivot_root(_STAGE, _STAGE + _OLD)
    os.chdir("/")


def _make_writable_folders() -> None:
    os.mkdir("/dev")
    for path in WRITABLE:
        os.mkdir(path)
        os.chown(path, ID, ID)
        # A mount of its own, which stays writable when the root below it no longer is.
        syscalls.mount(path, path, flags=MS_BIND)


def _bind_read_only(source: str, path: str) -> None:
    _make_parent(path)
    if os.path.isdir(source):
        os.makedirs(path, exist_ok=True)
    else:
        _touch(path)
    syscalls.mount(source, path, flags=MS_BIND | MS_REC)
    syscalls.mount_setattr(path, set_=_ATTRIBUTES, recursive=True)


def _make_devices() -> None:
    for name in DEVICES:
        _touch(f"/dev/{name}")
        syscalls.mount(f"{_OLD}/dev/{name}", f"/dev/{name}", flags=MS_BIND)
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{target}", f"/dev/{name}")


def _write_own_files() -> None:
    for path, text in OWN_FILES.items():
        _make_parent(path)
        with open(path, "w") as file:
            file.write(text)


def _make_parent(path: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)


def _touch(path: str) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
