"""Feedback through nbgrader's `generate_feedback`, by its configuration:

    c.GenerateFeedback.preprocessors = ["graders.feedback.export.LearnerView"]
    c.GenerateFeedback.exporter_class = "graders.feedback.export.FeedbackExporter"
    c.LearnerView.lang = "vi"
    c.CourseDirectory.ignore = [..., "*.report.json"]

Beside `autograded/<learner>/<assignment>/<notebook>.ipynb` the engine left its report, which knows
the hidden tests: the last line keeps it from being copied along with the learner's files.
"""

import json
from contextlib import closing
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import Enum
from traitlets.config import Config

from ..autograded import REPORT_SUFFIX
from ..database import Database
from ..report import Report
from .marks import read_marks
from .page import TEMPLATES, as_json, render
from .stock import clean_html, show_stock
from .view import learner_view
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
        with closing(Database(names["db_url"])) as database:
            database.open_tables(create=False)
            marks = read_marks(database, names["student"], names["assignment"], path.stem)
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
