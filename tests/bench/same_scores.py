"""Prints how far stock nbgrader and the engine agree, test cell by test cell: all of it.

    python tests/bench/same_scores.py [--keep DIR] [COURSE ...]

Courses: class (60 mixed submissions with numpy), class_torch (the same with torch and
transformers), quickstart (nbgrader's own), the small courses of `tests/graders`, and every module
with all of its `wrong/`. Stock nbgrader takes 1-6 s a submission. Exit code 1 if anything differs.
"""

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "graders")]

from agreement import compare, write_course, write_module, write_quickstart  # noqa: E402
from mixed_class import mixed_class  # noqa: E402
from quickstart_answers import ANSWERS  # noqa: E402
from small_courses import COURSES  # noqa: E402

from aulac.course import find_root, read_modules  # noqa: E402


def makers() -> dict:
    """How the directory of each course is written, by the course's name."""
    found = {course.name: lambda d, c=course: write_course(d, c) for course in COURSES}
    found["quickstart"] = lambda d: write_quickstart(d, ANSWERS)
    found["class"] = lambda d: write_course(d, mixed_class())
    found["class_torch"] = lambda d: write_course(d, mixed_class(heavy=True))
    for module in read_modules(find_root(HERE)):
        found[module.name] = lambda d, m=module: write_module(d, m)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("courses", nargs="*", help="all, if none is named")
    parser.add_argument("--keep", type=Path, help="a new directory for the courses")
    options = parser.parse_args()
    every = makers()
    top = options.keep or Path(tempfile.mkdtemp(prefix="same-scores-"))
    names = options.courses or list(every)
    found = compare([every[name](top / name) for name in names])
    different = 0
    print(f"{'course':14} {'learners':>8} {'test cells':>10} {'agree':>6}  shared")
    for name, agreement in found.items():
        lost = agreement.differences
        different += len(lost)
        shared = " ".join(sorted(test.partition("/")[2] for test in agreement.shared))
        agree = agreement.compared - len(lost)
        print(f"{name:14} {len(agreement.ours):8} {agreement.compared:10} {agree:6}  {shared}")
        if agreement.failed:
            print(f"    no scores by stock nbgrader: {' '.join(agreement.failed)}")
        for where, (theirs, ours) in lost.items():
            print(f"    {where}: stock {theirs}, engine {ours}")
        for test in sorted(agreement.broken):
            print(f"    {test}: broken here, not compared")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
