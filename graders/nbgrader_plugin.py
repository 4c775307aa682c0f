"""Lets `nbgrader autograde` and the formgrader's button use the engine.

By nbgrader's own configuration, nothing of it patched:

    c.Autograde.exporter_class = "graders.nbgrader_plugin.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = ["graders.nbgrader_plugin.Grade"]
    c.CourseDirectory.ignore = [..., "*.report.json"]

nbgrader walks through the submissions and writes the notebooks it gets from here. What cannot be
read has 0 points and a sentence; where the engine itself fails, nbgrader reports that submission
as failed and the grades on record stay as they were.
"""

from dataclasses import replace
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode
from traitlets.config import Config

from .assignment import Assignment, AssignmentError
from .calibrate import calibrate
from .course import Course
from .database import GradebookError
from .grade import EngineError, grade
from .gradebook import Gradebook
from .nbgrader_collect import complaint, remark, set_aside
from .notice import notice
from .report import Report
from .submission import read_submission

_calibrated: dict[str, Assignment] = {}


class SubmissionExporter(NotebookExporter):
    """Opens no submitted file: what is in it is for the engine to read."""

    report: Report | None = None

    def __init__(self, parent=None, **kw):
        super().__init__(parent=parent, **kw)
        set_aside(parent.coursedir, self.log)

    def from_filename(self, filename, resources=None, **kw):
        return self.from_notebook_node(nbformat.v4.new_notebook(), resources, **kw)


class Grade(NbGraderPreprocessor):
    """Grades and records a submission at its first notebook; returns each as it was graded."""

    level = Unicode(
        None, allow_none=True, help="Sandbox: `namespaces` (default), `landlock` or `none`"
    ).tag(config=True)

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        learner, assignment = names["student"], names["assignment"]
        report = self.parent.report
        if report is None or (report.learner, report.assignment) != (learner, assignment):
            report = self.parent.report = self.grade_and_record(learner, assignment)
        (found,) = [one for one in report.notebooks if one.name == names["notebook"]]
        return nbformat.from_dict(writable(found.document)), resources

    def grade_and_record(self, learner: str, name: str) -> Report:
        """The report on a submission, as it now stands in the gradebook."""
        course = self.course()
        submission = read_submission(course.folder("submitted", name, learner), learner)
        try:
            with Gradebook(course) as gradebook:
                assignment = calibrated(gradebook.prepare(course.assignment(name)), self.level)
                report = with_documents(grade(submission, assignment, self.level), course.lang)
                gradebook.record(report, submission, assignment, again=True)
        except (AssignmentError, EngineError, GradebookError) as error:
            self.log.error("%s: %s", learner, error)
            raise NbGraderException(str(error)) from error
        self.tell(report, course.lang)
        for path in course.folder("autograded", name, learner).glob("*.ipynb"):
            path.chmod(0o644)  # nbgrader writes them once more, then sets its permissions
        return report

    def tell(self, report: Report, lang: str) -> None:
        """Names in the log what could not be read."""
        for one in report.notebooks:
            if one.refusal:
                params = {"name": f"{one.name}.ipynb"} | one.params
                self.log.warning(complaint(report.learner, one.refusal, params, lang))
        for name, key in report.skipped.items():
            self.log.warning(remark(report.learner, name, key, lang))

    def course(self) -> Course:
        """The course as nbgrader sees it, with what its command line changed."""
        coursedir = self.parent.parent.coursedir
        config = Config(self.config)
        config.CourseDirectory.db_url = coursedir.db_url
        config.CourseDirectory.ignore = list(coursedir.ignore)
        return Course(Path(coursedir.root), config)


def calibrated(assignment: Assignment, level: str | None) -> Assignment:
    """The assignment with what the engine finds out about its tests, once for each version."""
    digest = assignment.digest()
    if digest not in _calibrated:
        _calibrated[digest] = calibrate(assignment, level)
    return _calibrated[digest]


def with_documents(report: Report, lang: str) -> Report:
    """The report with a notebook for the formgrader in place of each that could not be read."""
    found = [
        one if one.document else replace(one, document=notice(one, lang))
        for one in report.notebooks
    ]
    return replace(report, notebooks=found)


def writable(content):
    """The same with no lone surrogate in any text: such text cannot be written as UTF-8."""
    if isinstance(content, dict):
        return {key: writable(value) for key, value in content.items()}
    if isinstance(content, list):
        return [writable(value) for value in content]
    if isinstance(content, str):
        return content.encode("utf-8", "replace").decode("utf-8")
    return content
