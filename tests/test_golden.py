"""Golden runs are real: nbval passes vacuously on a notebook whose outputs were stripped."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aulac.course import find_root, read_modules
from aulac.course.notebook import read_notebook

GOLDEN = [
    module.golden_path(lesson) for module in read_modules(find_root()) for lesson in module.lessons
]
SKIPPING_TAGS = {"nbval-skip", "nbval-ignore-output", "skip-execution"}


def vacuous(notebook: dict) -> str | None:
    """Why nbval would compare nothing in this notebook; None when it compares something."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    compared = [c for c in code if not SKIPPING_TAGS & set(c["metadata"].get("tags", []))]
    if any(cell["execution_count"] is None for cell in compared):
        return "a code cell was never executed"
    if len(compared) < len(code) / 2:
        return "most cells are exempt from comparison"
    return None if any(cell["outputs"] for cell in compared) else "no cell has an output"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_runs_have_outputs_to_compare(path):
    assert vacuous(read_notebook(path)) is None


def test_no_notebook_lies_about_that_is_not_a_golden_run(root):
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.ipynb"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert {root / name for name in files} == set(GOLDEN)


def strip(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def change_an_output(notebook):
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if "text/plain" in output.get("data", {}):
                output["data"]["text/plain"] = "another output"
                return


def test_the_guard_sees_a_stripped_golden_run(tiny_course):
    notebook = read_notebook(tiny_course / "notebooks/01_chao/1_chao.ipynb")
    assert vacuous(notebook) is None
    strip(notebook)
    assert vacuous(notebook) == "a code cell was never executed"


def test_nbval_holds_code_to_the_golden_run(tiny_course, root):
    path = tiny_course / "notebooks/01_chao/1_chao.ipynb"
    assert nbval(path, root) == 0
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change_an_output(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert nbval(path, root) == 1


def nbval(path: Path, root: Path) -> int:
    """The exit code of the same strict comparison that `make test` runs."""
    command = [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", str(path)]
    return subprocess.run(command, cwd=root, capture_output=True).returncode
