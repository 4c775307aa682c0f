"""A real exchange service in this process, at an address of its own, with a stand-in Hub."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import uvicorn
from stand_in_hub import Hub, running_hub, user

from aulac.classroom.exchange.app import create_app
from aulac.classroom.exchange.client import ExchangeClient
from aulac.classroom.exchange.limits import Limits
from aulac.classroom.exchange.settings import PREFIX, Settings
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.course.build import COURSE_ID


class Exchange:
    """The service at `url`; its clock is `ahead` of ours."""

    def __init__(self, folder: Path, hub: Hub, limits: Limits):
        self.hub, self.ahead = hub, timedelta()
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}{PREFIX}"
        app = create_app(Settings(folder, hub.url, "own-token", limits=limits), self.now)
        self.server = uvicorn.Server(uvicorn.Config(app, host=LOOPBACK, port=port, log_config=None))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def token(self, name: str, group: str = "nbgrader") -> str:
        """The token of a person, who is in this group of the course."""
        token = f"{name}-{group}-token"
        self.hub.users[token] = user(name, f"{group}-{COURSE_ID}")
        return token

    def ask(self, token: str, method: str, path: str, **body):
        """What the service answers to a request that the client does not make."""
        headers = {"Authorization": f"token {token}"}
        answer = httpx.request(method, f"{self.url}api/v1/{path}", headers=headers, json=body)
        return answer.raise_for_status().json()

    def visit(self, path: str, headers: dict[str, str]) -> httpx.Response:
        """What somebody without a token gets, who sends these headers."""
        return httpx.get(self.url + path, headers=headers)

    def client(self, name: str, group: str = "nbgrader") -> ExchangeClient:
        return ExchangeClient(self.url, self.token(name, group))

    def teacher(self) -> ExchangeClient:
        return self.client("giang_vien", "formgrade")


@contextmanager
def running_exchange(folder: Path, limits: Limits | None = None):
    with running_hub() as hub:
        exchange = Exchange(folder, hub, limits or Limits())
        thread = threading.Thread(target=exchange.server.run, daemon=True)
        thread.start()
        try:
            while not exchange.server.started:
                assert thread.is_alive()
                thread.join(0.01)
            yield exchange
        finally:
            exchange.server.should_exit = True
            thread.join()
