"""The state of a school's classroom, filled through the real exchange and the real engine."""

import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path

from jupyterhub import orm

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS / "exchange"), str(TESTS / "graders"), str(TESTS)]

from desk import Desk  # noqa: E402
from grading_room import BAI, LIMITS, NAME, RIGHT, Room, make_course  # noqa: E402
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, THIRD, running_hub  # noqa: E402
from tiny import TINY  # noqa: E402

from aulac.classroom.server.places import Places  # noqa: E402

SETTINGS = f"""
address = "http://127.0.0.1:1"
exchange_database = "%s"
[classes.{COURSE}]
instructors = []
learners = ["an", "chi", "@lop-hoc"]
"""
WRONG = "def greet(name):\n    return 'Sai rồi'"
TEACHER = INSTRUCTOR
PEOPLE = {"an": LEARNER, "chi": THIRD}  # with their tokens


class School:
    """A classroom on a server, in a folder of this user's."""

    def __init__(self, root: Path, database: str = ""):
        self.places, self.database = Places(root), database
        self.course = self.places.course(COURSE)

    def found(self) -> "School":
        """Make what the classroom's first start and its instructor make."""
        for folder in (self.places.secrets, self.places.hub, self.course):
            folder.mkdir(parents=True)
        self.places.root.chmod(0o755)
        self.places.settings.write_text(SETTINGS % self.database)
        (self.places.secrets / "oidc").write_text("the-clients-secret")
        (self.places.hub / "cookie_secret").write_text("a-cookie-secret")
        with self.hub_records() as session:
            session.add_all(orm.User(name=name) for name in PEOPLE)
            session.commit()
        make_course(self.course, TINY)
        return self

    def hub_records(self):
        return orm.new_session_factory(f"sqlite:///{self.places.hub / 'jupyterhub.sqlite'}")()

    @contextmanager
    def open(self, grades: bool = True):
        """The exchange of the classroom, which grades what is handed in."""
        course_dir = str(self.places.course("{course}")) if grades else ""
        with running_hub() as hub:
            more = {"database": self.database, "course_dir": course_dir}
            with Desk.opened(hub, self.places.exchange, LIMITS, **more) as desk:
                yield Room(desk, self.course)

    def taught(self) -> dict[str, str]:
        """Let everybody hand in, twice, and get results; the submissions by their people."""
        with self.open() as room:
            room.open(results="at_once")
            for token in PEOPLE.values():
                room.result(room.submit(token, WRONG, essay=f"Bài của {token}"), token)
            ids = {
                name: room.submit(token, RIGHT, essay=f"Bài của {token}")
                for name, token in PEOPLE.items()
            }
            for name, id in ids.items():
                room.result(id, PEOPLE[name])
            extended = room.desk.extend("an", BAI, attempts=9)
            assert extended.is_success, extended.text
        return ids

    def tables(self, database: Path) -> dict[str, list]:
        """All that is in a database of SQLite's."""
        connection = sqlite3.connect(database)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}")))
            for (name,) in names.fetchall()
        }
        connection.close()
        return found


__all__ = ["BAI", "COURSE", "NAME", "PEOPLE", "TEACHER", "School"]
