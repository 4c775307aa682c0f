"""Linux accounts for people who log in at a provider for the first time."""

import pwd
import subprocess
from pathlib import Path

from .roster import linux_groups

GROUP = "aulac"  # whose members were made here
HOMES = Path("/home")
SHELL = "/bin/bash"


class NotMade(Exception):
    """There is still no account; the message says why, for the log."""


def is_ours(name: str) -> bool:
    """Say whether the account was made here, for a person of the classes."""
    return GROUP in linux_groups(name)


def make(name: str) -> None:
    """Make the account, without a password and with a home of its own, where there is none.

    A home that is there already belonged to somebody else: then nothing is made. Raises NotMade.
    """
    try:
        pwd.getpwnam(name)
    except KeyError:
        if (HOMES / name).exists():
            raise NotMade(f"{HOMES / name} is there already") from None
        _run("groupadd", "--force", "--system", GROUP)
        home = ("--create-home", "--base-dir", str(HOMES), "--key", "HOME_MODE=0700")
        _run("useradd", *home, "--shell", SHELL, "--groups", GROUP, name)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NotMade(f"{command[0]}: {done.stderr.strip()}")
