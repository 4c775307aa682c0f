"""Prints how many of the harmless forging submissions deceive stock nbgrader, and the engine.

    python tests/bench/hostile_stock.py

Only entries marked `stock` are run: they forge, but start, fill and delete nothing.
"""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "graders"), str(HERE.parent / "hostile")]

import stock  # noqa: E402
from corpus import Hostile, corpus  # noqa: E402
from victim import COURSE, POINTS, TASKS, WEAK  # noqa: E402

from graders.assignment import read_assignment  # noqa: E402
from graders.calibrate import calibrate  # noqa: E402
from graders.grade import grade  # noqa: E402
from graders.limits import Limits  # noqa: E402
from graders.submission import read_submission  # noqa: E402


def main() -> int:
    directory = Path(tempfile.mkdtemp(prefix="hostile-stock-"))
    entries = {name: entry for name, entry in corpus().items() if entry.stock}
    entries["honest"] = Hostile("honest", "an honest control", honest=TASKS)
    source = COURSE.write_source(directory)
    folders = {name: entry.write(directory, name) for name, entry in entries.items()}
    stock.prepare(directory)
    theirs = stock.autograde([directory])[directory]
    assignment = calibrate(read_assignment(source, limits=Limits(cell_seconds=6)))
    deceived = {"stock": 0, "engine": 0, "stopped": 0}
    print(f"{'submission':50} {'stock':>12} {'engine':>12}   points not earned, of {total()}")
    for name, entry in entries.items():
        report = grade(read_submission(folders[name], name), assignment)
        ours = {r.grade_id: r.score for r in report.results() if not r.weaker}
        found = {"stock": by_test(theirs[name]), "engine": ours}
        gained = {which: unearned(scores, entry) for which, scores in found.items()}
        for which, points in gained.items():
            deceived[which] += points > 0
        shown = "stopped" if "failed" in theirs[name] else f"{gained['stock']:g}"
        deceived["stopped"] += shown == "stopped"
        print(f"{name:50} {shown:>12} {gained['engine']:12g}   {entry.tries}")
    print(f"{len(entries) - 1} submissions; deceived: {deceived} (stopped: stock gave no score)")
    return 1 if deceived["engine"] else 0


def total() -> float:
    return sum(points for test, points in POINTS.items() if test not in WEAK)


def by_test(scores: dict) -> dict:
    """Scores by grade_id; none where nbgrader gave up on the submission."""
    return {t.partition("/")[2]: s for t, s in scores.items()} if "failed" not in scores else {}


def unearned(scores: dict, entry: Hostile) -> float:
    counted = POINTS.keys() - WEAK - entry.expected
    return sum(scores.get(test) or 0 for test in counted)


if __name__ == "__main__":
    sys.exit(main())
