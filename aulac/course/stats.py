"""What a learner has before them: words, cells and seconds of every lesson."""

from .notebook import read_notebook
from .source import LANGUAGES, Module, read_blocks

COLUMNS = ("lesson", "words vi", "words en", "code cells", "practice", "seconds")


def rows(modules: list[Module]) -> list[tuple]:
    return [lesson_row(module, lesson) for module in modules for lesson in module.lessons]


def lesson_row(module: Module, lesson: str) -> tuple:
    blocks = read_blocks(module.lesson_path(lesson))
    code = [block for block in blocks if block.kind == "code"]
    words = [words_in(blocks, lang) for lang in LANGUAGES]
    practice = sum("practice" in block.meta.get("tags", []) for block in code)
    return f"{module.name}/{lesson}", *words, len(code), practice, seconds(module, lesson)


def words_in(blocks, lang: str) -> int:
    return sum(len(block.text.split()) for block in blocks if block.lang == lang)


def seconds(module: Module, lesson: str) -> float | str:
    """How long the golden run took when it was recorded; "-" where there is none."""
    path = module.golden_path(lesson)
    return read_notebook(path)["metadata"]["aulac"]["seconds"] if path.is_file() else "-"


def table(modules: list[Module]) -> str:
    lines = [COLUMNS, *rows(modules)]
    widths = [max(len(str(line[n])) for line in lines) for n in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            str(value).ljust(width) if n == 0 else str(value).rjust(width)
            for n, (value, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
