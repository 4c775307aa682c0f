"""What the Hub remembers of a person."""

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
from jupyterhub import orm

from ..language import sentence
from .deputies import Failed
from .places import Places
from .settings import Settings

PATIENCE = 120  # seconds; the person's server is stopped first
COLUMNS = ("name", "admin", "created", "last_activity")


def known(places: Places, name: str) -> dict | None:
    """Return the Hub's record of a person, None where there is none."""
    if not _database(places).is_file():
        return None
    connection = sqlite3.connect(f"file:{quote(str(_database(places)))}?mode=ro", uri=True)
    row = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM users WHERE name = ?", (name,)
    ).fetchone()
    connection.close()
    return row and dict(zip(COLUMNS, row, strict=True))


def revoke_service_tokens(places: Places) -> None:
    """End the tokens that services had in earlier runs: each start of the Hub makes new ones."""
    if not _database(places).is_file():
        return
    with closing(sqlite3.connect(_database(places))) as connection, connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'api_tokens'").fetchone():
            connection.execute("DELETE FROM api_tokens WHERE service_id IS NOT NULL")


def is_running(places: Places) -> bool:
    """Return whether a classroom runs with this state."""
    try:
        with open(places.lock) as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def forget(places: Places, settings: Settings, name: str) -> None:
    """Delete the Hub's record of a person, and stop their server. Raises Failed."""
    if is_running(places):
        _ask_to_forget(places, settings, name)
    elif _database(places).is_file():
        with orm.new_session_factory(f"sqlite:///{_database(places)}")() as session:
            if user := orm.User.find(session, name):
                session.delete(user)
                session.commit()


def _ask_to_forget(places: Places, settings: Settings, name: str) -> None:
    token = (places.hub / "privacy_token").read_text(encoding="utf-8")
    address = f"http://{settings.bind}/hub/api/users/{quote(name)}"
    headers = {"Authorization": f"token {token}"}
    try:
        answer = httpx.delete(address, headers=headers, timeout=PATIENCE, trust_env=False)
    except httpx.TransportError as error:
        raise _refused(name, type(error).__name__) from None
    if answer.status_code not in (204, 404):
        raise _refused(name, answer.status_code)


def _refused(name: str, why: object) -> Failed:
    return Failed(
        sentence(
            f"Hub không xóa được {name} ({why}); chưa có gì khác bị xóa. Hãy chạy lại.",
            f"The Hub could not delete {name} ({why}); nothing else was deleted. Run this again.",
        )
    )


def _database(places: Places) -> Path:
    return places.hub / "jupyterhub.sqlite"
