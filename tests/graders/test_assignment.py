"""An instructor's notebook, as the engine reads it."""

import json

import pytest

from graders.assignment import AssignmentError, read_assignment
from graders.limits import Limits


def cell(source, kind="code", own=None, **marks):
    metadata = {"nbgrader": {"schema_version": 3} | marks} if marks else {}
    return {
        "cell_type": kind,
        "metadata": metadata | ({"graders": own} if own else {}),
        "source": source.splitlines(keepends=True),
    }


def write(folder, *cells, name="a.ipynb"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")
    return folder


TEST = {"grade": True, "locked": True, "solution": False, "points": 2}


def test_roles_are_those_of_nbgrader(tmp_path):
    folder = write(
        tmp_path / "ps1",
        cell("import math"),
        cell("x = 1", grade_id="given", locked=True),
        cell("### BEGIN SOLUTION\ny = 1\n### END SOLUTION", grade_id="one", solution=True),
        cell("assert y", grade_id="t", own={"isolation": "shared", "hint": "?"}, **TEST),
        cell("Vì sao?", "markdown", grade_id="w", grade=True, solution=True, points=3),
        cell("Tự do", "markdown", grade_id="f", task=True, points=4, locked=True),
        cell("def f(): pass", grade_id="c", grade=True, solution=True, points=1),
    )
    (folder / "du_lieu.txt").write_text("ă")
    found = read_assignment(folder)
    (notebook,) = found.notebooks
    assert [c.role for c in notebook.cells] == [
        "free",
        "given",
        "solution",
        "test",
        "written",
        "task",
        "written",
    ]
    assert [c.points for c in notebook.cells] == [0, 0, 0, 2, 3, 4, 1]
    test = notebook.by_id()["t"]
    assert (test.isolation, test.hint, test.locked) == ("shared", "?", True)
    assert found.files == {"du_lieu.txt": "ă".encode()}


def test_hidden_tests_are_known_and_left_out_of_what_is_released(tmp_path):
    source = "assert x\n### BEGIN HIDDEN TESTS\nassert y\n### END HIDDEN TESTS\nassert z"
    folder = write(tmp_path / "ps1", cell(source, grade_id="t", **TEST))
    (found,) = read_assignment(folder).notebooks[0].cells
    assert found.hidden and found.released == "assert x\nassert z"


def test_stubs_come_from_the_release(tmp_path):
    marks = {"grade_id": "one", "solution": True}
    source = write(tmp_path / "source/ps1", cell("x = 1", **marks))
    release = write(tmp_path / "release/ps1", cell("x = ...", **marks))
    assert read_assignment(source, release).notebooks[0].by_id()["one"].stub == "x = ..."


PROBLEMS = {
    "twice": ([cell("1", grade_id="t", **TEST), cell("2", grade_id="t", **TEST)], "two cells"),
    "isolation": ([cell("1", grade_id="t", own={"isolation": "none"}, **TEST)], "isolation"),
    "autotest": ([cell("### HASHED AUTOTEST f(1)", grade_id="t", **TEST)], "AUTOTEST"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_cannot_be_used_is_named(tmp_path, name):
    cells, said = PROBLEMS[name]
    with pytest.raises(AssignmentError, match=said):
        read_assignment(write(tmp_path / "ps1", *cells))


def test_a_missing_or_broken_source_is_named(tmp_path):
    with pytest.raises(AssignmentError, match="no notebook in"):
        read_assignment(tmp_path / "none")
    (write(tmp_path / "ps1", cell("1")) / "a.ipynb").write_text("{")
    with pytest.raises(AssignmentError, match="not a notebook"):
        read_assignment(tmp_path / "ps1")


def test_the_digest_changes_with_all_that_decides_a_score(tmp_path):
    def digest(source="assert x", limits=None, **files):
        folder = write(tmp_path / "ps1", cell(source, grade_id="t", **TEST))
        for name, content in files.items():
            (folder / name).write_text(content)
        return read_assignment(folder, limits=limits).digest()

    first = digest()
    assert first == digest()
    assert len({first, digest("assert y"), digest(limits=Limits(cell_seconds=1.0))}) == 3
    assert digest(data="1") not in (first, digest(data="2"))
