"""Browsers that visit the pages of an exchange, logging in at the Hub where they are sent there."""

import re
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from login_hub import LoginHub, first
from stand_in_hub import COURSE

from aulac.classroom.ports import LOOPBACK, free_port

PREFIX = "/services/exchange/"
RESULTS, CLASS = PREFIX + "results/", f"{PREFIX}class/{COURSE}/"


class Visitor:
    """A browser with its own cookies; `who` is the token of who logs in at the Hub."""

    def __init__(self, http, hub: LoginHub, who: str):
        self.http, self.hub, self.who, self.cookies = http, hub, who, {}

    def ask(self, method: str, path: str, **more):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= more.pop("headers", {})
        self.http.cookies.clear()
        answer = self.http.request(method, path, headers=headers, follow_redirects=False, **more)
        self.cookies |= dict(answer.cookies)
        return answer

    def log_in(self, path: str):
        """Open a page, by way of the Hub; the page."""
        answer = self.ask("GET", self.begin(path))
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        return self.ask("GET", path)

    def begin(self, path: str) -> str:
        """Open a page and log in at the Hub; the address to which the Hub sends one back."""
        answer = self.ask("GET", path)
        query = urlsplit(answer.headers["location"])
        asked = f"http://{query.netloc}{query.path}"
        assert (answer.status_code, asked) == (303, self.hub.login_url)
        return self.hub.authorize(first(query.query), f"who={self.who}")


def key_of(page) -> str:
    """What the forms of a page carry."""
    return re.search('name="key" value="([0-9a-f]{64})"', page.text)[1]


@contextmanager
def served(app):
    """The application at an address that a browser can open."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, host=LOOPBACK, port=port, log_config=None, lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.should_exit = True
        thread.join()
