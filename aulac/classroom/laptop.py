"""The classroom of one person on this laptop."""

import contextlib
import os
import sys
import webbrowser
from functools import partial
from pathlib import Path

from . import checks, homes, running
from .accounts import INSTRUCTOR, LEARNER, passwords
from .language import language
from .ports import LOOPBACK
from .running import Stopped, say
from .state import State

STOP_SECONDS = 20


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
        return running.refuse(refused)
    place.create()
    return running.alone(place, partial(_run, place, port, open_browser))


def _run(state: State, port: int, open_browser: bool) -> int:
    hub = None
    try:
        running.sweep(state)
        if refused := checks.first_failure(checks.port(port)):
            return running.refuse(refused)
        say(
            f"Bài làm và sổ điểm được lưu tại {state.root}",
            f"Work and grades are kept in {state.root}",
        )
        say("Đang chuẩn bị bài học…", "Preparing the lessons…")
        homes.prepare(state, language())
        passwords(state)
        config = Path(__file__).with_name("jupyterhub_config.py")
        hub = running.start_hub(state, config, state.root, {"AULAC_PORT": str(port)})
        if not running.wait_until_up(hub, LOOPBACK, port):
            return running.failed_to_start(state)
        running.record_address(state, _url(port))
        _welcome(state, port)
        if open_browser:
            _open(_url(port))
        hub.wait()
        return running.stopped_by_itself(state)
    except Stopped:
        return 0
    except OSError as error:
        return running.cannot_write(state, error)
    finally:
        running.stop(state, hub, STOP_SECONDS)


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}/"


def _welcome(state: State, port: int) -> None:
    words = passwords(state)
    say(
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
