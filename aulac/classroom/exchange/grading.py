"""Grades one submission for the exchange and records it, as `aulac grade` does.

The course is the instructor's own directory; hidden tests are read there and stay there.
"""

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graders.assignment import Assignment
from graders.calibrate import calibrate
from graders.course import Course, read_course
from graders.feedback import learner_view
from graders.feedback.marks import read_marks
from graders.feedback.page import as_json, render
from graders.grade import grade
from graders.gradebook import Gradebook
from graders.report import Report
from graders.submission import read_submission

from . import folders
from .collected import ours
from .database import Files, Submission
from .storage import Storage, digest


@dataclass
class Desk:
    """A course with its open gradebook, and the assignments that are ready to be graded."""

    course: Course
    book: Gradebook
    ready: dict[str, Assignment] = field(default_factory=dict)


class Grader:
    """Grades into the course directories; any number of threads may do so at once.

    `place` may name the course as `{course}`. Raises CourseError, AssignmentError, GradebookError,
    EngineError and OSError: failures of ours, never the learner's.
    """

    def __init__(self, place: str, storage: Storage):
        self.place, self.storage = place, storage
        self.desks: dict[str, Desk] = {}
        self.preparing, self.recording = threading.Lock(), threading.Lock()

    def prepare(self, course: str, name: str) -> tuple[Desk, Assignment]:
        """Return the assignment as the directory has it now, tried on its own solution."""
        desk = self.desks.get(course) or self.open(course)
        source = desk.course.assignment(name)
        version = source.digest()
        if version not in desk.ready:
            with self.preparing:
                if version not in desk.ready:
                    desk.ready[version] = calibrate(desk.book.prepare(source))
        return desk, desk.ready[version]

    def open(self, course: str) -> Desk:
        with self.preparing:
            if course not in self.desks:
                found = read_course(Path(self.place.format(course=course)))
                self.desks[course] = Desk(found, Gradebook(found))
            return self.desks[course]

    def forget(self, course: str) -> None:
        """Open the course anew next time: its directory or gradebook may have been replaced."""
        self.desks.pop(course, None)

    def grade(self, submission: Submission) -> Mapping[str, bytes]:
        """Grade, record, and return the files of the feedback."""
        name, user = submission.assignment.name, submission.user
        desk, assignment = self.prepare(submission.assignment.course, name)
        folder = desk.course.folder("submitted", name, user)
        folders.replace(folder, self.contents(submission))
        work = read_submission(folder, user)
        report = grade(work, assignment)
        with self.recording:
            desk.book.record(report, work, assignment, again=True)  # dates may have moved
        return feedback(desk, report)

    def contents(self, submission: Submission) -> dict[str, bytes]:
        """What collecting the submission would write."""
        known = ours(submission)
        theirs = {
            file["path"]: self.storage.path(file["sha256"]).read_bytes()
            for file in submission.files
            if file["path"].partition("/")[0] not in known
        }
        return theirs | known


def keep(storage: Storage, files: Mapping[str, bytes]) -> Files:
    """Store the files, and return them as a row names them."""
    return [_keep(storage, path, content) for path, content in files.items()]


def _keep(storage: Storage, path: str, content: bytes) -> dict:
    file = io.BytesIO(content)
    sha256 = digest(file)
    storage.put(file, sha256)
    return {"path": path, "size": len(content), "sha256": sha256}


def feedback(desk: Desk, report: Report) -> Mapping[str, bytes]:
    """The page and the data that `generate_feedback` would make of each notebook."""
    lang = desk.course.option("LearnerView", "lang", desk.course.lang)
    found = {}
    for notebook in report.notebooks:
        one = Report(**vars(report) | {"notebooks": [notebook]})
        marks = read_marks(desk.book.database, report.learner, report.assignment, notebook.name)
        view = learner_view(one, lang, marks)
        found[f"{notebook.name}.html"] = render(view).encode()
        found[f"{notebook.name}.json"] = as_json(view)
    return found
