"""The parts of a running exchange."""

from dataclasses import dataclass

from .clock import Clock, utc_now
from .database import Database
from .gradebook_dates import GradebookDates
from .helper import Helper
from .identity import Hub
from .limits import Buckets, Limits
from .login import Login
from .receipts import Signer
from .settings import Settings
from .storage import Storage, alone


@dataclass
class Service:
    """What every request is answered with; `clock` is the only source of time."""

    settings: Settings
    limits: Limits
    storage: Storage
    database: Database
    gradebooks: GradebookDates
    signer: Signer
    hub: Hub
    requests: Buckets
    submissions: Buckets
    refusals: Buckets
    helper: Helper
    login: Login
    clock: Clock = utc_now

    @classmethod
    def start(cls, settings: Settings) -> "Service":
        """Open the folder and the database of the settings; the first start makes them."""
        limits = settings.limits
        with alone(settings.folder):
            database = Database(settings.database_url)
            return cls(
                settings=settings,
                limits=limits,
                storage=Storage(settings.folder),
                database=database,
                gradebooks=GradebookDates(settings.course_dir, database),
                signer=Signer(settings.folder),
                hub=Hub(settings),
                requests=Buckets(limits.requests),
                submissions=Buckets(limits.submissions),
                refusals=Buckets(limits.refusals),
                helper=Helper(settings),
                login=Login(settings),
            )
