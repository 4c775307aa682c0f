"""A stand-in Hub, and exchanges in this process on SQLite and, where there is one, PostgreSQL."""

import pytest
from desk import Desk
from stand_in_hub import running_hub
from visiting import served

from aulac.classroom.exchange.limits import Limits, Rate

MANY = Rate(100_000, 100_000)


@pytest.fixture
def hub():
    with running_hub() as hub:
        yield hub


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """An empty database: "" is the exchange's own SQLite file."""
    if request.param == "sqlite":
        return ""
    server = request.getfixturevalue("postgres_server")
    return server.database("x" + tmp_path.name.replace("-", "_").lower()[:50])


@pytest.fixture
def limits() -> Limits:
    """Small sizes, no waiting."""
    return Limits(
        file=2000,
        upload=5000,
        files=5,
        person=20_000,
        seconds=5,
        requests=MANY,
        submissions=MANY,
        refusals=MANY,
    )


@pytest.fixture
def desk(hub, tmp_path, limits):
    """An exchange on SQLite."""
    with Desk.opened(hub, tmp_path / "exchange", limits) as desk:
        yield desk


@pytest.fixture
def any_desk(hub, tmp_path, limits, database_url):
    """An exchange on each kind of database."""
    with Desk.opened(hub, tmp_path / "exchange", limits, database_url) as desk:
        yield desk


@pytest.fixture(scope="module")
def address(room, hub):
    """Where browsers find the exchange of a room, whose Hub they log in at."""
    with served(room.desk.app) as url:
        hub.exchange = url
        yield url
        hub.exchange = ""
