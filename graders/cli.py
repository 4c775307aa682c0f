"""The command line of the graders: `python -m graders grade ASSIGNMENT`.

Only the options are here: other commands borrow them, and nothing slow is imported for that.
"""

import argparse
from pathlib import Path

LEVELS = ("namespaces", "landlock", "none")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0: all graded, 1: something needs a person, 2: wrong usage."""
    top = argparse.ArgumentParser(
        prog="graders", description="grades notebooks of an nbgrader course"
    )
    verbs = top.add_subparsers(required=True, metavar="COMMAND")
    add_grade(verbs)
    options = top.parse_args(arguments)
    return options.run(options)


def add_grade(verbs) -> None:
    """Adds the verb `grade` to a command's verbs."""
    verb = verbs.add_parser("grade", help="grade an assignment and record the scores")
    verb.add_argument("assignment", nargs="?", metavar="ASSIGNMENT")
    verb.add_argument("--course", type=Path, metavar="DIR", help="the nbgrader course directory")
    verb.add_argument("--jobs", type=positive, metavar="N", help="at once (default: processors)")
    verb.add_argument("--cluster", metavar="tcp://...", help="a Dask scheduler to grade on")
    verb.add_argument("--json", type=Path, metavar="FILE", help="write all reports to this file")
    verb.add_argument(
        "--regrade", nargs="*", metavar="LEARNER", help="grade again: these learners, or all"
    )
    verb.add_argument("--yes", action="store_true", help="write changed scores without asking")
    verb.add_argument(
        "--export", type=Path, metavar="FILE.csv", help="write grades for a spreadsheet"
    )
    verb.add_argument(
        "--level", choices=LEVELS, help="force a weaker sandbox; every record says so"
    )
    verb.add_argument("--lang", choices=("vi", "en"), help="default: AULAC_LANG, or vi")
    verb.set_defaults(run=run_grade)


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: 1 or more")
    return number


def run_grade(options) -> int:
    from .calibrate import calibrate
    from .command import grade_command
    from .grade import ZYGOTES, grade
    from .runner import Engine

    return grade_command(options, Engine(grade, calibrate, ZYGOTES.close))
