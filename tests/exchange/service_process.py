"""The exchange as the Hub starts it: a process of its own, that can be killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
from desk import API, BAI, WORK, error_of
from stand_in_hub import INSTRUCTOR, Hub

from aulac.classroom.ports import LOOPBACK, free_port

ROOT = Path(__file__).parents[2]


class ServiceProcess:
    """Runs with the environment of a service of the Hub; `wrapped` in another command."""

    def __init__(
        self,
        folder: Path,
        hub: Hub,
        database: str = "",
        wrapped: tuple = (),
        limit=None,
        **environment: str,
    ):
        self.folder, self.port, self.wrapped, self.limit = folder, free_port(), wrapped, limit
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.environment = os.environ | environment
        self.environment |= {
            "AULAC_EXCHANGE_DIR": str(folder),
            "AULAC_EXCHANGE_DB": database,
            "JUPYTERHUB_API_TOKEN": "own-secret-token",
            "JUPYTERHUB_API_URL": hub.url,
            "JUPYTERHUB_SERVICE_NAME": "exchange",
            "JUPYTERHUB_SERVICE_PREFIX": "/services/exchange/",
            "JUPYTERHUB_SERVICE_URL": self.url,
        }
        self.log = folder.parent / f"{folder.name}-{self.port}.log"
        self.http = httpx.Client(base_url=self.url, timeout=60)
        self.start()

    def start(self, *program: str) -> None:
        program = program or ("-m", "aulac.classroom.exchange")
        environment = self.environment | {"PYTHONPATH": str(ROOT)}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapped, sys.executable, *program],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                preexec_fn=self.limit,
            )

    def ready(self) -> "ServiceProcess":
        """Wait until it answers."""
        while True:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                if self.http.get("/services/exchange/health").is_success:
                    return self
            except httpx.TransportError:
                time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(30) in (0, -15), self.log.read_text(encoding="utf-8")

    def __enter__(self) -> "ServiceProcess":
        return self

    def __exit__(self, *_) -> None:
        self.http.close()
        self.kill()

    def ask(self, method: str, path: str, token: str, **more) -> httpx.Response:
        headers = {"Authorization": f"token {token}"} | more.pop("headers", {})
        return self.http.request(method, API + path, headers=headers, **more)

    def release(self, **terms) -> None:
        parts = [("files", (name, content)) for name, content in WORK.items()]
        assert self.ask("PUT", BAI, INSTRUCTOR, files=parts).is_success
        assert self.ask("PATCH", BAI, INSTRUCTOR, json=terms).is_success

    def submit(self, token: str, content: bytes, key: str) -> httpx.Response:
        return self.ask(
            "POST",
            BAI + "/submissions",
            token,
            files=[("files", ("bai.ipynb", content))],
            headers={"Idempotency-Key": key},
        )

    def submit_until_answered(self, token: str, content: bytes, key: str) -> httpx.Response:
        """Hand in as a client does: once more, with the same key, while there is no answer."""
        while True:
            try:
                answer = self.submit(token, content, key)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code != 503:
                return answer
            assert error_of(answer) == (503, "busy")

    def submit_until_safe(self, token: str, content: bytes, key: str) -> dict:
        answer = self.submit_until_answered(token, content, key)
        assert answer.is_success, answer.text
        return answer.json()

    def everything(self) -> list[dict]:
        return self.ask("GET", BAI + "/submissions", INSTRUCTOR).json()

    def content(self, submission: dict) -> bytes:
        path = f"/submissions/{submission['id']}/files/bai.ipynb"
        return self.ask("GET", path, INSTRUCTOR).content

    def valid(self, submission: dict) -> bool:
        checked = self.http.post(API + "/receipts/check", json=submission["receipt"])
        return checked.json()["valid"]
