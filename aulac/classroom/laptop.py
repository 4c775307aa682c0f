"""Starts the classroom on this laptop, waits until it answers, and stops it without a trace."""

import contextlib
import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

from . import checks, homes, processes
from .accounts import INSTRUCTOR, LEARNER, passwords
from .language import language, sentence
from .ports import LOOPBACK
from .state import MARK, State, running_at, write_private

START_SECONDS = 180
STOP_SECONDS = 20
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """A person or the system has asked the classroom to stop."""


def run(
    state: Path | None = None,
    port: int = 8000,
    lang: str | None = None,
    open_browser: bool = True,
    host: str = LOOPBACK,
) -> int:
    """Run the classroom until it is told to stop; return the exit code."""
    os.environ["AULAC_LANG"] = lang or language()
    os.umask(0o077)
    sys.stdout.reconfigure(errors="replace")
    place = State.choose(state)
    if refused := checks.first_failure(checks.host(host), checks.folder(place), checks.disk(place)):
        return _refuse(refused)
    place.create()
    with open(place.lock, "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _already_running(place)
        with _signals_raise():
            return _run(place, port, open_browser)


def _run(state: State, port: int, open_browser: bool) -> int:
    hub = None
    try:
        _sweep(state)
        if refused := checks.first_failure(checks.port(port)):
            return _refuse(refused)
        _say(
            f"Bài làm và sổ điểm được lưu tại {state.root}",
            f"Work and grades are kept in {state.root}",
        )
        _say("Đang chuẩn bị bài học…", "Preparing the lessons…")
        homes.prepare(state, language())
        passwords(state)
        hub = _start_hub(state, port)
        if not _wait_until_up(hub, port):
            return _failed_to_start(state)
        _welcome(state, port)
        if open_browser:
            _open(_url(port))
        hub.wait()
        _say(
            f"Lớp học đã dừng đột ngột. Nhật ký: {state.hub_log}",
            f"The classroom stopped by itself. Its log: {state.hub_log}",
        )
        return 1
    except Stopped:
        return 0
    except OSError as error:
        return _cannot_write(state, error)
    finally:
        _stop(state, hub)


def _refuse(check: checks.Check) -> int:
    _say(f"{check.sentence} {check.mend}")
    return 1


def _cannot_write(state: State, error: OSError) -> int:
    _say(
        f"Không ghi được vào {state.root} ({error.strerror or error}); những gì đã lưu vẫn còn.",
        f"Cannot write to {state.root} ({error.strerror or error}); what was saved is still there.",
    )
    return 1


def _already_running(state: State) -> int:
    if url := running_at(state):
        _say(f"Lớp học đang chạy tại {url}", f"The classroom is already running at {url}")
    else:
        _say(
            "Lớp học này đang được mở hoặc đang dừng ở một cửa sổ khác; đợi một chút.",
            "This classroom is just starting or stopping in another window; wait a bit.",
        )
    return 0


def _sweep(state: State) -> None:
    """End what a classroom that died without stopping has left behind."""
    state.running.unlink(missing_ok=True)
    state.proxy_pid.unlink(missing_ok=True)  # or the Hub would end whoever has that number now
    if stale := processes.belonging_to(state):
        _say(
            f"Đang dọn {len(stale)} tiến trình sót lại từ lần chạy trước…",
            f"Clearing {len(stale)} processes left by an earlier run…",
        )
        processes.stop(stale)


def _start_hub(state: State, port: int) -> subprocess.Popen:
    binaries = str(Path(sys.executable).parent)
    environment = os.environ | {
        MARK: str(state.root),
        "AULAC_PORT": str(port),
        "PATH": os.pathsep.join([binaries, os.environ.get("PATH", os.defpath)]),
    }
    environment.setdefault("LANG", "C.UTF-8")
    config = Path(__file__).with_name("jupyterhub_config.py")
    with open(state.hub_log, "w", encoding="utf-8") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(config)],
            cwd=state.root,
            env=environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _wait_until_up(hub: subprocess.Popen, port: int) -> bool:
    began = time.monotonic()
    _say("Đang khởi động lớp học", "Starting the classroom", end="")
    up = False
    while not up and hub.poll() is None and time.monotonic() - began < START_SECONDS:
        time.sleep(0.5)
        _say(".", end="")
        up = _answers(port)
    _say(f" {time.monotonic() - began:.0f} s")
    return up


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/hub/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _failed_to_start(state: State) -> int:
    lines = state.hub_log.read_text(encoding="utf-8", errors="replace").splitlines()
    _say("\n".join(lines[-8:]))
    _say(
        f"Lớp học không khởi động được. Hãy chạy aulac doctor; nhật ký: {state.hub_log}",
        f"The classroom did not start. Run aulac doctor; the log: {state.hub_log}",
    )
    return 1


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}/"


def _welcome(state: State, port: int) -> None:
    words = passwords(state)
    write_private(state.running, json.dumps({"url": _url(port), "pid": os.getpid()}))
    _say(
        f"""
  Lớp học Âu Lạc đã sẵn sàng:  {_url(port)}

  1. Mở địa chỉ trên trong trình duyệt.
  2. Học: chọn tài khoản học viên ({LEARNER}), mật khẩu     {words[LEARNER]}
  3. Dạy: chọn tài khoản giảng viên ({INSTRUCTOR}), mật khẩu {words[INSTRUCTOR]}
  4. Nhấn Ctrl-C tại đây để dừng. Bài làm và sổ điểm được giữ trong {state.root}

  Lớp học này chỉ dành cho một người trên máy này, không dùng cho cả lớp.
  (English: AULAC_LANG=en)
""",
        f"""
  The Âu Lạc classroom is ready:  {_url(port)}

  1. Open the address above in a browser.
  2. To learn: choose the learner's account ({LEARNER}), password      {words[LEARNER]}
  3. To teach: choose the instructor's account ({INSTRUCTOR}), password {words[INSTRUCTOR]}
  4. Press Ctrl-C here to stop. Work and grades are kept in {state.root}

  This classroom is for one person on this machine, not for a class.
""",
    )


def _open(url: str) -> None:
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(url)


def _stop(state: State, hub: subprocess.Popen | None) -> None:
    """Stop the Hub, then whatever of it is left, and say so."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hub is None:  # perhaps stopped while clearing what an earlier run had left
        processes.stop(processes.belonging_to(state))
        return
    _say("\nĐang dừng lớp học…", "\nStopping the classroom…", end="")
    began = time.monotonic()
    hub.terminate()
    while hub.poll() is None and time.monotonic() - began < STOP_SECONDS:
        time.sleep(0.25)
        _say(".", end="")
    alive = processes.stop(processes.belonging_to(state))
    hub.poll()
    state.running.unlink(missing_ok=True)
    seconds = f"{time.monotonic() - began:.0f}"
    if alive:
        pids = ", ".join(str(process.pid) for process in alive)
        _say(f" {seconds} giây; không dừng được {pids}.", f" {seconds} s; {pids} would not stop.")
    else:
        _say(
            f" đã dừng sau {seconds} giây, không còn tiến trình nào.",
            f" stopped after {seconds} seconds; no process is left.",
        )


@contextlib.contextmanager
def _signals_raise():
    def raise_stopped(*_):
        raise Stopped

    before = {number: signal.signal(number, raise_stopped) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(vi: str, en: str | None = None, end: str = "\n") -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        print(vi if en is None else sentence(vi, en), end=end, flush=True)
