"""A classroom in server mode on a private machine, and people who visit it by HTTP."""

import json
import re
import sys
from pathlib import Path

import requests
from machine import PLACE, Machine

from aulac.classroom.ports import LOOPBACK, free_port

AULAC = (sys.executable, "-c", "import sys; from aulac.cli import main; sys.exit(main())")
STATE = PLACE / "aulac"
LONG = 180  # seconds


class RunningServer:
    """`aulac classroom --server` in a machine; `course` is the folder with its notebooks.

    `url` is what people type: where it listens, unless something stands in front of it.
    """

    def __init__(self, machine: Machine, settings: str, course: Path, state=STATE, url=""):
        self.machine, self.course, self.state = machine, course, state
        self.port = free_port()
        self.url = url or f"http://{LOOPBACK}:{self.port}"
        self.write_settings(settings)

    def write_settings(self, settings: str) -> None:
        """Write `server.toml`: the address of this classroom, then the settings."""
        file = self.outside(self.state / "server.toml")
        file.parent.mkdir(parents=True, exist_ok=True)
        own = f'address = "{self.url}"\nbind = "{LOOPBACK}:{self.port}"\n'
        file.write_text(own + settings, encoding="utf-8")

    def outside(self, path: Path) -> Path:
        """A path inside as it is called outside."""
        return self.machine.root / path.relative_to("/")

    def __enter__(self) -> "RunningServer":
        return self.start()

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self) -> "RunningServer":
        self.printed = self.outside(PLACE / f"printed-{free_port()}")
        with open(self.printed, "wb") as printed:
            self.process = self.machine.start(
                *(*AULAC, "classroom", "--server", "--state", str(self.state)),
                stdout=printed,
                stderr=printed,
                folder=self.course,
            )
        self.machine.wait_for(self._is_ready, LONG)
        return self

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.output + self.log
        return "sẵn sàng" in self.output

    def stop(self, number: str = "INT") -> int:
        """Send the runner a signal, wait for its end, and return the exit code."""
        for pid in self.machine.processes("classroom --server"):
            self.machine.run("kill", f"-{number}", str(pid))
        return self.process.wait(LONG)

    @property
    def output(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    @property
    def log(self) -> str:
        file = self.outside(self.state / "logs" / "hub.log")
        return file.read_text(encoding="utf-8") if file.exists() else ""


class Visitor(requests.Session):
    """A person with a browser that runs no scripts."""

    def __init__(self, server: RunningServer, name: str):
        super().__init__()
        self.server, self.name = server, name

    def get(self, path: str, **options) -> requests.Response:
        return super().get(self.server.url + path, **options)

    def log_in(self, password: str) -> requests.Response:
        page = self.get("/hub/login")
        found = re.search(r'name="_xsrf" value="([^"]+)"', page.text)
        form = {"_xsrf": found[1], "username": self.name, "password": password}
        answer = self.post(f"{self.server.url}/hub/login", data=form)
        answer.encoding = "utf-8"
        return answer

    def open_server(self) -> None:
        """Start the person's own server, and wait until it answers."""
        self.get(f"/hub/spawn/{self.name}")
        home = f"/user/{self.name}/lab"
        self.server.machine.wait_for(lambda: self.get(home).url == self.server.url + home, LONG)

    def ask(self, path: str, method: str = "GET", place: str = "", **options) -> requests.Response:
        """Ask something of the own server, or of the one at `place`, as its pages do."""
        place = place or f"/user/{self.name}/"
        tokens = {c.path: c.value for c in self.cookies if c.name == "_xsrf"}
        headers = {"X-XSRFToken": tokens.get(place, "")}
        return self.request(method, self.server.url + place + path, headers=headers, **options)

    def press(self, class_name: str, button: str) -> dict:
        """Press a button of a class's formgrader: `01_chao/assign` ..."""
        place = f"/services/formgrade-{class_name}/"
        if not self.cookies.get("_xsrf", path=place):
            self.get(f"{place}formgrader/manage_assignments")
        answer = self.ask(f"formgrader/api/assignment/{button}", "POST", place)
        assert answer.ok, answer.text
        return answer.json()

    def run(self, program: str) -> str:
        """Run a program of Python's as this person, in the environment of the own server."""
        machine = self.server.machine
        (pid, *_) = machine.processes("learner_server", user=self.name)
        environment = (machine.root / "proc" / str(pid) / "environ").read_text()
        told = dict(one.split("=", 1) for one in environment.split("\0") if one)
        done = machine.run(sys.executable, "-c", program, user=self.name, told=told)
        assert not done.returncode, done.stderr
        return done.stdout

    def tell(self, program: str):
        """Run a program that prints JSON."""
        return json.loads(self.run(program))
