"""A lesson as a page of the book: the golden run, with its facts, figures and words made fit."""

from pathlib import Path

from ..course.glossary import linked_words
from ..course.golden import in_english, output_in
from ..course.notebook import in_language, notebook, read_notebook
from ..course.source import Block, Module, SourceError, read_blocks
from ..practice.display import PROSE


def lesson_page(module: Module, lesson: str, lang: str) -> dict:
    """The executed lesson in one language, as a notebook that knows the lines of its source."""
    path = module.lesson_path(lesson)
    blocks = read_blocks(path)
    golden = read_notebook(module.golden_path(lesson))
    cells = golden["cells"] if lang == "vi" else in_english(golden, blocks)["cells"]
    shown = in_language(blocks, lang)
    texts = alternatives(golden, shown, lang)
    for cell, block, own, following in zip(cells, shown, texts, [*texts[1:], ""], strict=True):
        if cell["cell_type"] == "markdown":
            cell["source"] = linked_words(cell["source"], lang)
            continue
        cell["outputs"] = [output_in(output, lang) for output in cell["outputs"]]
        describe_figure(cell, block, own or following, path)
    return notebook(cells, golden["metadata"] | source_map(shown))


def source_map(blocks: list[Block]) -> dict:
    """Where each cell stands in its source (from 0), so that MyST-NB can tell in warnings."""
    return {"source_map": [block.line - 1 for block in blocks]}


def alternatives(golden: dict, shown: list[Block], lang: str) -> list[str]:
    """What each block's cell says, in one language; "" for prose and for practice."""
    code = iter(cell for cell in golden["cells"] if cell["cell_type"] == "code")
    said = [alternative(next(code), lang) if block.kind == "code" else "" for block in shown]
    practice = ["practice" in block.meta.get("tags", ()) for block in shown]
    return ["" if skip else text for text, skip in zip(said, practice, strict=True)]


def alternative(cell: dict, lang: str) -> str:
    """The sentences that a cell prints in both languages, in this one."""
    bundles = [output.get("data", {}).get(PROSE) for output in cell["outputs"]]
    return " ".join("".join(bundle[lang]["text/plain"]) for bundle in bundles if bundle).strip()


def describe_figure(cell: dict, block: Block, text: str, path: Path) -> None:
    """Gives a cell's picture its text alternative: what the cell, or that right after it, says."""
    kinds = [kind for output in cell["outputs"] for kind in output.get("data", {})]
    if not any(kind.startswith("image/") for kind in kinds):
        return
    if not text:
        message = (
            f"{block.name} draws a figure without a text alternative: end it with say(vi=, en=)"
        )
        raise SourceError(path, message, block.line)
    cell["metadata"]["mystnb"] = {"image": {"alt": text}}
