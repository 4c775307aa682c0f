"""Says clearly which submission is not a notebook; nbgrader goes on with the rest of the class."""

from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.converters import NbGraderException
from nbgrader.exchange.default import ExchangeCollect

from .accounts import LEARNER
from .language import sentence


def complaint(path: Path) -> str:
    """Return a sentence about a submitted file `.../<learner>/<assignment>/<name>.ipynb`."""
    learner = path.parent.parent.name
    return sentence(
        f"Bài nộp của {learner}: {path.name} không phải là notebook Jupyter đọc được. Tệp được giữ "
        f"nguyên tại {path}; hãy nhờ học viên nộp lại. Các bài khác vẫn được chấm.",
        f"The submission of {learner}: {path.name} is not a readable Jupyter notebook. The file is "
        f"kept at {path}; please ask for it again. The others are still graded.",
    )


def is_notebook(path: Path) -> bool:
    """Say whether the file can be read as a notebook."""
    try:
        nbformat.read(path, as_version=4)
    except (ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError):
        return False
    return True


class Collect(ExchangeCollect):
    """Collects, and names at once what nobody will be able to grade."""

    def copy_files(self):
        super().copy_files()
        self.name_the_learner()
        submitted = Path(self.coursedir.root) / self.coursedir.submitted_directory
        for path in sorted(submitted.glob(f"*/{self.coursedir.assignment_id}/*.ipynb")):
            if not is_notebook(path):
                self.log.warning(complaint(path))

    def name_the_learner(self):
        """Give the classroom's learner a name to be shown in the gradebook."""
        words = {"last_name": sentence("Học viên", "Learner"), "first_name": LEARNER}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            gradebook.update_or_create_student(LEARNER, **words)


class SubmissionExporter(NotebookExporter):
    """Reads a submission to be graded, or says that it cannot be read."""

    def from_filename(self, filename, resources=None, **kw):
        if not is_notebook(Path(filename)):
            raise NbGraderException(complaint(Path(filename)))
        return super().from_filename(filename, resources, **kw)
