"""Runs as the learner: fills the home with lessons, then becomes the learner's Jupyter server."""

import os
import sys
import traceback
from pathlib import Path

from .. import singleuser
from ..delivery import deliver
from ..layout import ASSIGNMENTS, LESSONS
from .places import Places

NICE = 10  # the Hub and its services come first


def main() -> None:
    os.nice(NICE)
    os.umask(0o077)
    kept = Path.home() / ".local" / "share" / "aulac"
    try:
        Path.home().chmod(0o700)
        kept.mkdir(parents=True, exist_ok=True)
        log_to(kept / "server.log")
        fill(Path.home(), Places.of_this_process().lessons, kept)
    except OSError:  # a disk that is full must not keep anybody out
        traceback.print_exc()
    singleuser.main()


def log_to(log: Path) -> None:
    with open(log, "wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())


def fill(home: Path, lessons: Path, records: Path) -> None:
    (home / ASSIGNMENTS).mkdir(exist_ok=True)
    for language, folder in LESSONS.items():
        deliver(lessons / language, home / folder, records)


if __name__ == "__main__":
    main()
