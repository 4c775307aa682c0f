"""Feedback through nbgrader's `generate_feedback`, by its configuration:

    c.GenerateFeedback.preprocessors = ["graders.feedback.export.LearnerView"]
    c.GenerateFeedback.exporter_class = "graders.feedback.export.FeedbackExporter"
    c.LearnerView.lang = "vi"
    c.CourseDirectory.ignore = [..., "*.report.json"]

Beside `autograded/<learner>/<assignment>/<notebook>.ipynb` the engine left its report, which knows
the hidden tests: the last line keeps it from being copied along with the learner's files.
"""

import json
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import Enum
from traitlets.config import Config

from ..autograded import REPORT_SUFFIX
from ..report import Report
from .page import TEMPLATES, render
from .stock import clean_html, show_stock
from .view import Mark, Marks, learner_view
from .words import WORDS


class LearnerView(NbGraderPreprocessor):
    """What a learner sees of a notebook that stock nbgrader graded; the rest needs no help."""

    lang = Enum(tuple(WORDS), default_value="vi", help="Language of labels").tag(config=True)

    def preprocess(self, nb, resources):
        nb, resources = GetGrades(parent=self).preprocess(nb, resources)
        show_stock(nb, resources, self.source_path(resources["nbgrader"]))
        resources["words"], resources["lang"] = WORDS[self.lang], self.lang
        return nb, resources

    def source_path(self, names: dict) -> Path:
        coursedir = self.parent.parent.coursedir
        folder = coursedir.format_path(coursedir.source_directory, ".", names["assignment"])
        return Path(folder) / f"{names['notebook']}.ipynb"


class FeedbackExporter(HTMLExporter):
    """Self-contained, sanitized HTML: from the engine's report, else from the notebook."""

    @property
    def default_config(self):
        own = {
            "template_name": "learner_feedback",
            "extra_template_basedirs": [str(TEMPLATES.parent)],
            "sanitize_html": True,
            "exclude_input_prompt": True,
            "exclude_output_prompt": True,
            "filters": {"clean_html": clean_html},
        }
        config = super().default_config
        config.merge(Config({"FeedbackExporter": own}))
        return config

    def from_filename(self, filename, resources=None, **kw):
        path = Path(filename)
        report = read_report(path)
        if report is None:
            return super().from_filename(filename, resources, **kw)
        names = resources["nbgrader"]
        marks = read_marks(names["db_url"], names["student"], names["assignment"], path.stem)
        view = learner_view(report, self.config.LearnerView.get("lang", "vi"), marks)
        resources = self._init_resources(resources)
        resources["outputs"] = {f"{path.stem}.json": as_json(view)}
        return render(view), resources


def read_report(notebook: Path) -> Report | None:
    """The engine's report on an autograded notebook, which is the report's document; or nothing
    where stock nbgrader graded."""
    path = notebook.with_name(notebook.stem + REPORT_SUFFIX)
    if not path.is_file():
        return None
    report = Report.from_json(path.read_text(encoding="utf-8"))
    (found,) = report.notebooks
    found.document = json.loads(notebook.read_text(encoding="utf-8"))
    return report


def as_json(view: dict) -> bytes:
    return json.dumps(view, ensure_ascii=False, indent=1).encode()


def read_marks(db_url: str, learner: str, assignment: str, notebook: str) -> Marks:
    """Scores, comments and penalty of one notebook, as they now stand in nbgrader's gradebook."""
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_submission_notebook(notebook, assignment, learner)
        comments = {one.name: one.manual_comment or "" for one in found.comments}
        cells = {
            (notebook, grade.name): Mark(
                score=None if awaits_a_person(grade) else grade.score,
                comment=comments.pop(grade.name, ""),
                by_hand=grade.manual_score is not None,
            )
            for grade in found.grades
        }
        cells |= {(notebook, name): Mark(comment=text) for name, text in comments.items()}
        return Marks(cells, {notebook: found.late_submission_penalty or 0.0})


def awaits_a_person(grade) -> bool:
    return bool(grade.needs_manual_grade) and grade.manual_score is None
