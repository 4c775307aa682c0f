"""Feedback on what stock nbgrader graded: its executed notebook, without what learners may not see;
and safe Markdown for nbgrader's own pages.

A hidden test keeps only its name, verdict and hint: its output could repeat its inputs, in a
traceback or by what the learner's function prints.
"""

from pathlib import Path

import bleach
import nbformat
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade

PROSE_TAGS = frozenset(
    "br div dd del dl dt h1 h2 h3 h4 h5 h6 hr p pre span sub sup table tbody td th thead tr".split()
)


def show_stock(nb, resources, source: Path) -> None:
    """Removes hidden tests from source and outputs; adds verdicts and the author's hints.

    source: the instructor's notebook; the learner's own metadata counts for nothing.
    """
    hints = author_hints(source)
    unmarked = unmarked_cells(resources["nbgrader"])
    for index, cell in enumerate(nb.cells):
        hidden = hide_tests(cell, resources, index)
        if is_grade(cell):
            meta = cell.metadata.nbgrader
            meta.hidden = hidden
            meta.verdict = "unmarked" if meta.grade_id in unmarked else verdict(meta)
            meta.hint = "" if meta.verdict == "passed" else hints.get(meta.grade_id, "")


def hide_tests(cell, resources, index: int) -> bool:
    """Empties a cell of hidden tests and of all that they printed; whether there were any."""
    before = cell.source
    ClearHiddenTests(enforce_metadata=False).preprocess_cell(cell, resources, index)
    if cell.source == before:
        return False
    cell.outputs = []
    return True


def author_hints(path: Path) -> dict[str, str]:
    """The hint of each test by its grade_id; empty where the source is gone."""
    if not path.is_file():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {
        cell.metadata.nbgrader.grade_id: cell.metadata.graders.hint
        for cell in cells
        if "hint" in cell.metadata.get("graders", {}) and "nbgrader" in cell.metadata
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


def markdown_html(source: str) -> str:
    """Markdown for the formgrader, where a learner's written answer must not act as a page does."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return bleach.clean(
        MarkdownWithMath(renderer=renderer).render(source),
        tags=bleach.ALLOWED_TAGS | PROSE_TAGS | {"img"},
        attributes={"a": address, "img": picture, "*": ["lang"]},
        protocols=["http", "https", "mailto", "data"],
        strip=True,
    )


def address(_tag: str, attribute: str, value: str) -> bool:
    return attribute == "href" and value.startswith(("http:", "https:", "mailto:", "#"))


def picture(_tag: str, attribute: str, value: str) -> bool:
    """A picture within the page; one from elsewhere would tell who looks at it."""
    inside = value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,"))
    return attribute == "alt" or (attribute == "src" and inside)
