"""The verb `grade`: grades, shows, exports; every failure is one sentence and an exit code."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from . import words
from .assignment import AssignmentError
from .console import Screen
from .course import Course, CourseError, read_course
from .database import GradebookError
from .export import export
from .grade import EngineError
from .gradebook import Gradebook
from .outcomes import Outcome, Summary
from .runner import Engine, run
from .workers import WorkersError, open_workers


def grade_command(options, engine: Engine) -> int:
    """Grades and exports as the options say; every failure is one sentence on stderr."""
    lang = words.language(options.lang)
    if not options.assignment and not options.export:
        print(words.say("what", lang), file=sys.stderr)
        return 2
    try:
        course = read_course(options.course)
        code = grade_assignment(course, options, lang, engine) if options.assignment else 0
        if options.export and code != 130:
            export(course, options.export, options.assignment)
            print(words.say("exported", lang, path=options.export))
        return code
    except CourseError as error:
        print(words.say(error.key, lang, **error.params), file=sys.stderr)
        return 2
    except (GradebookError, WorkersError) as error:
        print(words.say(error.key, lang, **error.params), file=sys.stderr)
    except (AssignmentError, EngineError) as error:
        print(words.plain(error), file=sys.stderr)
    except KeyboardInterrupt:
        print(words.say("interrupted", lang), file=sys.stderr)
        return 130
    return 1


def grade_assignment(course: Course, options, lang: str, engine: Engine) -> int:
    screen = Screen(lang, options.yes)
    try:
        with open_workers(options.cluster, options.jobs) as workers:
            summary = run(
                course,
                options.assignment,
                workers,
                engine,
                level=options.level,
                regrade=options.regrade,
                watcher=screen,
            )
    except BaseException:
        engine.stop()
        raise
    screen.show(summary, course.folder("submitted", "*", options.assignment))
    if options.json:
        write_json(course, summary, options.json, lang)
    return summary.exit_code


def write_json(course: Course, summary: Summary, path: Path, lang: str) -> None:
    """All reports on record, one at a time, and what was not graded with the reason."""
    with Gradebook(course) as book, book.database.sentences():
        temporary = path.with_name(f".{path.name}.new")
        with open(temporary, "w", encoding="utf-8") as file:
            file.writelines(json_lines(book.reports(summary.assignment), summary, lang))
        temporary.replace(path)


def json_lines(reports: Iterator[str], summary: Summary, lang: str) -> Iterator[str]:
    yield f'{{"assignment": {json.dumps(summary.assignment)}, "reports": ['
    for number, report in enumerate(reports):
        yield ("," if number else "") + "\n" + report
    missing = [one for one in summary.outcomes if one.status in ("failed", "unreadable")]
    yield f'\n], "not_graded": {json.dumps([reasons(one, lang) for one in missing])}}}\n'


def reasons(one: Outcome, lang: str) -> dict:
    said = [words.say(key, lang, **params) for key, params in one.remarks]
    return {"learner": words.plain(one.learner), "why": " ".join(said)}
