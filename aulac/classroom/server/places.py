"""Where a classroom on a server keeps things, and which account may touch what."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..layout import COURSE
from ..state import State

ROOT = Path("/var/lib/aulac")
PROXY, EXCHANGE, GRADER, BOOK = "aulac-proxy", "aulac-exchange", "aulac-grader", "aulac-book"
CULLER = "aulac-culler"
SERVICES = (PROXY, EXCHANGE, GRADER, BOOK, CULLER)  # each has a group of the same name


@dataclass(frozen=True)
class Places(State):
    """The state of a server.

    | place | owner, mode | holds |
    |---|---|---|
    | `server.toml` | root, 0600 | the settings, written by the operator |
    | `roster.json` | root, 0640 | who learns in which class, for EXCHANGE |
    | `secrets/` | root, 0700 | the OIDC client's secret |
    | `hub/` | root, 0700 | database, cookie secret and proxy token of the Hub |
    | `exchange/` | EXCHANGE, 0700 | submissions, receipts' key, audit |
    | `classes/NAME/khoa_hoc` | GRADER, 2770 | the course directory with its gradebook |
    | `home/ACCOUNT` | the service's, 0700 | what a program may want to keep |
    | `lessons/` | root, 0755 | what learners' homes are filled from |
    | `logs/` | root, 0700 | |

    EXCHANGE is in the group GRADER, since it grades what is handed in; nobody else is.
    """

    @property
    def settings(self) -> Path:
        return self.root / "server.toml"

    @property
    def roster(self) -> Path:
        return self.root / "roster.json"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def hub(self) -> Path:
        return self.root / "hub"

    @property
    def lessons(self) -> Path:
        return self.root / "lessons"

    @property
    def classes(self) -> Path:
        return self.root / "classes"

    def course(self, name: str) -> Path:
        """The course directory of a class; `{course}` gives the exchange its pattern."""
        return self.classes / name / COURSE

    def create(self, classes: Iterable[str] = ()) -> None:
        """Make the folders, and give each to its account."""
        _make(self.root, 0o755)
        self.settings.chmod(0o600)
        for folder in (self.hub, self.secrets, self.logs):
            _make(folder, 0o700)
        for folder in (self.lessons, self.root / "home", self.classes):
            _make(folder, 0o755 if folder == self.lessons else 0o711)
        for account in SERVICES:
            _make(self.home(account), 0o700, account)
        _make(self.exchange, 0o700, EXCHANGE)
        for name in classes:
            _make(self.classes / name, 0o2770, GRADER)  # what is inside, the account makes


def _make(folder: Path, mode: int, owner: str = "root") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.chown(folder, owner, owner)
    folder.chmod(mode)
