"""Everything about one person in a ZIP file: a page to read, the data, and the files."""

import hashlib
import json
import os
import zipfile
from pathlib import Path

from jinja2 import Environment, PackageLoader

from ..exchange import person
from ..language import language, sentence
from .backup import target, whole
from .deputies import Failed

MADE = (1980, 1, 1, 0, 0, 0)  # ZIP wants a time; the data have the true ones


def write_export(files: Path, data: dict, out: Path) -> None:
    """Write the file `out` from the data and the stored files in the folder `files`."""
    pages = Environment(loader=PackageLoader(__package__), autoescape=True, trim_blocks=True)
    page = pages.get_template("export.html").render(data, lang=language())
    with whole(target(out)) as (_, output), zipfile.ZipFile(output, "w") as packed:
        add(packed, "index.html", page.encode())
        add(packed, "data.json", json.dumps(data, ensure_ascii=False, indent=1).encode())
        for place, sha256 in person.files(data["exchange"]):
            add(packed, place, stored(files / sha256))


def add(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, MADE)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    packed.writestr(info, content)


def stored(path: Path) -> bytes:
    """Return the content of a stored file: root trusts nothing there but the digest."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != path.name:
        raise Failed(
            sentence(f"{path} không còn nguyên vẹn.", f"{path} is not what was handed in.")
        )
    return content
