"""What came out of a submission, read from the feedback that its learner has."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .database import Files
from .storage import Storage


@dataclass(frozen=True)
class Test:
    """One graded cell: its key within the assignment, what it is called, and its verdict."""

    key: str
    name: str
    kind: str
    verdict: str


@dataclass(frozen=True)
class Task:
    """Points of one task; `unmarked` answers still wait for a person."""

    key: str
    title: str
    score: float
    points: float
    tests: tuple[Test, ...]

    @property
    def unmarked(self) -> int:
        return sum(test.verdict == "unmarked" for test in self.tests)


@dataclass(frozen=True)
class Outcome:
    """Points of a submission, `late_penalty` already taken off."""

    score: float
    points: float
    late_penalty: float
    unmarked: int
    tasks: tuple[Task, ...]
    refusals: tuple[str, ...]


def outcome(storage: Storage, feedback: Files) -> Outcome | None:
    """Return what the data among the feedback says; None where there is none that can be read."""
    views = [storage.path(file["sha256"]) for file in feedback if file["path"].endswith(".json")]
    parts = [part for part in map(_read, views) if part]
    if not parts:
        return None
    return Outcome(
        score=sum(part.score for part in parts),
        points=sum(part.points for part in parts),
        late_penalty=sum(part.late_penalty for part in parts),
        unmarked=sum(part.unmarked for part in parts),
        tasks=tuple(task for part in parts for task in part.tasks),
        refusals=tuple(refusal for part in parts for refusal in part.refusals),
    )


@lru_cache(maxsize=4096)
def _read(path: Path) -> Outcome | None:
    """A stored file never changes, so what was read of it stays true."""
    try:
        view = json.loads(path.read_bytes())
        return Outcome(
            score=float(view["score"]),
            points=float(view["points"]),
            late_penalty=float(view["late_penalty"]),
            unmarked=int(view["unmarked"]),
            tasks=tuple(_tasks(view["notebooks"])),
            refusals=tuple(str(one["refusal"]) for one in view["notebooks"] if one["refusal"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _tasks(notebooks: list[dict]) -> Iterator[Task]:
    for notebook in notebooks:
        for task in notebook["tasks"]:
            if task["results"]:
                yield Task(
                    key=f"{notebook['name']}/{task['name']}",
                    title=str(task["title"]),
                    score=float(task["score"]),
                    points=float(task["points"]),
                    tests=tuple(_test(notebook["name"], one) for one in task["results"]),
                )


def _test(notebook: str, one: dict) -> Test:
    key = f"{notebook}/{one['grade_id']}"
    return Test(key, str(one["name"]), str(one["kind"]), str(one["verdict"]))
