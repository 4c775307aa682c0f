"""What a learner gets back: HTML without hidden tests, active markup or outside requests.

Used through nbgrader's configuration of `GenerateFeedback`: `LearnerView` after `GetGrades` in
`preprocessors`, and `FeedbackExporter` as `exporter_class`.
"""

from pathlib import Path

import bleach
import nbformat
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Enum
from traitlets.config import Config

PROSE_TAGS = frozenset(
    "br div dd del dl dt h1 h2 h3 h4 h5 h6 hr p pre span sub sup table tbody td th thead tr".split()
)
TEMPLATES = Path(__file__).parent / "templates"
WORDS = {
    "vi": {
        "decimal_point": ",",
        "title": "Phản hồi bài nộp",
        "score": "Điểm",
        "test": "Kiểm tra",
        "hidden_test": "Kiểm tra ẩn",
        "passed": "Đạt",
        "partly": "Đạt một phần",
        "failed": "Chưa đạt",
        "unmarked": "Chờ chấm",
        "written": "Bài viết",
        "hint": "Gợi ý",
        "comment": "Nhận xét của giảng viên",
        "answer": "Bài làm của bạn",
        "late": "Trừ điểm nộp muộn",
        "summary": "Điểm từng phần",
    },
    "en": {
        "decimal_point": ".",
        "title": "Feedback on the submission",
        "score": "Score",
        "test": "Test",
        "hidden_test": "Hidden test",
        "passed": "Passed",
        "partly": "Partly passed",
        "failed": "Not passed",
        "unmarked": "To be marked",
        "written": "Written answer",
        "hint": "Hint",
        "comment": "Comment by the instructor",
        "answer": "Your answer",
        "late": "Late penalty",
        "summary": "Points by part",
    },
}


class LearnerView(NbGraderPreprocessor):
    """Removes hidden tests from source and outputs; adds verdicts and the author's hints.

    A hidden test keeps only its name, verdict and hint: its output could repeat its inputs, in a
    traceback or by what the learner's function prints.
    """

    lang = Enum(tuple(WORDS), default_value="vi", help="Language of labels").tag(config=True)

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        hints = author_hints(self.source_path(names))
        unmarked = unmarked_cells(names)
        for index, cell in enumerate(nb.cells):
            hidden = self.hide_tests(cell, resources, index)
            if is_grade(cell):
                meta = cell.metadata.nbgrader
                meta.hidden = hidden
                meta.verdict = "unmarked" if meta.grade_id in unmarked else verdict(meta)
                meta.hint = "" if meta.verdict == "passed" else hints.get(meta.grade_id, "")
        resources["words"], resources["lang"] = WORDS[self.lang], self.lang
        return nb, resources

    def hide_tests(self, cell, resources, index: int) -> bool:
        """Empties a cell of hidden tests and of all that they printed; whether there were any."""
        before = cell.source
        ClearHiddenTests(enforce_metadata=False).preprocess_cell(cell, resources, index)
        if cell.source == before:
            return False
        cell.outputs = []
        return True

    def source_path(self, names) -> Path:
        """The instructor's notebook, beside which the learner's own metadata counts for nothing."""
        coursedir = self.parent.parent.coursedir
        folder = coursedir.format_path(coursedir.source_directory, ".", names["assignment"])
        return Path(folder) / f"{names['notebook']}.ipynb"


def author_hints(path: Path) -> dict[str, str]:
    """The hint of each test by its grade_id; empty where the source is gone."""
    if not path.is_file():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {
        cell.metadata.nbgrader.grade_id: cell.metadata.aulac.hint
        for cell in cells
        if "aulac" in cell.metadata and "nbgrader" in cell.metadata
    }


def unmarked_cells(names: dict) -> set[str]:
    """The grade_ids of answers that a person still has to mark."""
    with Gradebook(names["db_url"]) as gradebook:
        submission = gradebook.find_submission_notebook(
            names["notebook"], names["assignment"], names["student"]
        )
        return {grade.name for grade in submission.grades if grade.needs_manual_grade}


def verdict(meta) -> str:
    if meta.score >= meta.points:
        return "passed"
    return "partly" if meta.score > 0 else "failed"


def clean_html(markup) -> str:
    """Keeps what prose, tables and highlighted code need; scripts, handlers and embeds go."""
    return bleach.clean(
        str(markup),
        tags=bleach.ALLOWED_TAGS | PROSE_TAGS,
        attributes=bleach.ALLOWED_ATTRIBUTES | {"*": ["class", "id", "lang"]},
    )


class FeedbackExporter(HTMLExporter):
    """Self-contained, sanitized HTML: nothing in it runs and nothing is fetched."""

    @property
    def default_config(self):
        own = {
            "template_name": "learner_feedback",
            "extra_template_basedirs": [str(TEMPLATES)],
            "sanitize_html": True,
            "exclude_input_prompt": True,
            "exclude_output_prompt": True,
            "filters": {"clean_html": clean_html},
        }
        config = super().default_config
        config.merge(Config({"FeedbackExporter": own}))
        return config
