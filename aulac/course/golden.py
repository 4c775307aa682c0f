"""Golden runs: lessons executed once, in Vietnamese, with the outputs that nbval holds them to."""

import time
from pathlib import Path

from ..practice.display import PROSE
from .notebook import lesson_cells, notebook, read_notebook, write_notebook
from .source import Block, Module, SourceError, read_blocks

CELL_TIMEOUT_S = 120


def expected_cells(blocks: list[Block]) -> list[dict]:
    """The cells a golden run must have, before execution."""
    return notebook(lesson_cells(blocks, "vi"))["cells"]


def out_of_step(module: Module, lesson: str) -> str | None:
    """Why the golden run of a lesson no longer belongs to its source; None when it does."""
    path = module.golden_path(lesson)
    if not path.is_file():
        return "the golden run is missing"
    cells = read_notebook(path)["cells"]
    expected = expected_cells(read_blocks(module.lesson_path(lesson)))
    for number, (recorded, wanted) in enumerate(zip(cells, expected, strict=False), start=1):
        if any(recorded.get(key) != wanted[key] for key in ("cell_type", "source", "id")):
            return f"cell {number} of the golden run differs from the source"
    if len(cells) != len(expected):
        return f"the golden run has {len(cells)} cells, the source {len(expected)}"
    return None


def record(module: Module, lesson: str) -> float:
    """Executes a lesson in its folder and writes its golden run; returns the seconds it took.

    Raises SourceError naming the source's cell when one fails; the old golden run then stays.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    source = module.lesson_path(lesson)
    blocks = read_blocks(source)
    content = nbformat.from_dict(notebook(lesson_cells(blocks, "vi")))
    client = NotebookClient(
        content,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(module.folder)}},
    )
    start = time.monotonic()
    try:
        client.execute()
    except CellExecutionError as error:
        block = failed_block(blocks, content)
        message = f"{block.name} raises {error.ename}: {error.evalue}; the golden run is unchanged"
        raise SourceError(source, message, block.line) from None
    except (CellTimeoutError, DeadKernelError) as error:
        block = failed_block(blocks, content)
        reason = str(error).splitlines()[0]
        message = f"{block.name} did not finish ({reason}); the golden run is unchanged"
        raise SourceError(source, message, block.line) from None
    seconds = time.monotonic() - start
    write_golden(module.golden_path(lesson), content, seconds)
    return seconds


def failed_block(blocks: list[Block], content) -> Block:
    """The code block whose cell was the last to start."""
    code = [block for block in blocks if block.kind == "code"]
    cells = [cell for cell in content.cells if cell.cell_type == "code"]
    started = [number for number, cell in enumerate(cells) if cell.execution_count or cell.outputs]
    return code[started[-1] if started else 0]


def write_golden(path: Path, content, seconds: float) -> None:
    metadata = {"aulac": {"seconds": round(seconds, 1)}}
    if widgets := content.metadata.get("widgets"):
        metadata["widgets"] = widgets
    golden = notebook(content.cells, metadata)
    for cell in golden["cells"]:
        cell["metadata"].pop("execution", None)
    write_notebook(path, golden)


def in_english(golden: dict, blocks: list[Block]) -> dict:
    """The same run for English readers: English prose, and the English side of prose outputs."""
    outputs = iter([cell for cell in golden["cells"] if cell["cell_type"] == "code"])
    cells = lesson_cells(blocks, "en")
    for cell in cells:
        if cell["cell_type"] == "code":
            run = next(outputs)
            cell["outputs"] = [output_in(output, "en") for output in run["outputs"]]
            cell["execution_count"] = run["execution_count"]
    metadata = {key: golden["metadata"][key] for key in ("widgets",) if key in golden["metadata"]}
    return notebook(cells, metadata)


def output_in(output: dict, lang: str) -> dict:
    """An output with the reader's language picked from a bundle that carries both."""
    prose = output.get("data", {}).get(PROSE)
    if prose is None:
        return output
    kept = {key: value for key, value in output["data"].items() if key != PROSE}
    return output | {"data": kept | prose[lang]}
