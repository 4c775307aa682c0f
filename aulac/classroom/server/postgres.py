"""The exchange's database where it is PostgreSQL, saved and loaded by PostgreSQL's own programs.

`python -m aulac.classroom.server.postgres dump | load | is_empty`, or `move_aside SCHEMA`,
`put_back SCHEMA`, as the account of the exchange, with the database's URL in AULAC_EXCHANGE_DB.
"""

import os
import shutil
import subprocess
import sys

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from ..language import sentence
from .deputies import Failed
from .parts import tell

ASIDE = "before_"
DUMP = ("--format=custom", "--no-owner", "--no-privileges", f"--exclude-schema={ASIDE}*")
LOAD = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")


def is_postgres(url: str) -> bool:
    return bool(url) and make_url(url).get_backend_name() == "postgresql"


def dump(url: str) -> None:
    """Write the database as it is at one moment to standard output."""
    _run(url, "pg_dump", *DUMP)


def load(url: str) -> None:
    """Load a dump from standard input into the empty database, whole or not at all."""
    _run(url, "pg_restore", *LOAD)


def is_empty(url: str) -> None:
    """Fail unless the database holds no table."""
    with _engine(url).connect() as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        if connection.scalar(text(tables)):
            raise Failed(
                sentence(
                    "Cơ sở dữ liệu PostgreSQL của bài nộp không trống. Dùng --replace để xếp "
                    "nội dung cũ sang một bên.",
                    "The exchange's PostgreSQL database is not empty. Use --replace to move what "
                    "is in it aside.",
                )
            )


def move_aside(url: str, schema: str) -> None:
    """Keep all tables in the schema of this name, which begins with ASIDE."""
    _do(url, f"ALTER SCHEMA public RENAME TO {schema}", "CREATE SCHEMA public")


def put_back(url: str, schema: str) -> None:
    """Undo `move_aside`; what was loaded since is gone."""
    _do(url, "DROP SCHEMA public CASCADE", f"ALTER SCHEMA {schema} RENAME TO public")


def aside(url: str) -> list[str]:
    """Return the schemas that hold what `move_aside` has kept."""
    with _engine(url).connect() as connection:
        names = connection.scalars(text("SELECT nspname FROM pg_namespace ORDER BY nspname"))
        return [name for name in names if name.startswith(ASIDE)]


def _do(url: str, *statements: str) -> None:
    with _engine(url).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _engine(url: str) -> Engine:
    return create_engine(url, connect_args={"connect_timeout": 10}, hide_parameters=True)


def _run(url: str, program: str, *options: str) -> None:
    """The password goes by the environment: everybody on the machine reads command lines."""
    if not shutil.which(program):
        raise Failed(
            sentence(
                f"Thiếu chương trình {program} của PostgreSQL (Debian, Ubuntu: "
                "apt install postgresql-client).",
                f"PostgreSQL's program {program} is missing (Debian, Ubuntu: "
                "apt install postgresql-client).",
            )
        )
    parsed = make_url(url)
    _, known = parsed.get_dialect()().create_connect_args(parsed)
    secret = {"PGPASSWORD": known.pop("password")} if "password" in known else {}
    command = [program, *options, f"--dbname={make_conninfo('', **known)}"]
    done = subprocess.run(command, env=os.environ | secret, stderr=subprocess.PIPE)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["?"]
        raise Failed(f"{program}: {said[-1]}")


def main() -> int:
    verbs = {verb.__name__: verb for verb in (dump, load, is_empty, move_aside, put_back)}
    try:
        verbs[sys.argv[1]](os.environ["AULAC_EXCHANGE_DB"], *sys.argv[2:])
    except (Failed, SQLAlchemyError) as error:
        tell(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
