"""Where a classroom keeps what must outlive it: accounts, homes, exchange, gradebook, logs."""

import fcntl
import grp
import json
import os
from dataclasses import dataclass
from pathlib import Path

MARK = "AULAC_CLASSROOM"


@dataclass(frozen=True)
class State:
    """The files and folders of one classroom, all under `root`."""

    root: Path

    @classmethod
    def choose(cls, root: Path | None = None) -> "State":
        """Return the state at `root`, else at AULAC_STATE, else under XDG_DATA_HOME."""
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
        chosen = root or os.environ.get("AULAC_STATE") or data / "aulac" / "classroom"
        return cls(Path(chosen).expanduser().resolve())

    @classmethod
    def of_this_process(cls) -> "State":
        """Return the state of the classroom that started this process."""
        return cls(Path(os.environ[MARK]))

    def create(self) -> None:
        """Make the folders; only their owner may enter."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        for folder in (self.logs, self.exchange, self.delivered):
            folder.mkdir(exist_ok=True)

    def home(self, account: str) -> Path:
        return self.root / "home" / account

    @property
    def accounts(self) -> Path:
        return self.root / "accounts.json"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def running(self) -> Path:
        return self.root / "running.json"

    @property
    def proxy_pid(self) -> Path:
        return self.root / "proxy.pid"

    @property
    def exchange(self) -> Path:
        return self.root / "exchange"

    @property
    def delivered(self) -> Path:
        return self.root / "delivered"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def hub_log(self) -> Path:
        return self.logs / "hub.log"


def write_private(path: Path, text: str, group: str = "") -> None:
    """Write a file that only its owner, or a group too, can read, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    with open(
        os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        if group:
            os.fchown(file.fileno(), -1, grp.getgrnam(group).gr_gid)
            os.fchmod(file.fileno(), 0o640)
    os.replace(temporary, path)


def running_at(state: State) -> str:
    """Return the address of the classroom that is running with this state, "" when none is."""
    try:
        with open(state.lock, encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            return json.loads(state.running.read_text(encoding="utf-8"))["url"]
        except (OSError, ValueError):
            return ""
    except OSError:
        return ""
    return ""
