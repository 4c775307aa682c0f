"""A PostgreSQL server of our own, run by an ordinary user, gone with the test."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

INSTALL = "PostgreSQL is not installed; on Debian or Ubuntu: sudo apt-get install postgresql"


def find_programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class Server:
    """Listens on a socket in its own folder only."""

    def __init__(self, programs: Path):
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.as_user = ordinary_user(self.folder)
        self.data = self.folder / "data"
        self.run("initdb", "-D", self.data, "-U", "teacher", "-A", "trust", "--no-sync")
        self.start()

    def run(self, program: str, *arguments) -> None:
        line = [*self.as_user, self.programs / program, *arguments]
        done = subprocess.run(line, capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", self.folder]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.as_user, self.programs / "postgres", "-D", self.data, *options],
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        while not list(self.folder.glob(".s.PGSQL.5432")) or not self.is_ready():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)

    def is_ready(self) -> bool:
        line = [self.programs / "pg_isready", "-h", self.folder]
        return subprocess.run(line, capture_output=True).returncode == 0

    def stop(self) -> None:
        """Ends every connection at once."""
        self.run("pg_ctl", "stop", "-D", self.data, "-m", "immediate")
        self.process.wait()

    def database(self, name: str) -> str:
        """Makes a database; its URL."""
        self.run("createdb", "-h", self.folder, "-U", "teacher", name)
        return f"postgresql+psycopg://teacher@/{name}?host={self.folder}"

    def close(self) -> None:
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)


def ordinary_user(folder: Path) -> list:
    """The server refuses to run as root: then another user owns its folder and runs it."""
    if os.getuid() != 0:
        return []
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
