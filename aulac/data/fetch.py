"""Bytes of public corpora, always checked: from a mirror, the user's cache, or the publisher.

A file that is the publisher's own, byte for byte, is checked by its SHA-256 wherever it comes from.
A file of the mirror that was derived from a publisher's repository has that checksum in the mirror
only; made anew from the repository, what is checked is the commit (git verifies every object by
its hash), and the file in the cache by the checksum noted when it was made.
"""

import hashlib
import http.client
import os
import urllib.request
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from ..classroom.language import sentence
from ..course.storage import write_bytes, write_text
from .corpora import DataError
from .repository import RepositoryError, as_json_lines

TIMEOUT = 30  # seconds without a byte


def content(name: str, file: dict, repository: dict | None) -> bytes:
    """Return the bytes of one file of a corpus, verified.

    file: {"path", "sha256", "url"?}; repository: where a derived file can be made from, or None.
    Errors: DataError: network cut, checksum wrong, not in the mirror, not to be had elsewhere.
    """
    if mirror := os.environ.get("AULAC_MIRROR"):
        return _from_mirror(Path(mirror).expanduser() / file["path"], file["sha256"])
    cached = platformdirs.user_cache_path("aulac") / "data" / file["path"]
    if cached.is_file():
        return _from_cache(cached, file)
    if "url" in file:
        return _download_to(cached, file)
    if repository:
        return _make(cached, repository)
    raise DataError(
        sentence(
            f"{name} chỉ có trong bản sao dữ liệu: đặt AULAC_MIRROR trỏ tới thư mục chứa nó",
            f"{name} is to be had from a mirror only: set AULAC_MIRROR to the directory with it",
        )
    )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _from_mirror(path: Path, expected: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            sentence(
                f"AULAC_MIRROR không có {path} ({error.strerror}); sửa biến này, hoặc bỏ nó đi"
                " để tải từ nơi công bố",
                f"AULAC_MIRROR lacks {path} ({error.strerror}); correct the variable, or unset it"
                " to fetch from the publisher",
            )
        ) from None
    if digest(data) != expected:
        raise DataError(
            sentence(
                f"{path}: sai mã kiểm SHA-256, tệp đã bị đổi hoặc hỏng; chép lại tệp này vào bản"
                " sao dữ liệu",
                f"{path}: wrong SHA-256, the file was changed or damaged; copy it to the mirror"
                " again",
            )
        )
    return data


def _from_cache(path: Path, file: dict) -> bytes:
    data = path.read_bytes()
    expected = file["sha256"] if "url" in file else _noted(path)
    return _sound(data, expected, path, path.as_uri())


def _download_to(path: Path, file: dict) -> bytes:
    data = _sound(_download(file["url"]), file["sha256"], path, file["url"])
    write_bytes(path, data)
    return data


def _make(path: Path, repository: dict) -> bytes:
    try:
        with _progress() as bar:
            bar.add_task(repository["url"], total=None)
            data = as_json_lines(repository)
    except RepositoryError as error:
        raise _cut_off(repository["url"], error) from None
    write_text(_note(path), digest(data))
    write_bytes(path, data)
    return data


def _sound(data: bytes, expected: str, path: Path, source: str) -> bytes:
    """Return data if its checksum is the expected one; else set the bytes aside and raise."""
    if digest(data) == expected:
        return data
    bad = path.with_name(path.name + ".bad")
    write_bytes(bad, data)
    path.unlink(missing_ok=True)
    raise DataError(
        sentence(
            f"{source}: sai mã kiểm SHA-256; tệp hỏng để ở {bad}, chạy lại để tải bản khác",
            f"{source}: wrong SHA-256; the bad file lies at {bad}, run this again to fetch anew",
        )
    )


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _noted(path: Path) -> str:
    note = _note(path)
    return note.read_text() if note.is_file() else ""


def _download(url: str) -> bytes:
    """Return the body at url, with a progress bar on a terminal or in a notebook."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as reply, _progress() as bar:
            size = int(reply.headers.get("Content-Length", 0))
            task = bar.add_task(url.rsplit("/", 1)[-1], total=size or None)
            data = bytearray()
            while piece := reply.read(1 << 16):
                data += piece
                bar.advance(task, len(piece))
    except (OSError, http.client.HTTPException) as error:
        raise _cut_off(url, getattr(error, "reason", error)) from None
    if len(data) < size:
        raise _cut_off(url, sentence("kết nối bị ngắt giữa chừng", "the connection was cut"))
    return bytes(data)


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=console,
        transient=True,
        disable=not (console.is_terminal or console.is_jupyter),
    )


def _cut_off(url: str, reason: object) -> DataError:
    return DataError(
        sentence(
            f"không tải được {url} ({reason}); hãy nối mạng rồi chạy lại, hoặc đặt AULAC_MIRROR"
            " trỏ tới một thư mục chứa sẵn dữ liệu",
            f"cannot fetch {url} ({reason}); connect to the network and run this again, or set"
            " AULAC_MIRROR to a directory that holds the data",
        )
    )
