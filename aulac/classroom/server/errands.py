"""What root has other accounts do: `python -m aulac.classroom.server.errands ERRAND`.

Arguments come as JSON on standard input, the answer goes as JSON to standard output; on a failure
that is for the operator, it is a sentence and the exit code is 1. What anything else prints
meanwhile, such as the configuration of a course, goes to standard error.
"""

import base64
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ..language import language, sentence
from .deputies import Failed


@contextmanager
def exchange() -> Iterator[tuple[Any, Any]]:
    """The database and the storage of the exchange in AULAC_EXCHANGE_DIR."""
    from ..exchange.database import Database, TooNew
    from ..exchange.settings import Settings
    from ..exchange.storage import Storage

    folder, url = Path(os.environ["AULAC_EXCHANGE_DIR"]), os.environ["AULAC_EXCHANGE_DB"]
    told = Settings(folder, hub_url="", hub_token="", database=url)
    try:
        database = Database(told.database_url)
    except TooNew as error:
        raise Failed(str(error)) from None
    try:
        yield database, Storage(folder)
    finally:
        database.close()


def check_exchange() -> None:
    """Fail unless this Âu Lạc can use the exchange's database and every file it names is there."""
    from ..exchange.retention import digests

    with exchange() as (database, storage), database.reading() as session:
        missing = {one for one in digests(session) if not storage.path(one).is_file()}
    if missing:
        raise Failed(
            sentence(
                f"Thiếu {len(missing)} tệp của bài nộp.",
                f"{len(missing)} files of submissions are missing.",
            )
        )


def tidy(submissions_days: int, audit_days: int, dry: bool) -> dict:
    from ..exchange import retention

    kept = retention.Retention(timedelta(submissions_days), timedelta(audit_days))
    with exchange() as (database, storage):
        return asdict(retention.tidy(database, storage, datetime.now(UTC), kept, dry))


def known(name: str) -> dict:
    """Return what the exchange knows about a person."""
    from ..exchange import person

    with exchange() as (database, _), database.reading() as session:
        return person.known(session, name)


def forget(name: str) -> dict:
    from ..exchange import person

    try:
        with exchange() as (database, storage):
            return asdict(person.forget(database, storage, name))
    except person.StillGrading:
        raise Failed(
            sentence(
                f"Bài của {name} vẫn đang được chấm; hãy chạy lại sau ít phút.",
                f"Work of {name} is still being graded; run this again in some minutes.",
            )
        ) from None


def rotate_key() -> dict:
    """Let the exchange sign by a new key; return the names of both."""
    from ..exchange.receipts import Signer
    from ..exchange.storage import alone

    folder = Path(os.environ["AULAC_EXCHANGE_DIR"])
    with alone(folder):
        signer = Signer(folder)
        old = signer.keys.name
        signer.rotate()
        return {"old": old, "new": signer.keys.name, "keys": len(signer.keys.public)}


def schemas_aside() -> list[str]:
    """Return the schemas of PostgreSQL's in which restores have kept what was there before."""
    from .postgres import aside, is_postgres

    url = os.environ["AULAC_EXCHANGE_DB"]
    return aside(url) if is_postgres(url) else []


def receipt_keys() -> dict[str, str]:
    """Return the public keys of all times in base64, by name."""
    from ..exchange.receipts import Signer

    public = Signer(Path(os.environ["AULAC_EXCHANGE_DIR"])).keys.public
    return {name: base64.b64encode(raw).decode() for name, raw in public.items()}


def gradebook_place(course: str) -> dict:
    """Return where a course's gradebook is: in SQLite `inside` the folder of the class, or not."""
    from sqlalchemy import make_url

    url = make_url(_course(course).db_url)
    path = Path(os.path.normpath(Path(course).parent / (url.database or "")))
    inside = url.get_backend_name() == "sqlite" and path.is_relative_to(Path(course).parent)
    return {"inside": inside, "place": str(path) if inside else url.render_as_string()}


def marks(course: str, name: str) -> list[dict]:
    """Return points, marks and comments of a learner in the gradebook of a course."""
    from nbgrader.api import MissingEntry

    with _gradebook(course) as book:
        try:
            student = book.find_student(name) if book else None
        except MissingEntry:
            student = None
        return [_marks(submission) for submission in student.submissions] if student else []


def forget_in_course(course: str, name: str) -> dict:
    """Remove a learner from the gradebook, and the folders of theirs; safe to repeat."""
    from nbgrader.api import MissingEntry
    from sqlalchemy import delete, inspect

    from graders.own_tables import OURS

    forgotten = 0
    with _gradebook(course) as book:
        if book:
            there = inspect(book.engine).get_table_names()
            for table in OURS.tables.values():
                if table.name in there and "learner" in table.c:
                    book.db.execute(delete(table).where(table.c.learner == name))
            book.db.commit()
            try:
                forgotten = len(book.find_student(name).submissions)
                book.remove_student(name)
            except MissingEntry:
                pass
    folders = [one for one in _folders(course, name) if one.is_dir() and not one.is_symlink()]
    for folder in folders:
        shutil.rmtree(folder)
    return {"graded": forgotten, "folders": len(folders)}


def _course(course: str):
    from graders.course import CourseError, read_course
    from graders.words import say

    try:
        return read_course(Path(course))
    except CourseError as error:
        raise Failed(say(error.key, language(), **error.params)) from None


@contextmanager
def _gradebook(course: str) -> Iterator[Any]:
    """The gradebook by nbgrader's own API, or None where there is none yet."""
    from nbgrader.api import Gradebook

    found, place = _course(course), gradebook_place(course)
    if place["inside"] and not Path(place["place"]).is_file():
        yield None
        return
    with Gradebook(found.db_url, found.course_id or "default_course") as book:
        yield book


def _folders(course: str, name: str) -> Iterator[Path]:
    """Yield the folders of one learner in a course; those of a step for all of them stay."""
    found = _course(course)
    parts = Path(found.structure).parts
    if "{student_id}" in parts:
        above = (
            Path(*parts[: parts.index("{student_id}")]) if parts[0] != "{student_id}" else Path()
        )
        for step in ("submitted", "autograded", "feedback"):
            filled = str(above).format(nbgrader_step=found.step_name(step))
            yield found.root / filled / name


def _marks(submission) -> dict:
    return {
        "assignment": submission.name,
        "handed_in": submission.timestamp and submission.timestamp.isoformat(),
        "score": submission.score,
        "points": submission.max_score,
        "late_penalty": submission.late_submission_penalty,
        "grades": [
            {
                "notebook": notebook.name,
                "cell": grade.name,
                "score": grade.score,
                "points": grade.max_score,
                "marked_by_hand": grade.manual_score,
            }
            for notebook in submission.notebooks
            for grade in notebook.grades
        ],
        "comments": [
            {"notebook": notebook.name, "cell": comment.name, "comment": comment.comment}
            for notebook in submission.notebooks
            for comment in notebook.comments
            if comment.comment
        ],
    }


ERRANDS = (
    check_exchange,
    tidy,
    known,
    forget,
    rotate_key,
    receipt_keys,
    schemas_aside,
    gradebook_place,
    marks,
    forget_in_course,
)


def main() -> int:
    errand = {one.__name__: one for one in ERRANDS}[sys.argv[1]]
    with open(os.dup(1), "w", encoding="utf-8", errors="replace") as output:
        os.dup2(2, 1)
        try:
            answer = json.dumps(errand(**json.load(sys.stdin)), ensure_ascii=False)
        except (Failed, OSError) as error:
            print(error, file=output)
            return 1
        print(answer, file=output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
