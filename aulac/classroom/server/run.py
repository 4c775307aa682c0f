"""The classroom of a school: root starts it, and every part of it runs under its own account."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from aulac import course

from .. import checks, running
from ..language import language, sentence
from ..running import Stopped, say
from ..state import write_private
from . import accounts, hub_records, readable
from .places import ROOT, Places
from .proxy import Proxy
from .settings import Settings, SettingsError, read

STOP_SECONDS = 120  # a hundred learners' servers take their time


def run(state: Path | None = None) -> int:
    """Run the classroom until it is told to stop; return the exit code."""
    os.umask(0o077)
    sys.stdout.reconfigure(errors="replace")
    places = Places((state or ROOT).resolve())
    if refused := checks.first_failure(is_root(), *readable.checks(places), checks.disk(places)):
        return running.refuse(refused)
    places.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not places.settings.exists():
        return write_settings(places)
    try:
        settings = read(places.settings)
    except SettingsError as error:
        say(str(error))
        return 1
    return running.alone(places, partial(_run, places, settings))


def is_root() -> checks.Check:
    return checks.Check(
        "root",
        os.getuid() == 0,
        sentence(
            "Lớp học trên máy chủ phải do root mở: mỗi học viên học dưới tài khoản Linux riêng.",
            "Root must start the classroom of a server: each learner works as a Linux account.",
        ),
        sentence("Hãy chạy lại bằng sudo.", "Run it again with sudo."),
    )


def write_settings(places: Places) -> int:
    """Write the settings with what they mean, for the operator to fill in."""
    example = Path(__file__).with_name(f"server.{language()}.toml").read_text(encoding="utf-8")
    places.settings.touch(0o600)
    places.settings.write_text(example, encoding="utf-8")
    say(
        f"Đã viết {places.settings}. Hãy điền địa chỉ, lớp và người dạy, người học, rồi chạy lại.",
        f"Wrote {places.settings}. Fill in the address, the classes, who teaches and who learns, "
        "then run this again.",
    )
    return 1


def _run(places: Places, settings: Settings) -> int:
    hub = None
    host, _, port = settings.bind.rpartition(":")
    proxy = Proxy(host, int(port))
    try:
        running.sweep(places)
        if refused := checks.first_failure(checks.bind(host, int(port))):
            return running.refuse(refused)
        prepare(places, settings)
        door = proxy.start(places)
        hub = start_hub(places, settings, proxy)
        if not running.wait_until_up(hub, host, int(port)):
            return running.failed_to_start(places)
        running.record_address(places, settings.address)
        welcome(places, settings)
        wait_for_either(hub, door)
        return running.stopped_by_itself(places)
    except Stopped:
        return 0
    except accounts.NotOurs as error:
        say(str(error))
        return 1
    except OSError as error:
        return running.cannot_write(places, error)
    finally:
        running.stop(places, hub, STOP_SECONDS)


def prepare(places: Places, settings: Settings) -> None:
    """Make accounts, folders, lessons, and the secret by which root speaks to the Hub."""
    accounts.ensure(places)
    places.create(settings.classes)
    if not (token := places.hub / "privacy_token").exists():
        write_private(token, secrets.token_hex(32))
    hub_records.revoke_service_tokens(places)
    say("Đang chuẩn bị bài học…", "Preparing the lessons…")
    with tempfile.TemporaryDirectory(dir=places.root) as temporary:
        built = Path(temporary, "lessons")
        course.build_notebooks(built)
        for path in [built, *built.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(places.lessons)
        built.rename(places.lessons)


def start_hub(places: Places, settings: Settings, proxy: Proxy) -> subprocess.Popen:
    config = Path(__file__).with_name("hub_config.py")
    told = proxy.told | {"AULAC_LANG": settings.language, "AULAC_TIMEZONE": settings.timezone}
    return running.start_hub(places, config, course.find_root(), told)


def wait_for_either(*processes: subprocess.Popen) -> None:
    """Wait until one of them has ended."""
    while all(process.poll() is None for process in processes):
        time.sleep(1)


def welcome(places: Places, settings: Settings) -> None:
    say(
        f"""
  Lớp học Âu Lạc đã sẵn sàng:  {settings.address}/

  Máy chủ web có TLS (xem aulac server tls) chuyển yêu cầu đến http://{settings.bind}
  Lớp: {", ".join(settings.classes)}
  Người dạy và người học đăng nhập bằng tài khoản của mình; danh sách ở {places.settings}
  Dữ liệu và nhật ký nằm trong {places.root}. Nhấn Ctrl-C tại đây để dừng.
""",
        f"""
  The Âu Lạc classroom is ready:  {settings.address}/

  The web server with TLS (see aulac server tls) passes requests on to http://{settings.bind}
  Classes: {", ".join(settings.classes)}
  People log in with accounts of their own; who teaches and who learns is in {places.settings}
  Data and logs are in {places.root}. Press Ctrl-C here to stop.
""",
    )
