"""What the exchange remembers, in SQLite or, by its URL, PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Semaphore

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
    exc,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from ..language import sentence
from .rules import Terms

PATIENCE = 10  # seconds to wait for a lock
POOL = {
    "pool_size": 10,
    "max_overflow": 30,
    "pool_timeout": PATIENCE,
    "pool_pre_ping": True,
    "hide_parameters": True,
}
Files = list[dict]  # of "path", "size", "sha256"


class Moment(TypeDecorator):
    """A moment in UTC, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.astimezone(UTC)

    def process_result_value(self, value, dialect):
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Moment, Files: JSON}


class Limited:
    """The columns of Terms."""

    due: Mapped[datetime | None]
    late_until: Mapped[datetime | None]
    attempts: Mapped[int | None]

    @property
    def terms(self) -> Terms:
        return Terms(self.due, self.late_until, self.attempts)

    @terms.setter
    def terms(self, terms: Terms) -> None:
        self.due, self.late_until, self.attempts = terms.due, terms.late_until, terms.attempts


class Assignment(Limited, Base):
    """An assignment of a course; `version` is its newest release.

    `results` says when learners get results, `cool_down` how many seconds lie between two gradings.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("course", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str]
    name: Mapped[str]
    released: Mapped[bool]
    version: Mapped[int]
    results: Mapped[str] = mapped_column(default="none")
    cool_down: Mapped[int | None]


class Release(Base):
    """One version that was handed out; never changed."""

    __tablename__ = "release"

    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    released_at: Mapped[datetime]
    released_by: Mapped[str]
    files: Mapped[Files]


class Extension(Limited, Base):
    """What one person is granted."""

    __tablename__ = "extension"

    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id), primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)


class Submission(Base):
    """Work that was handed in, with its receipt; only the feedback ever changes."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("assignment_id", "user", "number"),
        UniqueConstraint("assignment_id", "user", "idempotency_key"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id))
    user: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    version: Mapped[int]
    received_at: Mapped[datetime]
    late: Mapped[bool]
    size: Mapped[int]
    files: Mapped[Files]
    idempotency_key: Mapped[str | None]
    payload: Mapped[str]
    signature: Mapped[str]
    key: Mapped[str]
    feedback: Mapped[Files]

    assignment: Mapped[Assignment] = relationship(lazy="joined", innerjoin=True)


class Audit(Base):
    """Who did what, or tried to; rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    person: Mapped[str]
    address: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
    outcome: Mapped[str]
    course: Mapped[str] = mapped_column(index=True)


class Version(Base):
    """One row: how many times the shape of these tables has changed, and once more."""

    __tablename__ = "schema_version"

    number: Mapped[int] = mapped_column(primary_key=True)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = ()  # the first leads from version 1 to 2


class TooNew(Exception):
    """A later Âu Lạc has written this database."""

    def __init__(self, found: int, known: int):
        super().__init__(
            sentence(
                f"Cơ sở dữ liệu bài nộp do một bản Âu Lạc mới hơn ghi (phiên bản {found}, bản này "
                f"chỉ biết đến {known}). Hãy cài bản mới hơn.",
                f"A later Âu Lạc wrote the exchange's database (version {found}; this one knows "
                f"up to {known}). Install the later one.",
            )
        )


class Database:
    """Sessions that read, and sessions that write. Errors: SQLAlchemyError.

    Opening makes the tables or brings them up to date; raises TooNew.
    """

    def __init__(self, url: str):
        self._reader = _engine(url)
        one = self._reader.dialect.name == "sqlite"
        self._turns = Semaphore(1 if one else POOL["max_overflow"])
        self._writer = self._reader.execution_options(writing=True)
        with self._writer.begin() as connection:
            _be_current(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed, durable, when the block ends without an error.

        Threads queue for SQLite's one place: its own waiting is by trial and unfair.
        """
        if not self._turns.acquire(timeout=PATIENCE):
            raise exc.TimeoutError("others are writing")
        try:
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            self._turns.release()

    def forget(self) -> None:
        """Let nothing that was deleted stay legible in the files of the database."""
        if self._reader.dialect.name == "sqlite":
            with self._reader.execution_options(isolation_level="AUTOCOMMIT").connect() as now:
                now.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._reader.dispose()


def _be_current(connection: Connection) -> None:
    """Make the tables, or lift them to this version, one migration after the other."""
    tables = inspect(connection).get_table_names()
    Base.metadata.create_all(connection)
    newest = len(MIGRATIONS) + 1
    found = connection.scalar(select(Version.number))
    if found is None:  # an empty database, or one from before versions were kept
        found = 1 if Submission.__tablename__ in tables else newest
        connection.execute(insert(Version).values(number=found))
    if found > newest:
        raise TooNew(found, newest)
    for migrate in MIGRATIONS[found - 1 :]:
        migrate(connection)
    connection.execute(update(Version).values(number=newest))


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() == "postgresql":
        waits = f"-c lock_timeout={PATIENCE}s -c statement_timeout={PATIENCE}s"
        return create_engine(url, connect_args={"options": waits, "connect_timeout": 5}, **POOL)
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, **POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # _begin_sqlite begins
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
