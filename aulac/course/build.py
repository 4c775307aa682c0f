"""Writes what the sources make: learner notebooks, instructor notebooks, nbgrader courses."""

import json
from pathlib import Path

from .check import block_problems
from .golden import in_english
from .notebook import (
    assignment_cells,
    cell,
    learner_cells,
    notebook,
    read_notebook,
    write_notebook,
)
from .source import ASSIGNMENT, LANGUAGES, Module, SourceError, find_root, read_blocks, read_modules
from .storage import write_bytes, write_text

CODE_STUB = {
    "vi": "# VIẾT MÃ CỦA BẠN Ở ĐÂY\nraise NotImplementedError()",
    "en": "# WRITE YOUR CODE HERE\nraise NotImplementedError()",
}
TEXT_STUB = {"vi": "VIẾT CÂU TRẢ LỜI CỦA BẠN Ở ĐÂY", "en": "WRITE YOUR ANSWER HERE"}
QUIZ_PROSE = {
    "vi": "# Câu hỏi ôn tập: {}\n\nHãy chạy ô dưới đây (Shift+Enter) rồi trả lời ngay tại chỗ:"
    " phương án nào cũng có lý do, và chưa đúng thì cứ thử lại.",
    "en": "# Review questions: {}\n\nRun the cell below (Shift+Enter) and answer in place:"
    " every option has its reason, and you may try again as often as you like.",
}
CONFIG_MARK = "# Written by `aulac course`"
COURSE_ID = "aulac"
# nbgrader's own list, and the engine's reports, which know the hidden tests
IGNORED = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.report.json"]


def build_notebooks(out: Path, modules: list[Module] | None = None) -> list[Path]:
    """Writes the learner's folder of every module in both languages: `out/<lang>/<module>/`."""
    modules = read_modules(find_root()) if modules is None else modules
    return [
        path
        for module in modules
        for lang in LANGUAGES
        for path in write_learner_folder(module, out / lang / module.name, lang)
    ]


def write_learner_folder(module: Module, folder: Path, lang: str) -> list[Path]:
    written = []
    for lesson in module.lessons:
        path = folder / f"{lesson}.ipynb"
        write_notebook(path, notebook(learner_cells(read_blocks(module.lesson_path(lesson)), lang)))
        written.append(path)
    if module.quiz_path.is_file():
        write_bytes(folder / module.quiz_path.name, module.quiz_path.read_bytes())
        written.append(write_quiz(module, folder, lang))
    for name in module.companions:
        if not (module.folder / name).is_file():
            raise SourceError(module.spec_path, f"the file {name} is listed but does not exist")
        write_bytes(folder / name, (module.folder / name).read_bytes())
    about = {"lang": lang, "lessons": module.lessons, "title": module.spec["title"][lang]}
    write_text(folder / "module.json", json.dumps(about, ensure_ascii=False, indent=1) + "\n")
    return written


def write_quiz(module: Module, folder: Path, lang: str) -> Path:
    prose = QUIZ_PROSE[lang].format(module.spec["title"][lang])
    code = "from aulac.practice import quiz\nquiz()"
    path = folder / "quiz.ipynb"
    write_notebook(path, notebook([cell("prose", prose, {}), cell("code", code, {})]))
    return path


def build_assignments(out: Path, modules: list[Module] | None = None) -> list[Path]:
    """Writes the instructor's assignments: `out/<lang>/<module>/assignment.ipynb`."""
    modules = read_modules(find_root()) if modules is None else modules
    return [
        write_assignment(module, out / lang / module.name, lang)
        for module in modules
        for lang in LANGUAGES
    ]


def write_assignment(module: Module, folder: Path, lang: str) -> Path:
    blocks = read_blocks(module.assignment_path)
    for block in blocks:
        for problem in block_problems(module.assignment_path, block):
            raise SourceError(problem.path, problem.message, problem.line)
    path = folder / f"{ASSIGNMENT}.ipynb"
    write_notebook(path, notebook(assignment_cells(blocks, lang)))
    return path


def build_runs(out: Path, modules: list[Module]) -> list[Path]:
    """Writes the executed lessons, `out/<lang>/<module>/`: the golden run and its English twin."""
    written = []
    for module in modules:
        for lesson in module.lessons:
            golden = read_notebook(module.golden_path(lesson))
            english = in_english(golden, read_blocks(module.lesson_path(lesson)))
            for lang, content in (("vi", golden), ("en", english)):
                written.append(out / lang / module.name / f"{lesson}.ipynb")
                write_notebook(written[-1], content)
    return written


def write_course(
    directory: Path,
    lang: str = "vi",
    modules: list[Module] | None = None,
    name: str = COURSE_ID,
) -> list[Path]:
    """Writes an nbgrader course: `source/<module>/assignment.ipynb` and `nbgrader_config.py`.

    `name` is the course's for nbgrader and the exchange.

    Only those files are touched: gradebook, releases and submissions beside them stay.
    """
    modules = read_modules(find_root()) if modules is None else modules
    config = directory / "nbgrader_config.py"
    if config.is_file() and CONFIG_MARK not in config.read_text(encoding="utf-8"):
        raise SourceError(config, "not written by `aulac course`; choose another folder")
    written = [write_assignment(m, directory / "source" / m.name, lang) for m in modules]
    write_text(config, config_text(lang, name))
    return [*written, config]


def config_text(lang: str, name: str) -> str:
    return f'''{CONFIG_MARK}; run it again to refresh. Keep `source/` private: it has the answers.
import os
from pathlib import Path

c = get_config()  # noqa: F821
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "{name}"
c.ClearSolutions.code_stub = {{"python": {CODE_STUB[lang]!r}}}
c.ClearSolutions.text_stub = {TEXT_STUB[lang]!r}
c.CourseDirectory.ignore = {IGNORED}
if "AULAC_EXCHANGE" not in os.environ:  # where it is, the classroom has set how to collect
    c.ExchangeFactory.collect = "graders.nbgrader_collect.Collect"
c.Autograde.exporter_class = "graders.nbgrader_plugin.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = ["graders.nbgrader_plugin.Grade"]
c.GenerateFeedback.preprocessors = ["graders.feedback.export.LearnerView"]
c.GenerateFeedback.exporter_class = "graders.feedback.export.FeedbackExporter"
c.LearnerView.lang = "{lang}"
c.HTMLExporter.sanitize_html = True  # the formgrader shows learners' outputs and answers
c.HTMLExporter.filters = {{"markdown2html": "graders.feedback.stock.markdown_html"}}
'''
