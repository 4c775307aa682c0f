"""How a classroom runs: one at a time, started, waited for, and stopped without a trace."""

import contextlib
import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import checks, processes
from .language import sentence
from .state import MARK, State, running_at, write_private

START_SECONDS = 180
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """A person or the system has asked the classroom to stop."""


def say(vi: str, en: str | None = None, end: str = "\n") -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        print(vi if en is None else sentence(vi, en), end=end, flush=True)


def refuse(check: checks.Check) -> int:
    say(f"{check.sentence} {check.mend}")
    return 1


def cannot_write(state: State, error: OSError) -> int:
    say(
        f"Không ghi được vào {state.root} ({error.strerror or error}); những gì đã lưu vẫn còn.",
        f"Cannot write to {state.root} ({error.strerror or error}); what was saved is still there.",
    )
    return 1


def alone(state: State, run: Callable[[], int]) -> int:
    """Run unless a classroom is running with this state; signals raise Stopped meanwhile."""
    with open(state.lock, "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _already_running(state)
        with _signals_raise():
            return run()


def _already_running(state: State) -> int:
    if url := running_at(state):
        say(f"Lớp học đang chạy tại {url}", f"The classroom is already running at {url}")
    else:
        say(
            "Lớp học này đang được mở hoặc đang dừng ở một cửa sổ khác; đợi một chút.",
            "This classroom is just starting or stopping in another window; wait a bit.",
        )
    return 0


@contextlib.contextmanager
def _signals_raise() -> Iterator[None]:
    def raise_stopped(*_):
        raise Stopped

    before = {number: signal.signal(number, raise_stopped) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def sweep(state: State) -> None:
    """End what a classroom that died without stopping has left behind."""
    state.running.unlink(missing_ok=True)
    state.proxy_pid.unlink(missing_ok=True)  # or the Hub would end whoever has that number now
    if stale := processes.belonging_to(state):
        say(
            f"Đang dọn {len(stale)} tiến trình sót lại từ lần chạy trước…",
            f"Clearing {len(stale)} processes left by an earlier run…",
        )
        processes.stop(stale)


def start_hub(state: State, config: Path, folder: Path, told: dict[str, str]) -> subprocess.Popen:
    """Start a Hub in the folder with the file `config`, which finds `told` in its environment."""
    binaries = str(Path(sys.executable).parent)
    environment = os.environ | {
        MARK: str(state.root),
        "PATH": os.pathsep.join([binaries, os.environ.get("PATH", os.defpath)]),
    }
    environment.setdefault("LANG", "C.UTF-8")
    if state.hub_log.exists():  # what went wrong the last time can still be read
        state.hub_log.replace(state.hub_log.with_suffix(".log.before"))
    with open(state.hub_log, "w", encoding="utf-8") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(config)],
            cwd=folder,
            env=environment | told,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def wait_until_up(hub: subprocess.Popen, host: str, port: int) -> bool:
    """Wait until the Hub answers; False when it does not, or dies."""
    began = time.monotonic()
    say("Đang khởi động lớp học", "Starting the classroom", end="")
    up = False
    while not up and hub.poll() is None and time.monotonic() - began < START_SECONDS:
        time.sleep(0.5)
        say(".", end="")
        up = _answers(host, port)
    say(f" {time.monotonic() - began:.0f} s")
    return up


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/hub/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def failed_to_start(state: State) -> int:
    lines = state.hub_log.read_text(encoding="utf-8", errors="replace").splitlines()
    say("\n".join(lines[-8:]))
    say(
        f"Lớp học không khởi động được. Hãy chạy aulac doctor; nhật ký: {state.hub_log}",
        f"The classroom did not start. Run aulac doctor; the log: {state.hub_log}",
    )
    return 1


def record_address(state: State, url: str) -> None:
    """Let a second start find where the first one is."""
    write_private(state.running, json.dumps({"url": url, "pid": os.getpid()}))


def stopped_by_itself(state: State) -> int:
    say(
        f"Lớp học đã dừng đột ngột. Nhật ký: {state.hub_log}",
        f"The classroom stopped by itself. Its log: {state.hub_log}",
    )
    return 1


def stop(state: State, hub: subprocess.Popen | None, patience: float) -> None:
    """Stop the Hub within `patience` seconds, then whatever of it is left, and say so."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hub is None:  # perhaps stopped while clearing what an earlier run had left
        processes.stop(processes.belonging_to(state))
        return
    say("\nĐang dừng lớp học…", "\nStopping the classroom…", end="")
    began = time.monotonic()
    hub.terminate()
    while hub.poll() is None and time.monotonic() - began < patience:
        time.sleep(0.25)
        say(".", end="")
    alive = processes.stop(processes.belonging_to(state))
    hub.poll()
    state.running.unlink(missing_ok=True)
    seconds = f"{time.monotonic() - began:.0f}"
    if alive:
        pids = ", ".join(str(process.pid) for process in alive)
        say(f" {seconds} giây; không dừng được {pids}.", f" {seconds} s; {pids} would not stop.")
    else:
        say(
            f" đã dừng sau {seconds} giây, không còn tiến trình nào.",
            f" stopped after {seconds} seconds; no process is left.",
        )
