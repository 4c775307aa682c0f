"""A Hub in a private machine, with our login and little else, and people who come to it."""

import html
import re
import sys
from pathlib import Path

import httpx
from machine import PLACE

from aulac.classroom.ports import LOOPBACK, free_port
from aulac.classroom.server.places import EXCHANGE
from aulac.classroom.state import MARK

CONFIG = Path(__file__).with_name("bare_hub_config.py")


class BareHub:
    """Starts on entering, with the settings given; `settings` may be changed while it runs."""

    def __init__(self, machine, settings: str, secret: str = "", **told: str):
        self.machine, self.told = machine, told
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.state = PLACE / f"state{self.port}"
        self.outside = machine.root / self.state.relative_to("/")
        (self.outside / "secrets").mkdir(parents=True)
        self.settings = settings.replace("ADDRESS", self.url)
        if secret:
            kept = self.outside / "secrets" / "oidc_client_secret"
            kept.write_text(secret)
            kept.chmod(0o600)

    @property
    def settings(self) -> str:
        return (self.outside / "server.toml").read_text()

    @settings.setter
    def settings(self, text: str) -> None:
        (self.outside / "server.toml").write_text(text)

    def __enter__(self) -> "BareHub":
        self.machine.run("groupadd", "--force", EXCHANGE, check=True)
        told = {MARK: str(self.state), "PORT": str(self.port)} | self.told
        environment = [f"{name}={value}" for name, value in told.items()]
        command = ["env", *environment, sys.executable, "-m", "jupyterhub"]
        command += ["--config", str(CONFIG), f"--JupyterHub.pid_file={self.state}/pid"]
        with open(self.outside / "log", "wb") as log:
            self.process = self.machine.start(*command, stdout=log, stderr=log)
        self.machine.wait_for(self._stands, 120)
        return self

    def _stands(self) -> bool:
        assert self.process.poll() is None, self.log
        try:
            return httpx.get(f"{self.url}/hub/health").status_code == 200
        except httpx.TransportError:
            return False

    def __exit__(self, *_) -> None:
        self.stop()

    def stop(self) -> None:
        self.machine.run("pkill", "-f", f"pid_file={self.state}/pid")
        self.process.wait()

    @property
    def log(self) -> str:
        return (self.outside / "log").read_text()


class Person:
    """Somebody with a browser of their own, without scripts."""

    def __init__(self, url: str, address: str = "", **options):
        headers = {"X-Real-IP": address} if address else {}
        self.http = httpx.Client(
            base_url=url, follow_redirects=True, timeout=60, headers=headers, **options
        )

    def log_in(self, name: str, password: str, page: str = "/hub/login") -> httpx.Response:
        """Fill in the form of the login page."""
        return self.send(self.http.get(page), username=name, password=password)

    def send(self, form: httpx.Response, **fields: str) -> httpx.Response:
        fields["_xsrf"] = _found(r'name="_xsrf" value="([^"]*)"', form.text)
        action = _found(r'<form[^>]* action="([^"]*)"', form.text)
        return self.http.post(html.unescape(action), data=fields)

    def link(self, page: httpx.Response, name: str) -> str:
        """The address of the link with this id."""
        return html.unescape(_found(rf'id="{name}" href="([^"]*)"', page.text))

    def api(self, method: str, path: str) -> httpx.Response:
        """Ask the Hub's API as the pages of the Hub do."""
        kept = [c.value for c in self.http.cookies.jar if c.name == "_xsrf" and c.path == "/hub/"]
        query, body = {"_xsrf": "".join(kept)}, {} if method == "POST" else None
        return self.http.request(method, f"/hub/api/{path}", params=query, json=body)

    def whoami(self) -> str | None:
        """The name of who is logged in, for the Hub."""
        answer = self.api("GET", "user")
        return answer.json()["name"] if answer.is_success else None


def complaint(page: httpx.Response) -> str:
    """What the page says why nobody was let in, in Vietnamese."""
    alert = _found(r'id="login-error">(.*?)</p>', page.text)
    return html.unescape(_found(r'lang="vi">(.*?)</span>', alert))


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.DOTALL)
    assert match, text
    return match[1]
