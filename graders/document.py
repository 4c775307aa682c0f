"""The graded notebook: the rebuilt cells, and the outputs of this run as plain JSON."""

import traceback

from .submission import Step
from .verdict import message_of

MAX_OUTPUTS = 201
CUT = "\n… [cut]\n"


def stream_output(name: str, text: str) -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def result_output(text: str) -> dict:
    data = {"text/plain": text}
    return {
        "output_type": "execute_result",
        "data": data,
        "metadata": {},
        "execution_count": None,
    }


def stop_output(key: str) -> dict:
    return {"output_type": "error", "ename": key, "evalue": "", "traceback": [key]}


def error_output(error: BaseException, source: str) -> dict:
    """A test's error as the instructor sees it: the line of the test and what was said."""
    lines, name = source.splitlines(), type(error).__name__
    numbers = [
        number
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename.startswith("<")
    ]
    trace = [f"line {n}: {lines[n - 1].strip()}" for n in numbers if 0 < n <= len(lines)]
    value = message_of(error)
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value,
        "traceback": [*trace, f"{name}: {value}"],
    }


def clean_outputs(outputs, limit: int) -> list[dict]:
    """The outputs of a cell as the learner's process tells them, taken for what they must be.

    Of more than `limit` characters in all, the last outputs are left out.
    """
    kept: list[dict] = []
    for item in outputs[:MAX_OUTPUTS] if type(outputs) is list else ():
        if clean := clean_output(item):
            size = size_of(clean)
            if size > limit:
                text = clean.get("text", "")[:limit]
                return [*kept, stream_output(clean.get("name", "stdout"), text + CUT)]
            limit -= size
            kept.append(clean)
    return kept


def size_of(output: dict) -> int:
    texts = [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", ())]
    return sum(map(len, [*texts, *output.get("data", {}).values()]))


def clean_output(item) -> dict | None:
    if type(item) is not dict:
        return None
    texts = {k: v for k, v in item.items() if type(k) is str and type(v) is str}
    kind = texts.get("output_type")
    if kind == "stream" and texts.get("name") in ("stdout", "stderr"):
        return stream_output(texts["name"], texts.get("text", ""))
    if kind == "error":
        lines = item.get("traceback")
        lines = [line for line in lines if type(line) is str] if type(lines) is list else []
        return {
            "output_type": "error",
            "ename": texts.get("ename", "")[:200],
            "evalue": texts.get("evalue", ""),
            "traceback": lines[:500],
        }
    if kind in ("execute_result", "display_data") and type(item.get("data")) is dict:
        data = {k: v for k, v in item["data"].items() if type(k) is str and type(v) is str}
        count = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": data, "metadata": {}} | count
    return None


def document(steps: tuple[Step, ...], outputs: dict[int, list[dict]]) -> dict:
    """The rebuilt notebook with the outputs of this run, as nbformat 4.5."""
    cells = []
    for index, step in enumerate(steps):
        kind = step.cell.kind
        cell = {"cell_type": kind, "id": f"cell-{index}", "metadata": {}, "source": step.source}
        if "nbgrader" in step.cell.metadata:
            cell["metadata"] = {"nbgrader": step.cell.metadata["nbgrader"]}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": outputs.get(index, [])}
        cells.append(cell)
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": spec, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
