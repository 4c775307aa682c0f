"""What the exchange is told by its environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from .limits import Limits

PREFIX = "/services/exchange/"


@dataclass(frozen=True)
class Settings:
    """Where the exchange keeps its things, at which address it answers, and its Hub.

    `folder` holds files, keys and, unless `database` is the SQLAlchemy URL of another, the
    database. `hub_token` is the service's own; learners' environments never hold it. `course_dir`
    is the instructor's course directory, in which `{course}` stands for the name of the course;
    without it nothing is graded here. `login_url` is where browsers log in at the Hub. `roster` is
    a file with the learners of every course, where the Hub's groups do not have them all.
    """

    folder: Path
    hub_url: str
    hub_token: str = field(repr=False)
    database: str = field(default="", repr=False)
    prefix: str = PREFIX
    name: str = "exchange"
    limits: Limits = Limits()
    course_dir: str = ""
    client_id: str = "service-exchange"
    login_url: str = "/hub/api/oauth2/authorize"
    roster: Path | None = None

    @classmethod
    def of_this_process(cls) -> "Settings":
        """Return the settings in the environment that the Hub gives its service.

        Raises KeyError when AULAC_EXCHANGE_DIR or the Hub's own variables are missing.
        """
        return cls(
            folder=Path(os.environ["AULAC_EXCHANGE_DIR"]),
            database=os.environ.get("AULAC_EXCHANGE_DB", ""),
            hub_url=os.environ["JUPYTERHUB_API_URL"],
            hub_token=os.environ["JUPYTERHUB_API_TOKEN"],
            prefix=os.environ.get("JUPYTERHUB_SERVICE_PREFIX", PREFIX),
            name=os.environ.get("JUPYTERHUB_SERVICE_NAME", "exchange"),
            course_dir=os.environ.get("AULAC_EXCHANGE_COURSE_DIR", ""),
            client_id=os.environ.get("JUPYTERHUB_CLIENT_ID", "service-exchange"),
            login_url=login_url(),
            roster=Path(roster) if (roster := os.environ.get("AULAC_EXCHANGE_ROSTER")) else None,
        )

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.folder / 'exchange.sqlite'}"


def login_url() -> str:
    """Return the address at which the Hub lets browsers log in to its services."""
    base = os.environ.get("JUPYTERHUB_BASE_URL", "/")
    return f"{os.environ.get('JUPYTERHUB_HOST', '')}{base}hub/api/oauth2/authorize"
