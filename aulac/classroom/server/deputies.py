"""Work on what belongs to another account is done as that account, in a process of its own.

So root leaves nothing of its own there (SQLite's side files least of all), and nothing that lies
there can lead root elsewhere.
"""

import json
import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..language import language, sentence

PASSED_ON = ("LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "TZ")


class Failed(Exception):
    """Something cannot be done; the message is for the operator."""


def owner(path: Path) -> pwd.struct_passwd:
    """Return the account that a file or folder belongs to. Raises Failed, OSError."""
    number = path.lstat().st_uid
    try:
        return pwd.getpwuid(number)
    except KeyError:
        raise Failed(
            sentence(
                f"{path} thuộc về một tài khoản không còn nữa (số {number}).",
                f"{path} belongs to an account that is gone (number {number}).",
            )
        ) from None


def account(name: str) -> pwd.struct_passwd:
    """Return the account of this name. Raises Failed."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise Failed(
            sentence(f"Không có tài khoản {name}.", f"There is no account {name}.")
        ) from None


def start(who: pwd.struct_passwd, *command: str, told: dict[str, str] | None = None, **options):
    """Start a command as the account; it inherits nothing secret. Return its Popen."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    programs = [str(Path(sys.executable).parent), environment.get("PATH", os.defpath)]
    environment |= {"PATH": os.pathsep.join(programs), "HOME": who.pw_dir, "USER": who.pw_name}
    environment["AULAC_LANG"] = language()
    if who.pw_uid != os.geteuid():
        options |= {
            "user": who.pw_uid,
            "group": who.pw_gid,
            "extra_groups": os.getgrouplist(who.pw_name, who.pw_gid),
        }
    return subprocess.Popen(
        command, env=environment | (told or {}), cwd="/", umask=0o007, **options
    )


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this package."""
    return [sys.executable, "-P", "-m", f"{__package__}.{name}", *arguments]


def ask(who: pwd.struct_passwd, errand: str, told: dict[str, str], **arguments: Any) -> Any:
    """Have an errand of `errands` done by the account; return what it says. Raises Failed."""
    process = start(
        who, *module("errands", errand), told=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    answer, _ = process.communicate(json.dumps(arguments).encode())
    if process.returncode:
        raise Failed(answer.decode() or f"{errand}: exit {process.returncode}")
    return json.loads(answer)
