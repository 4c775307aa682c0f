"""Tries a learner's notebook on its visible tests."""

import ast
import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.utils import compute_checksum

from ..assignment import AssignmentError, Cell, parse_cell
from ..report import Result
from ..submission import Refused, parse_notebook, read_regular
from .kernel import Kernel, KernelFailed, Outcome

MAX_NOTEBOOK = 16 * 2**20


@dataclass
class Practice:
    """What a trial found: results of visible tests, and remarks (key of a sentence, params).

    hidden, written: how many tests and answers are only looked at after submission.
    """

    results: list[Result] = field(default_factory=list)
    remarks: list[tuple[str, dict]] = field(default_factory=list)
    hidden: int = 0
    written: int = 0

    @property
    def failed(self) -> list[Result]:
        return [result for result in self.results if result.verdict != "passed"]

    @property
    def all_well(self) -> bool:
        return not self.failed and not self.remarks


async def practise(path: Path, specs, cell_seconds: float, seconds: float) -> Practice:
    """Runs the notebook from top to bottom in a kernel of its own. Raises Refused."""
    raw, kernel_name = read(path)
    practice, trial = Practice(), None
    look_over(raw, practice)
    try:
        async with Kernel(kernel_name, path.parent, specs) as kernel:
            trial = Trial(kernel, practice, cell_seconds, seconds)
            for number, cell in enumerate(cells_of(raw, path), 1):
                await trial.cell(cell, number)
    except KernelFailed:
        practice.remarks.append(("kernel_failed", {}))
    return practice


def read(path: Path) -> tuple[list[dict], str]:
    """The cells of the notebook as they are in the file, and the name of its kernel."""
    content = read_regular(path, MAX_NOTEBOOK)
    if isinstance(content, str):
        raise Refused(content, name=path.name)
    parse_notebook(content, path.name)
    document = json.loads(content.decode("utf-8-sig"))
    metadata = document.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else None
    return document["cells"], name if isinstance(name, str) else "python3"


def cells_of(raw: list[dict], path: Path) -> list[Cell]:
    try:
        return [parse_cell(cell, path) for cell in raw]
    except (AssignmentError, AttributeError, KeyError, TypeError, ValueError):
        raise Refused("not_notebook", name=path.name) from None


def look_over(raw: list[dict], practice: Practice) -> None:
    """Remarks on what can be seen without running: changed locks, answers not begun."""
    for cell in raw:
        marks = (cell.get("metadata") or {}).get("nbgrader")
        if not isinstance(marks, dict) or not marks.get("grade_id"):
            continue
        named = {"name": str(marks["grade_id"])}
        own = marks.get("solution")
        if marks.get("cell_type", cell["cell_type"]) != cell["cell_type"]:
            practice.remarks.append(("type_changed", named))
        elif marks.get("locked") and not unchanged(cell):
            practice.remarks.append(("locked_changed", named))
        elif own and cell["cell_type"] != "code":
            practice.written += 1
            if unchanged(cell) is True:
                practice.remarks.append(("unwritten_text", named))
        elif own and is_stub(source_of(cell)):
            practice.remarks.append(("unwritten", named))


def unchanged(cell: dict) -> bool | None:
    """The cell is as it was released, by nbgrader's checksum; None where there is none."""
    node = nbformat.from_dict(cell | {"source": source_of(cell)})
    known = node.metadata.nbgrader.get("checksum")
    try:
        return None if known is None else compute_checksum(node) == known
    except (KeyError, TypeError, ValueError):
        return None


def source_of(cell: dict) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def is_stub(source: str) -> bool:
    """The code still says `raise NotImplementedError` (in a class it may be meant)."""
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except (SyntaxError, ValueError, RecursionError):
        return "raise NotImplementedError" in source
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(raised, ast.Name) and raised.id == "NotImplementedError":
                return True
        if not isinstance(node, ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return False


class Trial:
    """One run through a notebook."""

    def __init__(self, kernel: Kernel, practice: Practice, cell_seconds: float, seconds: float):
        self.kernel, self.practice, self.cell_seconds = kernel, practice, cell_seconds
        self.end = asyncio.get_running_loop().time() + seconds

    @property
    def seconds(self) -> float:
        """How long the next cell may run."""
        left = self.end - asyncio.get_running_loop().time()
        return max(0.0, min(self.cell_seconds, left))

    async def cell(self, cell: Cell, number: int) -> None:
        if cell.kind != "code" or not cell.source.strip():
            return
        if cell.role == "test":
            await self.test(cell)
        elif self.kernel.alive:
            found = await self.kernel.run(cell.source, self.seconds)
            self.remark(cell, number, found)

    def remark(self, cell: Cell, number: int, found: Outcome) -> None:
        """Says which of the learner's cells stopped, unless it was never begun."""
        named = {"name": cell.grade_id or f"#{number}"}
        if found.status in ("timed_out", "died"):
            key = f"cell_{found.status}"
            self.practice.remarks.append((key, named | {"seconds": self.cell_seconds}))
        elif found.status == "error" and found.type != "NotImplementedError":
            params = named | {"type": found.type, "text": found.text, "line": found.line}
            key = "cell_stopped" if found.line is None else "cell_stopped_at"
            self.practice.remarks.append((key, params))

    async def test(self, cell: Cell) -> None:
        if is_empty(cell.source):
            self.practice.hidden += 1
            return
        if self.kernel.alive:
            found = await self.kernel.test(cell.source, self.seconds)
        else:
            found = Outcome("not_run")
        self.practice.results.append(judged(cell, found, self.cell_seconds))


def is_empty(source: str) -> bool:
    """Only comments are left of this test: the rest is hidden."""
    try:
        return not ast.parse(source).body
    except (SyntaxError, ValueError):
        return False


def judged(cell: Cell, outcome: Outcome, seconds: float) -> Result:
    """The result of a visible test."""
    result = Result(cell.grade_id or "", cell.points, 0.0, "failed", hint=cell.hint)
    found = outcome.found or {}
    result.calls = found.get("calls", [])
    result.got, result.expected = found.get("got", ""), found.get("expected", "")
    error, value = found.get("error"), found.get("value")
    if outcome.status != "ok":
        key = "raised" if outcome.status == "error" else outcome.status
        result.reason, result.params = key, {"seconds": seconds, "type": outcome.type}
    elif error:
        result.reason, result.params = reason(error), error
        result.message = "" if error["text"] == result.got.strip("'\"") else error["text"]
    elif outcome.warned:
        result.reason = "warned"
    elif value is not None and value < cell.points:
        result.score = max(0.0, value)
        result.verdict, result.reason = ("partly", "partly") if value > 0 else ("failed", "wrong")
    else:
        result.score, result.verdict = cell.points, "passed"
    return result


def reason(error: dict) -> str:
    """The key of the sentence for an exception that ended a test."""
    known = {"AssertionError": "wrong", "NotImplementedError": "not_begun"}
    if error["type"] == "NameError" and error["name"]:
        return "undefined"
    return known.get(error["type"], "raised")
