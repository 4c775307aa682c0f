"""What a laptop needs for the classroom: one check, one sentence, one way to mend."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import ports
from .language import sentence
from .state import State

DISK_MEGABYTES = 300


@dataclass(frozen=True)
class Check:
    """A name, whether all is well, what was found, and how to mend it."""

    name: str
    ok: bool
    sentence: str
    mend: str = ""
    note: bool = False


def first_failure(*found: Check) -> Check | None:
    """Return the first check that failed, if any."""
    return next((check for check in found if not check.ok), None)


def host(address: str) -> Check:
    """The laptop classroom listens on loopback and nowhere else."""
    return Check(
        "host",
        address in (ports.LOOPBACK, "localhost"),
        sentence(
            f"Lớp học trên laptop không mở ra mạng ({address}): mọi tài khoản ở đây chạy "
            "dưới cùng một người dùng của máy, ai vào được cũng xem được đáp án và điểm.",
            f"The laptop classroom does not open to a network ({address}): all accounts here "
            "run as one user of this machine; anyone let in could read answers and grades.",
        ),
        sentence(
            f"Hãy bỏ lựa chọn này để lớp học chạy tại {ports.LOOPBACK}.",
            f"Leave the option out, and the classroom runs at {ports.LOOPBACK}.",
        ),
    )


def port(number: int) -> Check:
    """The port is free."""
    name = sentence("Cổng", "Port")
    if ports.is_free(number):
        return Check(name, True, sentence(f"{number} còn trống.", f"{number} is free."))
    who = ports.holder(number) or sentence("một tiến trình khác", "another process")
    command = f"aulac classroom --port {number + 10}"
    return Check(
        name,
        False,
        sentence(f"Cổng {number} đang do {who} dùng.", f"Port {number} is used by {who}."),
        sentence(
            f"Hãy dừng tiến trình đó, hoặc chọn cổng khác: {command}",
            f"Stop that process, or choose another port: {command}",
        ),
    )


def bind(address: str, number: int) -> Check:
    """A server may listen at the address and port."""
    name = sentence("Cổng", "Port")
    if ports.is_free(number, address):
        return Check(name, True, sentence(f"{number} còn trống.", f"{number} is free."))
    who = ports.holder(number) or sentence("một tiến trình khác", "another process")
    return Check(
        name,
        False,
        sentence(
            f"Không mở được {address}:{number} (đang do {who} dùng?).",
            f"Cannot listen at {address}:{number} (used by {who}?).",
        ),
        sentence(
            "Hãy dừng tiến trình đó, hoặc chọn địa chỉ khác ở dòng bind trong server.toml.",
            "Stop that process, or choose another address as bind in server.toml.",
        ),
    )


def folder(state: State) -> Check:
    """The state folder, or the place where it will be, belongs to this person and is writable."""
    name = sentence("Thư mục lưu trữ", "State folder")
    place = _nearest(state.root)
    if state.root.is_file() or not place.is_dir():
        problem = sentence(f"{place} không phải là thư mục.", f"{place} is not a folder.")
    elif not os.access(place, os.W_OK | os.X_OK):
        problem = sentence(f"Không ghi được vào {place}.", f"{place} is not writable.")
    elif state.root.exists() and state.root.stat().st_uid != os.getuid():
        problem = sentence(
            f"{state.root} thuộc về người dùng khác.", f"{state.root} belongs to another user."
        )
    else:
        return Check(name, True, sentence(f"{state.root} ghi được.", f"{state.root} is writable."))
    return Check(
        name,
        False,
        problem,
        sentence(
            "Hãy chọn thư mục khác bằng biến môi trường AULAC_STATE.",
            "Choose another folder with the environment variable AULAC_STATE.",
        ),
    )


def disk(state: State) -> Check:
    """There is room for homes, submissions and feedback."""
    name = sentence("Dung lượng trống", "Disk space")
    free = shutil.disk_usage(_nearest(state.root)).free // 10**6
    return Check(
        name,
        free >= DISK_MEGABYTES,
        sentence(
            f"Ổ đĩa chứa {state.root} còn trống {free} MB, cần {DISK_MEGABYTES} MB.",
            f"The disk of {state.root} has {free} MB free; {DISK_MEGABYTES} MB are needed.",
        ),
        sentence(
            "Hãy xóa bớt tệp, hoặc chọn thư mục ở ổ đĩa khác: aulac classroom --state THƯ_MỤC",
            "Delete some files, or choose a folder on another disk: aulac classroom --state FOLDER",
        ),
    )


def _nearest(path: Path) -> Path:
    return next(p for p in (path, *path.parents) if p.exists())
