"""A private machine: this one, with accounts and homes of its own, which vanish with it.

Its processes have mount and process namespaces of their own; the network and the checkout are
shared, so a browser outside reaches what runs inside. Files of it are seen from outside below
`machine.root`.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
NEEDED = {Path(sys.base_prefix), Path(sys.prefix), CHECKOUT}
PLACE = Path("/srv")  # empty inside, for the state
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INIT = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); print(flush=True)\n"
INIT += "while True: signal.pause()"  # children that nobody waits for are let go


class Machine:
    """Starts on entering; on leaving, or when this process dies, all of it is killed."""

    def __enter__(self) -> "Machine":
        if os.getuid() != 0:
            pytest.skip("server mode is tested in a private machine, which root can make")
        self.process = subprocess.Popen(
            [
                *("setpriv", "--pdeathsig", "KILL"),
                *("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"),
                *("bash", "-ec", script()),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline(), "the private machine did not start"
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        self.init = int(children.read_text())
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def root(self) -> Path:
        """Its files as seen from outside."""
        return Path(f"/proc/{self.init}/root")

    def enter(self, *command: str, user: str = "root", folder: Path = Path("/")) -> list[str]:
        """The command line, for outside, of a command inside."""
        entered = ["nsenter", "-t", str(self.init), "--mount", "--pid", f"--wdns={folder}", "--"]
        become = [] if user == "root" else ["setpriv", *self._identity(user)]
        return [*entered, *become, *command]

    def _identity(self, user: str) -> list[str]:
        account = self.account(user)
        return [
            f"--reuid={account[2]}",
            f"--regid={account[3]}",
            "--init-groups",
            "--inh-caps=-all",
        ]

    def account(self, user: str) -> list[str]:
        """The line of an account in the file of accounts."""
        lines = (self.root / "etc/passwd").read_text().splitlines()
        return next(line.split(":") for line in lines if line.startswith(f"{user}:"))

    def _environment(self, user: str, told: dict[str, str] | None) -> dict[str, str]:
        home = self.account(user)[5]
        return {"HOME": home, "LANG": "C.UTF-8", "PATH": PATH} | (told or {})

    def run(self, *command: str, user="root", told=None, **options) -> subprocess.CompletedProcess:
        """Run a command inside to its end, with `told` in its environment."""
        options = {"capture_output": True, "text": True} | options
        environment = self._environment(user, told)
        return subprocess.run(self.enter(*command, user=user), env=environment, **options)

    def python(self, program: str, user: str = "root") -> subprocess.CompletedProcess:
        """Run a program of Python's inside."""
        return self.run(sys.executable, "-c", program, user=user)

    def start(self, *command, user="root", told=None, folder=Path("/"), **options):
        """Start a command inside, as `run` runs one; return the process as it is seen outside."""
        environment = self._environment(user, told)
        entered = self.enter(*command, user=user, folder=folder)
        return subprocess.Popen(entered, env=environment, **options)

    def add_user(self, name: str, password: str = "", *groups: str) -> None:
        """Make an account with a home; without a password nobody logs in to it."""
        for group in groups:
            self.run("groupadd", "--force", group, check=True)
        more = ["--groups", ",".join(groups)] if groups else []
        self.run("useradd", "--create-home", "--shell", "/bin/bash", *more, name, check=True)
        if password:
            self.run("chpasswd", input=f"{name}:{password}\n", check=True)

    def processes(self, words: str, user: str = "") -> list[int]:
        """The processes, by their numbers inside, with these words in their command line."""
        chosen = ["-u", user] if user else ["-e"]
        listed = self.run("ps", *chosen, "-o", "pid=,args=", "-ww").stdout.splitlines()
        found = [line.split(None, 1) for line in listed if words in line]
        return [int(pid) for pid, _ in found]

    def wait_for(self, happened, seconds: float = 60) -> None:
        """Wait until `happened()` is true."""
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.1)


def script() -> str:
    """What makes the machine: accounts in an overlay, empty homes, and what all must read."""
    lines = [
        "mount -t tmpfs -o mode=755 tmpfs /mnt",
        "mkdir /mnt/upper /mnt/work",
        "mount -t overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work overlay /etc",
        "mount -t tmpfs -o mode=755 tmpfs /home",
        f"mount -t tmpfs -o mode=755 tmpfs {PLACE}",
        *opened(),
        f"exec {sys.executable} -c '{INIT}'",
    ]
    return "\n".join(lines)


def opened() -> list[str]:
    """Put what lies in folders that others may not enter into folders that they may."""
    hidden: dict[Path, list[Path]] = {}
    for path in sorted(NEEDED):
        for parent in (p for p in [*reversed(path.parents), path] if not p.stat().st_mode & 0o001):
            hidden.setdefault(parent, []).append(path)
            break
    lines = []
    for folder, paths in hidden.items():
        kept = [(f"/mnt/kept{number}", path) for number, path in enumerate(paths)]
        for place, path in kept:
            lines += [f"mkdir {place}", f"mount --bind {path} {place}"]
        lines.append(f"mount -t tmpfs -o mode=755 tmpfs {folder}")
        for place, path in kept:
            lines += [f"mkdir -p {path}", f"mount --bind -o ro {place} {path}"]
    return lines
