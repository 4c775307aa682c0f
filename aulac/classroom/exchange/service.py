"""The parts of a running exchange."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from .database import Database
from .helper import Helper
from .identity import Hub
from .limits import Buckets, Limits
from .login import Login
from .receipts import Signer
from .settings import Settings
from .storage import Storage, alone

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Service:
    """What every request is answered with; `clock` is the only source of time."""

    settings: Settings
    limits: Limits
    storage: Storage
    database: Database
    signer: Signer
    hub: Hub
    requests: Buckets
    submissions: Buckets
    strangers: Buckets
    helper: Helper
    login: Login
    clock: Clock = utc_now

    @classmethod
    def start(cls, settings: Settings) -> "Service":
        """Open the folder and the database of the settings; the first start makes them."""
        limits = settings.limits
        with alone(settings.folder):
            return cls(
                settings=settings,
                limits=limits,
                storage=Storage(settings.folder),
                database=Database(settings.database_url),
                signer=Signer(settings.folder / "receipts.pem"),
                hub=Hub(settings),
                requests=Buckets(limits.requests),
                submissions=Buckets(limits.submissions),
                strangers=Buckets(limits.strangers),
                helper=Helper(settings),
                login=Login(settings),
            )
