"""The systemd units of a classroom: the classroom itself, its nightly backup, its tidying."""

import sys
from pathlib import Path

from aulac.course import find_root

from ..language import language
from ..running import say
from .maintenance import command
from .places import Places
from .tls import template

SYSTEM = Path("/etc/systemd/system")
BACKUPS = Path("/var/backups/aulac")
KEEP_DAYS = 14  # how long a backup is kept
UNITS = (
    "aulac.service",
    "aulac-backup.service",
    "aulac-backup.timer",
    "aulac-tidy.service",
    "aulac-tidy.timer",
)


def units(state: Path) -> dict[str, str]:
    """Return the text of every unit by its name, for a classroom at `state`."""
    told = {
        "aulac": Path(sys.executable).with_name("aulac"),
        "checkout": find_root(),
        "state": state,
        "language": language(),
        "backups": BACKUPS,
        "keep_days": KEEP_DAYS,
    }
    return {name: template(f"{name}.j2").render(told) for name in UNITS}


@command
def run(places: Places, folder: Path | None) -> None:
    """Write the units to the folder, by default where systemd looks; say what to do next."""
    folder = folder or SYSTEM
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in units(places.root).items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o644)
    say(
        f"Đã ghi {len(UNITS)} tệp vào {folder}. Bước tiếp theo:",
        f"Wrote {len(UNITS)} files to {folder}. Next:",
    )
    say("  systemctl daemon-reload")
    say("  systemctl enable --now aulac.service aulac-backup.timer aulac-tidy.timer")
