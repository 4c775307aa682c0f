"""Puts lessons and the course into the accounts' homes without ever losing a person's work."""

import hashlib
import json
import tempfile
from pathlib import Path

from aulac import course
from aulac.course.storage import write_bytes

from .accounts import INSTRUCTOR, LEARNER
from .state import State, write_private

ASSIGNMENTS = "bai_tap"
COURSE = "khoa_hoc"


def prepare(state: State, lang: str) -> None:
    """Deliver lessons to the learner and the course, in the language `lang`, to the instructor."""
    for folder in (state.home(LEARNER) / ASSIGNMENTS, state.home(INSTRUCTOR) / COURSE):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state.root) as temporary:
        built = Path(temporary)
        course.build_notebooks(built)
        course.write_course(built / COURSE, _course_language(state, lang))
        deliver(built / "vi", state.home(LEARNER) / "bai_hoc", state)
        deliver(built / "en", state.home(LEARNER) / "lessons", state)
        deliver(built / COURSE, state.home(INSTRUCTOR) / COURSE, state)


def deliver(source: Path, target: Path, state: State) -> list[Path]:
    """Copy new files and refresh those nobody has changed; return the changed ones, kept."""
    record = state.delivered / f"{target.name}.json"
    known = _read(record)
    kept = []
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        name = path.relative_to(source).as_posix()
        mine, fresh = target / name, _digest(path)
        if mine.exists() and _digest(mine) not in (known.get(name), fresh):
            kept.append(mine)
            continue
        write_bytes(mine, path.read_bytes())
        known[name] = fresh
    write_private(record, json.dumps(known, indent=1, sort_keys=True))
    return kept


def _course_language(state: State, lang: str) -> str:
    """Return the language of the course: that of the first start, since releases are in it."""
    record = state.delivered / "language.json"
    if not record.exists():
        write_private(record, json.dumps({"course": lang}))
    return _read(record).get("course", lang)


def _read(record: Path) -> dict[str, str]:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
