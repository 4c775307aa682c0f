"""Whether the accounts of learners and services can read the programs they are to run."""

import site
import sys
from collections.abc import Iterator
from pathlib import Path

from aulac.course import find_root

from ..checks import Check
from ..language import sentence
from .places import Places

ENTER = 0o001


def checks(places: Places) -> Iterator[Check]:
    """Check the interpreter, its packages, the checkout, and the way to the state."""
    python = sentence("trình thông dịch Python", "the Python interpreter")
    packages = sentence("các gói Python", "the Python packages")
    yield _check(python, Path(sys.base_prefix))
    for folder in (sys.prefix, *site.getsitepackages()):
        yield _check(packages, Path(folder))
    yield _check(sentence("mã nguồn khóa học", "the course's checkout"), find_root())
    yield _check(sentence("thư mục lưu trữ", "the state folder"), places.root.parent)


def _check(what: str, path: Path) -> Check:
    shut = in_the_way(path)
    return Check(
        what,
        shut is None,
        sentence(
            f"Tài khoản khác không đọc được {what} ({path}): thư mục {shut} không cho vào.",
            f"Other accounts cannot read {what} ({path}): the folder {shut} does not let them in.",
        ),
        sentence(
            "Hãy cài vào nơi mọi người đọc được, như /opt/aulac.",
            "Install it where everybody can read, such as /opt/aulac.",
        ),
    )


def in_the_way(path: Path) -> Path | None:
    """Return the first folder on the way to the path, or the path, that others may not enter."""
    path = path.resolve()
    way = [*reversed(path.parents), path]
    return next((one for one in way if one.exists() and not one.stat().st_mode & ENTER), None)
