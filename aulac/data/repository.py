"""Corpora made from a publisher's git repository, at a pinned commit.

Git names every object by the hash of its content, so what is read under a full commit id is what
the publisher committed. Where only an abbreviated id is known, the publisher's history completes
it: that guards against accidents, not against malice, and the card says so.
"""

import gzip
import json
import os
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..classroom.language import sentence

_HEADING = re.compile(r"=+ .* =+")
_CLOSING = re.compile(r"== (Xem thêm|Chú thích|Ghi chú|Tham khảo|Thư mục|Liên kết ngoài) ==")
_SYLLABLES = 5  # shorter lines are captions, cells of tables, leftovers of formulas


class RepositoryError(Exception):
    """The repository or the commit cannot be had."""


def as_json_lines(repository: dict) -> bytes:
    """Return a corpus made from a repository: gzip of {"id", "text"} lines, in order of ids.

    repository: {"url", "commit" (hex digits, 40 if known), "folder", "documents": list of ids to
    keep, a file beside this one}. The same commit gives the same bytes.
    """
    kept = _kept(repository["documents"])
    texts = {name: paragraphs(raw) for name, raw in _documents(repository) if name in kept}
    if missing := kept - texts.keys():
        count, one = len(missing), min(missing)
        raise RepositoryError(
            sentence(
                f"thiếu {count} tài liệu, như “{one}”", f'{count} documents missing, as "{one}"'
            )
        )
    records = ({"id": name, "text": texts[name]} for name in sorted(kept))
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return gzip.compress("".join(lines).encode(), mtime=0)


def paragraphs(raw: str) -> str:
    """Return the paragraphs of a statute, or of an article as the `wikipedia` client saves it.

    One a line, NFC. Left out: wiki headings, everything from the closing sections on (see also,
    notes, references, links), formulas, and lines under five syllables or without any Vietnamese
    letter.
    """
    body = _CLOSING.split(unicodedata.normalize("NFC", raw))[0]
    lines = (" ".join(line.split()) for line in body.split("\n"))
    return "\n".join(line for line in lines if _is_prose(line))


def _is_prose(line: str) -> bool:
    return (
        len(line.split()) >= _SYLLABLES
        and not line.isascii()
        and "{" not in line
        and not _HEADING.fullmatch(line)
    )


def _kept(documents: str) -> set[str]:
    packed = (Path(__file__).parent / documents).read_bytes()
    return set(gzip.decompress(packed).decode().split("\n"))


def _documents(repository: dict) -> Iterator[tuple[str, str]]:
    """Yield name without suffix, NFC, and content of each file of the folder at the commit."""
    url, folder = repository["url"], repository["folder"]
    commit = _completed(url, repository["commit"])
    with tempfile.TemporaryDirectory() as clone:
        _git(clone, "init", "--quiet", "--bare")
        _git(clone, "fetch", "--quiet", "--depth=1", url, commit)
        archive = Path(clone) / "documents.tar"
        _git(clone, "archive", f"--output={archive}", commit, folder)
        with tarfile.open(archive) as tar:
            for member in filter(tarfile.TarInfo.isfile, tar):
                name = unicodedata.normalize("NFC", PurePosixPath(member.name).stem)
                yield name, tar.extractfile(member).read().decode("utf-8")


def _completed(url: str, commit: str) -> str:
    """Return the full id of a commit, found in the publisher's history where it is abbreviated."""
    if len(commit) == 40:
        return commit
    with tempfile.TemporaryDirectory() as history:  # commits only, neither trees nor files
        _git(history, "init", "--quiet", "--bare")
        _git(history, "fetch", "--quiet", "--filter=tree:0", url, "+refs/heads/*:refs/heads/*")
        return _git(history, "rev-parse", "--verify", f"{commit}^{{commit}}").strip()


def _git(clone: str, *arguments: str) -> str:
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", clone, *arguments]
    try:
        return subprocess.run(
            command, check=True, env=environment, capture_output=True, text=True
        ).stdout
    except FileNotFoundError:
        raise RepositoryError(sentence("máy chưa có git", "git is not installed")) from None
    except subprocess.CalledProcessError as error:
        raise RepositoryError(error.stderr.strip().rpartition("\n")[-1]) from None
