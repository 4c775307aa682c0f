"""Runs as the account of the graders: the formgrader of one class, on a page of its own."""

import os
from pathlib import Path

from .. import singleuser
from ..homes import deliver_course
from ..language import language
from .places import Places


def main() -> None:
    """Fill the course directory, then become the Jupyter server that shows the formgrader."""
    os.umask(0o007)  # the exchange's account grades into the same directory
    name = os.environ["AULAC_CLASS"]
    places = Places.of_this_process()
    home = places.classes / name
    records = home / "delivered"
    records.mkdir(exist_ok=True)
    deliver_course(places.course(name), name, language(), records)
    share(places.course(name) / "gradebook.db")
    os.chdir(home)
    os.environ["HOME"] = str(home)
    singleuser.main()


def share(gradebook: Path) -> None:
    """Let the group write; SQLite would make a file that it cannot write."""
    gradebook.touch()
    gradebook.chmod(0o660)


if __name__ == "__main__":
    main()
