"""Writes the Sphinx source tree of one language: pages, table of contents, configuration."""

import os.path
import re
import shutil
from pathlib import Path

import yaml

from .. import playground
from ..course.glossary import read_glossary
from ..course.notebook import in_language, lesson_cells, notebook, read_notebook, write_notebook
from ..course.source import LANGUAGES, Module, read_blocks, read_yaml
from ..course.storage import write_bytes, write_text
from ..practice import quiz_view
from . import generated
from .lessons import lesson_page, source_map

MODULES = "```{modules}"
LINK = re.compile(r"\]\((?P<path>[\w/.-]+)\.md(?P<label>#[\w-]+)?\)")


def write_sources(root: Path, modules: list[Module], lang: str, out: Path) -> dict[str, Path]:
    """Writes the tree to `out`; returns the source of every page that has one.

    The keys are the pages' paths in the tree. Raises SourceError.
    """
    book = root / "book"
    sources = {f"{path.stem}.ipynb": path for path in sorted(book.glob("*.md"))}
    shutil.rmtree(out, ignore_errors=True)
    for folder in ("pictures", "assets", "templates", "locale"):
        shutil.copytree(book / folder, out / folder)
    write_yaml(out / "_config.yml", configuration(book / "_config.yml", lang, out))
    write_yaml(out / "_toc.yml", contents(in_one(read_yaml(book / "_toc.yml"), lang), modules))
    for name, path in sources.items():
        write_notebook(out / name, prose_page(path, lang))
    for module in modules:
        for lesson in module.lessons:
            name = f"{module.name}/{lesson}.ipynb"
            sources[name] = module.lesson_path(lesson)
            write_notebook(out / name, lesson_page(module, lesson, lang))
        write_generated(module, modules, lang, out / module.name)
    write_text(out / "_modules.md", generated.module_list(modules, lang))
    write_text(out / "thuat_ngu.md", generated.glossary_page(read_glossary(root), lang))
    write_scripts(modules, out / "assets")
    for name in sources:
        link_pages(out, name, sources)
    return sources


def link_pages(tree: Path, name: str, sources: dict[str, Path]) -> None:
    """Lets links to sources lead to the pages made from them, and links to labels to the labels.

    A link to no page stays as it is: Jupyter Book names it.
    """

    def link(found: re.Match) -> str:
        target = os.path.normpath(os.path.join(os.path.dirname(name), found["path"]))
        if f"{target}.ipynb" in sources:
            return f"]({found['label'] or found['path'] + '.ipynb'})"
        is_generated = (tree / f"{target}.md").is_file()
        return f"]({found['label']})" if is_generated and found["label"] else found[0]

    page = read_notebook(tree / name)
    for cell in page["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = LINK.sub(link, cell["source"])
    write_notebook(tree / name, page)


def configuration(path: Path, lang: str, out: Path) -> dict:
    """Jupyter Book's configuration in one language; Sphinx wants the whole path of the locale."""
    value = in_one(read_yaml(path), lang)
    value["sphinx"]["config"]["locale_dirs"] = [str(out / "locale")]
    return value


def in_one(value, lang: str):
    """The same value with every {vi: ..., en: ...} replaced by its text in this language."""
    if isinstance(value, dict):
        if value.keys() == set(LANGUAGES):
            return value[lang]
        return {key: in_one(item, lang) for key, item in value.items()}
    return [in_one(item, lang) for item in value] if isinstance(value, list) else value


def write_yaml(path: Path, value: dict) -> None:
    write_text(path, yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def contents(toc: dict, modules: list[Module]) -> dict:
    """The table of contents with a chapter for every module."""
    for part in toc["parts"]:
        if part["chapters"] == "modules":
            part["chapters"] = [chapter(module) for module in modules]
    return toc


def chapter(module: Module) -> dict:
    pages = [*module.lessons]
    pages += ["quiz"] if module.quiz_path.is_file() else []
    pages += ["playground"] if module.playground_path.is_file() else []
    sections = [{"file": f"{module.name}/{page}"} for page in pages]
    return {"file": f"{module.name}/index", "sections": sections}


def prose_page(path: Path, lang: str) -> dict:
    """A page of prose in one language, as a notebook without code that knows its source's lines."""
    blocks = in_language(read_blocks(path), lang)
    cells = lesson_cells(blocks, lang)
    for cell in cells:
        cell["source"] = cell["source"].replace(MODULES, "```{include} _modules.md")
    return notebook(cells, source_map(blocks))


def write_generated(module: Module, modules: list[Module], lang: str, folder: Path) -> None:
    write_text(folder / "index.md", generated.module_page(module, modules, lang))
    if module.quiz_path.is_file():
        write_text(folder / "quiz.md", generated.quiz_page(module, lang))
    if module.playground_path.is_file():
        write_text(folder / "playground.md", generated.playground_page(module, lang))


def write_scripts(modules: list[Module], assets: Path) -> None:
    """Puts the scripts and styles of quizzes and playgrounds beside those of the book."""
    for path in (*quiz_view.HERE.glob("quiz.*s"), *playground.STATIC.iterdir()):
        write_bytes(assets / path.name, path.read_bytes())
    for module in modules:
        if module.playground_path.is_file():
            for name, script in playground.scripts(module.name).items():
                write_text(assets / "playgrounds" / name, script)
