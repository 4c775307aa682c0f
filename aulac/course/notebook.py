"""Turns the blocks of a source into notebooks, the same bytes at every build."""

import hashlib
import json
from collections import Counter
from pathlib import Path

from .plain import plain_markdown
from .source import Block, SourceError, read_text
from .storage import write_text

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python"},
}
TEST_LABELS = {
    "vi": {"visible": "Kiểm tra", "hidden": "Kiểm tra ẩn", "point": "điểm", "points": "điểm"},
    "en": {"visible": "Test", "hidden": "Hidden test", "point": "point", "points": "points"},
}
HIDDEN = "### BEGIN HIDDEN TESTS"


def in_language(blocks: list[Block], lang: str) -> list[Block]:
    """The blocks a reader of this language sees: theirs and the shared ones."""
    return [block for block in blocks if block.lang in (None, lang)]


def lesson_cells(blocks: list[Block], lang: str) -> list[dict]:
    """A lesson in MyST Markdown, as the golden run and the book hold it."""
    return [cell(block.kind, block.text, shown(block.meta)) for block in in_language(blocks, lang)]


def learner_cells(blocks: list[Block], lang: str) -> list[dict]:
    """A lesson for JupyterLab, which knows no directives: plain Markdown."""
    return [
        cell(block.kind, readable(block, lang), shown(block.meta))
        for block in in_language(blocks, lang)
    ]


def assignment_cells(blocks: list[Block], lang: str) -> list[dict]:
    """The instructor's version, in nbgrader's metadata schema 3. Solutions and tests included."""
    blocks = in_language(blocks, lang)
    answers = {
        b.meta["task"]: b.text for b in blocks if b.kind == "prose" and is_role(b, "solution")
    }
    cells = []
    for block in blocks:
        if block.kind == "prose" and is_role(block, "solution"):
            continue
        if is_role(block, "written"):
            cells += written_cells(block, lang, answers)
        else:
            cells.append(cell(block.kind, assignment_source(block, lang), graded(block, lang)))
    return cells


def written_cells(block: Block, lang: str, answers: dict) -> list[dict]:
    """A written task: its prompt, locked, and below it the answer (here the model answer)."""
    task, points = block.meta["task"], block.meta["points"]
    prompt = nbgrader(f"{task}-prompt", locked=True)
    answer = nbgrader(task, grade=True, solution=True, points=points)
    return [
        cell("prose", readable(block, lang), {"nbgrader": prompt}),
        cell("prose", answers.get(task, "..."), {"nbgrader": answer}),
    ]


def assignment_source(block: Block, lang: str) -> str:
    if not is_role(block, "test"):
        return readable(block, lang)
    label, meta = TEST_LABELS[lang], block.meta
    kind = label["hidden" if is_hidden(block) else "visible"]
    points = label["point" if meta["points"] == 1 else "points"]
    return f"# {kind}: {meta['name']}, {meta['points']} {points}\n{block.text}"


def graded(block: Block, lang: str) -> dict:
    """Expands the short keys of a source (task, role, points) to nbgrader's metadata."""
    task, role = block.meta.get("task"), block.meta.get("role")
    meta = shown(block.meta)
    if role == "solution":
        meta["nbgrader"] = nbgrader(task, solution=True)
    elif role == "test":
        grade_id = grade_id_of(block)
        meta["nbgrader"] = nbgrader(grade_id, grade=True, locked=True, points=block.meta["points"])
        if own := for_graders(block, lang):
            meta["graders"] = own
    elif role == "given":
        meta["nbgrader"] = nbgrader(task, locked=True)
    return meta


def for_graders(block: Block, lang: str) -> dict:
    """What the grading engine reads of a test: its hint, and how it is to be run."""
    own = {key: block.meta[key] for key in ("isolation", "operators") if key in block.meta}
    return own | ({"hint": block.meta["hint"][lang]} if "hint" in block.meta else {})


def nbgrader(grade_id, grade=False, solution=False, locked=False, points=None) -> dict:
    meta = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return meta | ({"points": points} if grade else {})


def grade_id_of(block: Block) -> str:
    """The grade_id of a test: from names, so that mending a test regrades it."""
    return f"{block.meta['task']}-{block.meta['name']}"


def is_role(block: Block, role: str) -> bool:
    return block.meta.get("role") == role


def is_hidden(block: Block) -> bool:
    return HIDDEN in block.text


def readable(block: Block, lang: str) -> str:
    return plain_markdown(block.text, lang) if block.kind == "prose" else block.text


def shown(meta: dict) -> dict:
    """The metadata of a source that a notebook keeps."""
    return {key: meta[key] for key in ("tags",) if key in meta}


def cell(kind: str, source: str, metadata: dict) -> dict:
    if kind == "prose":
        return {"cell_type": "markdown", "metadata": metadata, "source": source}
    code = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "metadata": metadata, "source": source, **code}


def notebook(cells: list[dict], metadata: dict | None = None) -> dict:
    """A notebook of these cells; their ids come from content and, for equal cells, an ordinal."""
    seen: Counter[str] = Counter()
    for item in cells:
        digest = hashlib.sha256(f"{item['cell_type']}\n{item['source']}".encode()).hexdigest()[:12]
        item["id"] = f"{digest}-{seen[digest]}"
        seen[digest] += 1
    return {
        "cells": cells,
        "metadata": KERNEL | (metadata or {}),
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write_notebook(path: Path, content: dict) -> None:
    """Writes a notebook, its sources line by line as Jupyter does, keys sorted."""
    lines = [
        item | {"source": item["source"].splitlines(keepends=True)} for item in content["cells"]
    ]
    text = json.dumps(content | {"cells": lines}, ensure_ascii=False, indent=1, sort_keys=True)
    write_text(path, text + "\n")


def read_notebook(path: Path) -> dict:
    """Reads a notebook with each source as one string. Raises SourceError."""
    try:
        content = json.loads(read_text(path))
        for item in content["cells"]:
            item["source"] = "".join(item["source"])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(path, f"not a notebook: {error}") from None
    return content
