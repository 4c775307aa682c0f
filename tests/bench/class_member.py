"""What one learner of the simulated class does, step by step, as JupyterLab and a browser do it."""

import json
import re
import sys
import time
import uuid
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import websocket

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from running_server import RunningServer, Visitor  # noqa: E402

COURSE, NAME = "nhap-mon", "01_chu_viet"
FILE = f"bai_tap/{NAME}/assignment.ipynb"
RESULTS = "/services/exchange/results/"
PATIENCE = 600  # seconds for one step
GLANCE = 1.0  # seconds after which a page that waits looks again


class Failed(Exception):
    """A step did not succeed; its text says which, and what came instead."""


class Times:
    """The seconds that each step took, and the failures, of everybody."""

    def __init__(self):
        self.steps: dict[str, list[float]] = defaultdict(list)
        self.failures: dict[str, list[str]] = defaultdict(list)

    @contextmanager
    def of(self, step: str):
        begun = time.monotonic()
        try:
            yield
        except Exception as error:
            self.failures[step].append(f"{type(error).__name__}: {error}"[:300])
            raise Failed(step) from error
        self.steps[step].append(time.monotonic() - begun)


class Member(Visitor):
    """A learner with a browser, who hands in the solutions and a mark of their own."""

    def __init__(self, server: RunningServer, name: str, solutions: dict[str, str], times: Times):
        super().__init__(server, name)
        self.solutions, self.times = solutions, times
        self.mark = f"# dấu của {name}: {uuid.uuid4()}"
        self.handed_in_at = 0.0

    def learn(self) -> None:
        """All steps up to the result; raises Failed."""
        step = self.times.of
        with step("login"):
            page = self.log_in(f"{self.name}-pw")
            expect(page.ok and "/hub/login" not in page.url, page)
        with step("spawn"):
            self.wait_for_server()
        with step("lab page"):
            expect("jupyter-config-data" in self.own("lab").text, "no JupyterLab")
        with step("list"):
            listed = self.own(f"assignments?course_id={COURSE}").json()
            expect(NAME in str(listed["value"]), listed)
        with step("fetch"):
            expect(self.press_list("fetch")["success"], "fetch")
        notebook = self.own(f"api/contents/{FILE}").json()["content"]
        self.answer(notebook)
        with step("kernel, one cell"):
            expect(self.execute("print(6 * 7)") == "42\n", "kernel")
        with step("save"):
            body = {"type": "notebook", "format": "json", "content": notebook}
            expect(self.own(f"api/contents/{FILE}", "PUT", json=body).ok, "save")
        with step("submit to result"):
            self.handed_in_at = time.time()
            self.points = self.hand_in()
        self.times.steps["submit"].append(self.receipt.stat().st_mtime - self.handed_in_at)
        with step("results page"):
            page = self.get(RESULTS).text
            there = re.search(r'class="points">\s*([0-9,.]+) / ([0-9,.]+)', page)
            expect(there and there.groups() == self.points, page)

    def wait_for_server(self) -> None:
        """Start the own server, as the wait page does: again when told so, until it is there."""
        home, end = f"{self.server.url}/user/{self.name}/", time.monotonic() + PATIENCE
        path = f"/hub/spawn/{self.name}"
        while time.monotonic() < end:
            page = self.get(path)
            if page.url.startswith(home) and page.ok:
                return
            expect(page.ok or page.status_code in (429, 503), page)
            waiting = page.ok and "spawn-pending" in page.url
            path = f"/hub/spawn-pending/{self.name}" if waiting else f"/hub/spawn/{self.name}"
            time.sleep(float(page.headers.get("Retry-After", GLANCE)))
        raise Failed("spawn: too long")

    def own(self, path: str, method: str = "GET", **options):
        answer = self.ask(path, method, **options)
        expect(answer.ok, answer)
        return answer

    def press_list(self, button: str) -> dict:
        """Press a button of the assignment list."""
        asked = {"course_id": COURSE, "assignment_id": NAME}
        return self.own(f"assignments/{button}", "POST", json=asked).json()

    def answer(self, notebook: dict) -> None:
        """Write the solutions into the notebook, and the mark into the first of them."""
        mark = self.mark
        for cell in notebook["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("solution") and marks["grade_id"] in self.solutions:
                cell["source"] = self.solutions[marks["grade_id"]]
                if cell["cell_type"] == "code":
                    cell["source"] += f"\n{mark}"
                    mark = ""

    def execute(self, code: str) -> str:
        """Run code in a kernel of the own server; what it printed. The kernel stays."""
        self.kernel = self.own("api/kernels", "POST", json={"name": "python3"}).json()["id"]
        return self.say_to_kernel(code)

    def say_to_kernel(self, code: str) -> str:
        place = f"/user/{self.name}/api/kernels/{self.kernel}/channels"
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.cookies if place.startswith(c.path))
        address = self.server.url.replace("http", "ws") + place
        line = websocket.create_connection(address, cookie=cookies, timeout=PATIENCE)
        header = {"msg_id": uuid.uuid4().hex, "session": uuid.uuid4().hex, "username": self.name}
        header |= {"msg_type": "execute_request", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        message = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell"}
        line.send(json.dumps(message | {"content": content | {"allow_stdin": False}}))
        printed = ""
        try:
            while True:
                came = json.loads(line.recv())
                if came["parent_header"].get("msg_id") != header["msg_id"]:
                    continue
                if came["msg_type"] == "stream":
                    printed += came["content"]["text"]
                if came["msg_type"] == "error":
                    raise Failed("\n".join(came["content"]["traceback"]))
                if came["msg_type"] == "status" and came["content"]["execution_state"] == "idle":
                    return printed
        finally:
            line.close()

    def hand_in(self) -> tuple[str, str]:
        """Hand in, and look at the list again until the points stand there; points and most."""
        end = time.monotonic() + PATIENCE
        listed = self.press_list("submit")
        while not (there := re.search(r": ([0-9,.]+) / ([0-9,.]+) điểm", str(listed))):
            expect(listed["success"] and time.monotonic() < end, listed)
            time.sleep(GLANCE)
            listed = self.own(f"assignments?course_id={COURSE}").json()
        return there.groups()

    @property
    def receipt(self) -> Path:
        """The only receipt that the learner has."""
        folder = Path("/home", self.name, "bai_tap", "bien_nhan", COURSE, NAME)
        (file,) = self.server.outside(folder).glob("*.json")
        return file


def expect(good: object, what: object) -> None:
    """Raise Failed with what came instead."""
    if not good:
        text = re.sub(
            "<style.*?</style>|<[^>]+>", " ", getattr(what, "text", str(what)), flags=re.S
        )
        raise Failed(" ".join(text.split())[:300])
