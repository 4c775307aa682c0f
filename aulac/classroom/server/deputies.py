"""Work on what belongs to another account is done as that account, in a process of its own.

So root leaves nothing of its own there (SQLite's side files least of all), and nothing that lies
there can lead root elsewhere. A deputy has no terminal: it could type root's next command into it.
"""

import json
import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..exchange import names
from ..language import language, sentence

PASSED_ON = ("LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "TZ")
MOST_READ, LONGEST_REASON = 2**20, 1000  # characters of what a deputy says, and of why it failed


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


@contextmanager
def at_work(
    who: pwd.struct_passwd, *command: str, told: dict[str, str] | None = None, **options
) -> Iterator[subprocess.Popen]:
    """A command of the account's, which inherits nothing secret; at the end it is killed.

    It has a session of its own, which no Ctrl-C reaches, and nothing to read unless told so.
    """
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
    options = {"stdin": subprocess.DEVNULL, "start_new_session": True, "umask": 0o007} | options
    with subprocess.Popen(command, env=environment | (told or {}), cwd="/", **options) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this package."""
    return [sys.executable, "-P", "-m", f"{__package__}.{name}", *arguments]


def ask(who: pwd.struct_passwd, errand: str, told: dict[str, str], **arguments: Any) -> Any:
    """Have an errand of `errands` done by the account; return what it says. Raises Failed."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": said}
        with at_work(who, *module("errands", errand), told=told, **pipes) as process:
            answer, _ = process.communicate(json.dumps(arguments).encode())
        said.seek(0)
        lines = said.read(MOST_READ).splitlines() or [f"exit {process.returncode}"]
    if process.returncode:
        reason = " ".join(answer.decode(errors="replace").split()) or f"{errand}: {lines[-1]}"
        raise Failed(names.shown(reason, LONGEST_REASON))
    try:
        return json.loads(answer)
    except ValueError:
        raise Failed(
            sentence(
                f"{errand}: câu trả lời không đọc được.", f"{errand}: the answer is unreadable."
            )
        ) from None
