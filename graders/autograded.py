"""Writes `autograded/<learner>/<assignment>/`: what the formgrader and feedback are made from."""

import fnmatch
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .assignment import Assignment
from .course import Course
from .notice import notice
from .report import NotebookReport, Report
from .submission import Submission

REPORT_SUFFIX = ".report.json"
SUFFIXES = (".ipynb", REPORT_SUFFIX)
MAX_PATH = 1024  # bytes; folders within folders could else become longer than the system allows


def write_autograded(
    course: Course, assignment: Assignment, submission: Submission, report: Report
) -> None:
    """Replaces the folder of this submission as a whole. Raises OSError.

    In it: each rebuilt notebook with its report beside it, the assignment's files, and the
    learner's own files where they are not the assignment's.
    """
    folder = course.folder("autograded", assignment.name, submission.learner)
    new = folder.with_name(f".{folder.name}.new")
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for name, content in contents(course, assignment, submission, report).items():
        write(new, name, content)
    share(course, new)
    shutil.rmtree(old, ignore_errors=True)
    if folder.is_dir():
        os.rename(folder, old)
    os.rename(new, folder)
    shutil.rmtree(old, ignore_errors=True)


def is_written(course: Course, report: Report) -> bool:
    """All that the report promises to the formgrader is there."""
    folder = course.folder("autograded", report.assignment, report.learner)
    names = [f"{one.name}{suffix}" for one in report.notebooks for suffix in SUFFIXES]
    return all((folder / name).is_file() for name in names)


def contents(
    course: Course, assignment: Assignment, submission: Submission, report: Report
) -> dict[str, bytes]:
    """All files to write, by relative path; the first that wants a name has it."""
    found: dict[str, bytes] = {}
    for notebook in report.notebooks:
        found[f"{notebook.name}.ipynb"] = notebook_bytes(notebook, course.lang)
        found[f"{notebook.name}{REPORT_SUFFIX}"] = single(report, notebook).to_json().encode()
    kept = course.kept_files(assignment.name)
    given = {name: body for name, body in assignment.files.items() if name not in kept}
    mine = {n: body for n, body in submission.files.items() if is_copied(n, course.ignored)}
    for name, content in (given | {n: b for n, b in mine.items() if n not in given}).items():
        if is_free(name, found):
            found[name] = content
    return found


def notebook_bytes(notebook: NotebookReport, lang: str) -> bytes:
    """The notebook for the formgrader; for one that could not be read, one that says so."""
    document = notebook.document or notice(notebook, lang)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def single(report: Report, notebook: NotebookReport) -> Report:
    """The report on one notebook, without the notebook itself."""
    return replace(report, notebooks=[replace(notebook, document={})])


def without_documents(report: Report) -> Report:
    """The report as it is kept in the gradebook: the notebooks lie in `autograded/`."""
    return replace(report, notebooks=[replace(n, document={}) for n in report.notebooks])


def is_copied(name: str, ignored: list[str]) -> bool:
    """A learner's own file goes along: no notebook, and nothing that the course ignores."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(os.fsencode(name)) > MAX_PATH:
        return False
    patterns = [*ignored, "*.ipynb"]
    return not any(fnmatch.fnmatchcase(part, one) for part in path.parts for one in patterns)


def is_free(name: str, taken: dict[str, bytes]) -> bool:
    """Neither this path nor a folder on the way to it is already a file, nor the reverse."""
    parents = {parent.as_posix() for parent in PurePosixPath(name).parents}
    return name not in taken and not any(
        other in parents or other.startswith(f"{name}/") for other in taken
    )


def write(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def share(course: Course, folder: Path) -> None:
    """nbgrader's permissions: read-only, or writable by the group if the course is shared."""
    for parent, _, names in os.walk(folder):
        for name in names:
            os.chmod(os.path.join(parent, name), 0o664 if course.groupshared else 0o444)
        if course.groupshared:
            os.chmod(parent, 0o2770 | os.stat(parent).st_mode & 0o7)
