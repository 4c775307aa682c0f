"""Starts the laptop classroom as a person does, by its command, and looks at it from outside."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import psutil

from aulac.classroom import processes
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.classroom.state import State

AULAC = [sys.executable, "-c", "import sys; from aulac.cli import main; sys.exit(main())"]
SECONDS = 120


class RunningClassroom:
    """One `aulac classroom` in a process of its own."""

    def __init__(self, state: Path, course: Path, *arguments: str, port: int | None = None, **env):
        self.state = State(state.resolve())
        self.port = port or free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.printed = state.with_name(f"{state.name}-{self.port}.txt")
        with open(self.printed, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                [
                    *AULAC,
                    "classroom",
                    "--state",
                    str(state),
                    "--port",
                    str(self.port),
                    "--no-browser",
                    *arguments,
                ],
                cwd=course,
                env=os.environ | env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> "RunningClassroom":
        return self.wait_until_ready()

    def __exit__(self, error, *_) -> None:
        self.stop()
        if error:
            processes.stop(self.processes)

    def wait_until_ready(self) -> "RunningClassroom":
        self.wait_for(lambda: f"{self.url}/" in self.output or self.process.poll() is not None)
        assert self.process.poll() is None, self.output
        return self

    def wait_for(self, happened) -> None:
        """Wait until `happened()` is true; fail with what was printed."""
        end = time.monotonic() + SECONDS
        while not happened():
            assert time.monotonic() < end, self.output
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send the signal, wait for the end, and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=SECONDS)

    @property
    def output(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    @property
    def passwords(self) -> dict[str, str]:
        return json.loads(self.state.accounts.read_text(encoding="utf-8"))

    @property
    def processes(self) -> list:
        return processes.belonging_to(self.state)

    def server_of(self, account: str) -> psutil.Process:
        """The Jupyter server of an account."""
        for process in self.processes:
            with contextlib.suppress(psutil.NoSuchProcess):  # others come and go
                command, owner = process.cmdline(), process.environ().get("JUPYTERHUB_USER")
                if owner == account and "aulac.classroom.singleuser" in command:
                    return process
        raise AssertionError(f"{account} has no server")

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of a page, without following redirects."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()
