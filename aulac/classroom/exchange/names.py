"""Which names the exchange accepts, in their one stored form."""

import re
from unicodedata import normalize

SLUG = r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$"
LONGEST_PART = 200  # bytes of UTF-8; file systems take 255
DEEPEST = 3

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)", re.IGNORECASE)
_FORBIDDEN = frozenset('\\/:*?"<>|')


class BadName(ValueError):
    """The name is not one that every file system, terminal and page takes as it is."""


def slug(text: str) -> str:
    """Return the name of a course or an assignment; it is kept as it is. Raises BadName."""
    if not re.fullmatch(SLUG, text, re.ASCII) or _DEVICE.match(text):
        raise BadName(text)
    return text


def user(text: str) -> str:
    """Return a person's name in NFC, fit to be a folder of nbgrader's. Raises BadName."""
    name = _part(text)
    if name.startswith(".") or "+" in name:
        raise BadName(text)
    return name


def path(text: str) -> str:
    """Return a relative path of at most three parts in NFC. Raises BadName."""
    parts = text.split("/", DEEPEST)
    if len(parts) > DEEPEST:
        raise BadName(text)
    return "/".join(map(_part, parts))


def clash(paths: list[str]) -> str | None:
    """Return a path that occurs twice, or is a file here and a folder there.

    Names that differ in upper and lower case only are one on many disks.
    """
    folded = [path.casefold() for path in paths]
    folders = {
        path.rsplit("/", depth)[0] for path in folded for depth in range(1, path.count("/") + 1)
    }
    seen: set[str] = set()
    for path, name in zip(paths, folded, strict=True):
        if name in seen or name in folders:
            return path
        seen.add(name)
    return None


def shown(text: str, longest: int = 80) -> str:
    """Return a hostile name so that it can be printed: unseen characters replaced, shortened."""
    visible = "".join(c if c.isprintable() else "\ufffd" for c in text[:longest])
    return visible + "…" * (len(text) > longest)


def _part(text: str) -> str:
    if len(text) > LONGEST_PART:
        raise BadName(text)
    part = normalize("NFC", text)
    if (
        part in ("", ".", "..")
        or part != part.strip()
        or part.endswith(".")
        or _FORBIDDEN.intersection(part)
        or not part.isprintable()
        or _DEVICE.match(part)
        or len(part.encode()) > LONGEST_PART
    ):
        raise BadName(text)
    return part
