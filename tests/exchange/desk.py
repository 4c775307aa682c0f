"""An exchange in this process, and short words for what tests ask of it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, Hub
from starlette.testclient import TestClient

from aulac.classroom.exchange.app import create_app
from aulac.classroom.exchange.limits import Limits
from aulac.classroom.exchange.settings import Settings

START = datetime(2026, 9, 7, 1, 30, tzinfo=UTC)
API = "/services/exchange/api/v1"
BAI = f"/courses/{COURSE}/assignments/bai-1"
WORK = {"bai.ipynb": b'{"cells": []}'}


@dataclass
class Desk:
    """`now` is the time of the server."""

    app: FastAPI
    http: TestClient
    folder: Path
    now: datetime = START

    @classmethod
    @contextmanager
    def opened(cls, hub: Hub, folder: Path, limits: Limits, database: str = "", **more):
        settings = Settings(folder, hub.url, "own-token", database, limits=limits, **more)
        app = create_app(settings, clock=lambda: desk.now)
        with TestClient(app, raise_server_exceptions=False) as http:
            desk = cls(app, http, folder)
            yield desk

    def ask(self, method: str, path: str, token: str | None = LEARNER, **more):
        headers = {"Authorization": f"token {token}"} if token else {}
        headers |= more.pop("headers", {})
        return self.http.request(method, API + path, headers=headers, **more)

    def get(self, path: str, token: str | None = LEARNER, **params):
        return self.ask("GET", path, token, params=params)

    def send(self, method: str, path: str, token: str, files: dict[str, bytes], key: str = ""):
        headers = {"Idempotency-Key": key} if key else {}
        parts = [("files", (name, content)) for name, content in files.items()]
        return self.ask(method, path, token, files=parts, headers=headers)

    def release(self, files: dict[str, bytes] = WORK, path: str = BAI, **terms) -> dict:
        """Release an assignment as the instructor; `terms` are hours from now, or attempts."""
        answer = self.send("PUT", path, INSTRUCTOR, files)
        assert answer.status_code == 200, answer.text
        return self.change(path, **terms) if terms else answer.json()

    def change(self, path: str = BAI, **terms) -> dict:
        answer = self.ask("PATCH", path, INSTRUCTOR, json=self.terms(**terms))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def extend(self, user: str, path: str = BAI, **terms):
        return self.ask("PUT", f"{path}/extensions/{user}", INSTRUCTOR, json=self.terms(**terms))

    def submit(
        self,
        token: str = LEARNER,
        files: dict[str, bytes] = WORK,
        key: str = "",
        path: str = BAI,
    ):
        return self.send("POST", path + "/submissions", token, files, key)

    def terms(self, **hours) -> dict:
        return {
            name: iso(self.now + timedelta(hours=value)) if name != "attempts" and value else value
            for name, value in hours.items()
        }

    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    def audit(self, **query) -> list[dict]:
        return self.get(f"/courses/{COURSE}/audit", INSTRUCTOR, **query).json()

    def stored(self) -> list[Path]:
        return sorted((self.folder / "files").iterdir())


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def error_of(answer) -> tuple[int, str]:
    """The status and the key of a refusal, which always has a sentence in both languages."""
    body = answer.json()
    assert set(body) == {"error", "vi", "en"} and body["vi"] and body["en"], body
    return answer.status_code, body["error"]
