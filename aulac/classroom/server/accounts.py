"""The system accounts of the services: each runs as its own, and none of them can be logged in to.

Raises OSError and subprocess.CalledProcessError where accounts cannot be made.
"""

import grp
import pwd
import subprocess

from ..language import sentence
from ..running import say
from .places import EXCHANGE, GRADER, SERVICES, Places

FIRST_PERSON = 1000  # accounts below belong to the system


class NotOurs(Exception):
    """A person's account has the name of a service's; the message says so."""


def ensure(places: Places) -> None:
    """Make the accounts that are missing. Raises NotOurs."""
    for name in SERVICES:
        _ensure(name, places)
    if EXCHANGE not in grp.getgrnam(GRADER).gr_mem:
        _do("usermod", "--append", "--groups", GRADER, EXCHANGE)


def _ensure(name: str, places: Places) -> None:
    try:
        known = pwd.getpwnam(name)
    except KeyError:
        say(f"Tạo tài khoản hệ thống {name}", f"Making the system account {name}")
        home = ("--home-dir", str(places.home(name)), "--no-create-home")
        _do("useradd", "--system", "--user-group", *home, "--shell", "/usr/sbin/nologin", name)
        return
    if known.pw_uid >= FIRST_PERSON:
        raise NotOurs(
            sentence(
                f"Tài khoản {name} là của một người, lớp học không dùng được.",
                f"The account {name} is a person's; the classroom cannot use it.",
            )
        )
    if known.pw_dir != str(places.home(name)):
        _do("usermod", "--home", str(places.home(name)), name)


def _do(*command: str) -> None:
    subprocess.run(command, check=True)
