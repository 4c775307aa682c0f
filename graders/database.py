"""The database of a gradebook: one writer's transactions, and sentences where it fails.

nbgrader's tables are read from the database itself: importing nbgrader costs two seconds, and is
needed only to make a new gradebook.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Interval, MetaData, Table, create_engine, event, inspect, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

TABLES = {
    "assignment": ("id", "name", "duedate", "course_id"),
    "base_cell": ("id", "name", "notebook_id", "type"),
    "comment": ("id", "auto_comment", "manual_comment", "notebook_id", "cell_id"),
    "course": ("id",),
    "grade": ("id", "auto_score", "manual_score", "extra_credit", "needs_manual_grade"),
    "grade_cells": ("id", "max_score", "cell_type"),
    "notebook": ("id", "name", "assignment_id", "kernelspec"),
    "solution_cells": ("id",),
    "source_cell": ("id", "name", "cell_type", "locked", "source", "checksum", "notebook_id"),
    "student": ("id", "first_name", "last_name", "email"),
    "submitted_assignment": ("id", "assignment_id", "student_id", "timestamp", "extension"),
    "submitted_notebook": ("id", "assignment_id", "notebook_id", "late_submission_penalty"),
    "task_cells": ("id", "max_score", "cell_type"),
}
OUR_LOCK = 0x41554C4143  # one number for all our writers, on a PostgreSQL server
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class GradebookError(Exception):
    """The gradebook cannot be used: `key` names a sentence of `words`, with `params`.

    What was recorded before stays; the same command finishes the rest later.
    """

    def __init__(self, key: str, **params):
        super().__init__(key, params)
        self.key, self.params = key, params


class Database:
    """An open gradebook. Raises GradebookError, whatever goes wrong.

    patience: seconds to wait for another process that is writing.
    """

    def __init__(self, url: str, patience: float = 30.0):
        self.name = url
        self.identity: tuple[int, int] | None = None
        self.tables: dict[str, Table] = {}
        with self.sentences():
            self.path = sqlite_path(url)
            self.name = str(self.path) if self.path else make_url(url).render_as_string()
            self.engine = open_engine(url, patience)

    def close(self) -> None:
        self.engine.dispose()

    def open_tables(self, create: bool) -> bool:
        """Finds nbgrader's tables, making a new gradebook if asked; whether there is one."""
        exists = not self.path or self.path.is_file()
        if not create and not exists:
            return False
        with self.sentences():
            if create:
                self.make_tables()
            self.tables = read_tables(self.engine)
        self.identity = identity(self.path)
        return bool(self.tables)

    def make_tables(self) -> None:
        if self.path and not self.path.parent.is_dir():
            raise GradebookError("gradebook_gone", path=self.name)
        with self.begin() as connection:
            names = inspect(connection).get_table_names()
            if "assignment" not in names:
                make_gradebook(connection)
            elif "alembic_version" not in names:
                raise GradebookError("gradebook_old", path=self.name)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: the only one at a time, whole or not at all."""
        with self.sentences():
            self.check_identity()
            with self.engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": OUR_LOCK})
                yield connection
            self.check_identity()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads and keeps nobody waiting."""
        with self.sentences():
            self.check_identity()
            with self.engine.connect().execution_options(reading=True) as connection:
                yield connection

    def check_identity(self) -> None:
        """SQLite would go on writing into a file that was deleted meanwhile, and all would be lost.

        Raises GradebookError if the file is no longer the one that was opened.
        """
        if self.identity and identity(self.path) != self.identity:
            raise GradebookError("gradebook_gone", path=self.name)

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turns what databases and disks say into one sentence for a person."""
        try:
            yield
        except SQLAlchemyError as error:
            raise GradebookError(reason_of(error), path=self.name, reason=cause(error)) from error
        except OSError as error:
            key = "disk_full" if error.errno in FULL else "cannot_write"
            raise GradebookError(
                key, path=error.filename or self.name, reason=error.strerror
            ) from error


def open_engine(url: str, patience: float) -> Engine:
    if sqlite_path(url) is None:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": patience})
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: sqlite3.Connection, _record) -> None:
    """Python must not begin transactions of its own: table definitions would fall outside."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: upgrading a reader's lock later cannot wait for others."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite gradebook; None for a server."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database) if is_file else None


def identity(path: Path | None) -> tuple[int, int] | None:
    try:
        status = os.stat(path) if path else None
    except FileNotFoundError:
        return (0, 0)
    return (status.st_dev, status.st_ino) if status else None


def make_gradebook(connection: Connection) -> None:
    """Makes nbgrader's tables, marked with the version of its newest migration."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from nbgrader.dbutil import ALEMBIC_DIR

    migrations = Config()
    migrations.set_main_option("script_location", ALEMBIC_DIR.replace("%", "%%"))
    newest = ScriptDirectory.from_config(migrations).get_current_head()
    Base.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest})


def read_tables(engine: Engine) -> dict[str, Table]:
    """nbgrader's tables as they are; none if this is no gradebook.

    Raises GradebookError if they are older than the columns we need.
    """
    if "assignment" not in inspect(engine).get_table_names():
        return {}
    metadata = MetaData()
    # SQLite keeps an interval as a date: only the declared type knows what it means.
    Table("submitted_assignment", metadata, Column("extension", Interval()), autoload_with=engine)
    metadata.reflect(engine, only=lambda name, _: name in TABLES)
    for name, columns in TABLES.items():
        if name not in metadata.tables or set(columns) - set(metadata.tables[name].columns.keys()):
            raise GradebookError("gradebook_old", path=engine.url.render_as_string())
    return dict(metadata.tables)


def reason_of(error: SQLAlchemyError) -> str:
    """The key of the sentence for a database's complaint."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "gradebook_locked"
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE")):
        return "disk_full"
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return "gradebook_readonly"
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return "gradebook_damaged"
    if not code and isinstance(error, OperationalError):
        return "gradebook_unreachable"
    return "gradebook_failed"


def cause(error: SQLAlchemyError) -> str:
    """The database's own words, on one line."""
    inner = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(inner).split())
