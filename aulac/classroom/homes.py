"""Fills the homes of a laptop's accounts, and the course directories of instructors."""

import json
import tempfile
from pathlib import Path

from aulac import course
from aulac.course.build import COURSE_ID

from .accounts import INSTRUCTOR, LEARNER
from .delivery import deliver, read_record
from .layout import ASSIGNMENTS, COURSE, LESSONS
from .state import State, write_private


def prepare(state: State, lang: str) -> None:
    """Deliver lessons to the learner and the course, in the language `lang`, to the instructor."""
    (state.home(LEARNER) / ASSIGNMENTS).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state.root) as temporary:
        built = Path(temporary)
        course.build_notebooks(built)
        for language, folder in LESSONS.items():
            deliver(built / language, state.home(LEARNER) / folder, state.delivered)
    deliver_course(state.home(INSTRUCTOR) / COURSE, COURSE_ID, lang, state.delivered)


def deliver_course(directory: Path, name: str, lang: str, records: Path) -> None:
    """Fill the course directory of the class `name`.

    It keeps the language of the first time, since releases are in it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=records) as temporary:
        built = Path(temporary) / COURSE
        course.write_course(built, _first_language(records, lang), name=name)
        deliver(built, directory, records)


def _first_language(records: Path, lang: str) -> str:
    record = records / "language.json"
    if not record.exists():
        write_private(record, json.dumps({"course": lang}))
    return read_record(record).get("course", lang)
