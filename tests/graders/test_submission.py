"""At the border: what is read, what is refused and why, and how a notebook is rebuilt."""

import json
import os
import socket

import pytest
from exam import check, exam, free, given, solution

from graders.messages import SENTENCES, say
from graders.submission import (
    MAX_CELLS,
    MAX_FILE,
    MAX_FILES,
    MAX_NOTEBOOK,
    Refused,
    Submission,
    read_submission,
    rebuild,
)

EXAM = exam(
    free("import math"),
    given("LIMIT = 3"),
    solution("x = 1", "one"),
    check("assert x", "first"),
    solution("y = 2", "two"),
    check("assert y", "second"),
)
(NOTEBOOK,) = EXAM.notebooks


def cell(source, grade_id=None, kind="code", **metadata):
    marks = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": kind, "metadata": marks | metadata, "source": source}


def steps(*cells, **document):
    content = json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4} | document)
    return rebuild(Submission("an", {"exam.ipynb": content.encode()}), NOTEBOOK)


def sources(found):
    return [step.source for step in found]


def test_locked_cells_come_from_the_assignment_and_answers_from_the_learner():
    found = steps(
        cell("x = 5", "one"),
        cell("pass", "first"),
        cell("LIMIT = 9", "given"),
        cell("y = 6", "two"),
    )
    assert sources(found) == ["LIMIT = 3", "x = 5", "assert x", "y = 6", "assert y"]


def test_own_cells_stay_behind_the_cell_they_follow():
    found = steps(
        cell("a = 0"),
        cell("x = 5", "one"),
        cell("helper = 1"),
        cell("text", kind="markdown"),
        cell("", "first"),
        cell("y = 6", "two"),
        cell("last = 1"),
        cell("raw", kind="raw"),
    )
    assert sources(found) == [
        "a = 0",
        "LIMIT = 3",
        "x = 5",
        "helper = 1",
        "text",
        "assert x",
        "y = 6",
        "last = 1",
        "assert y",
    ]


def test_a_missing_answer_is_empty_and_duplicates_count_once():
    found = steps(cell("x = 1", "one"), cell("x = 2", "one"))
    assert sources(found) == ["LIMIT = 3", "x = 1", "assert x", "", "assert y"]
    assert [step.answered for step in found] == [True, True, True, False, True]


def test_an_answer_keeps_the_kind_of_the_assignment():
    found = steps(cell("x = 5", "one", kind="markdown"))
    assert found[1].cell.kind == "code"


def test_metadata_and_outputs_of_the_file_count_for_nothing():
    forged = cell("x = 5", "one", tags=["skip-execution"]) | {"outputs": [{"output_type": "x"}]}
    forged["metadata"]["nbgrader"] |= {"points": 99, "grade": True, "locked": True}
    (_, step, *_) = steps(forged)
    assert step.cell is NOTEBOOK.by_id()["one"]


REFUSED = {
    "not_utf8": "{}".encode("utf-16"),
    "not_json": b"{not json",
    "not_notebook": b"[1, 2]",
    "old_notebook": b'{"worksheets": [], "nbformat": 3}',
    "too_many_cells": json.dumps({"cells": [{}] * (MAX_CELLS + 1)}).encode(),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(key):
    with pytest.raises(Refused) as refused:
        rebuild(Submission("an", {"exam.ipynb": REFUSED[key]}), NOTEBOOK)
    assert refused.value.key == key
    for lang in ("vi", "en"):
        assert "exam.ipynb" in say(key, lang, **refused.value.params)
        assert "…" not in say(key, lang, **refused.value.params)


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"cells": {}}',
        b'{"cells": [3]}',
        b'{"cells": [{"cell_type": 3}]}',
        b'{"cells": [{"cell_type": "code", "source": 5}]}',
        b"null",
        b"[" * 100_000,
        b'{"cells": [{"cell_type": "code", "source": ["a", 1]}]}',
        b"",
        b"\xff\xfe",
    ],
)
def test_every_malformed_notebook_is_refused(content):
    with pytest.raises(Refused):
        rebuild(Submission("an", {"exam.ipynb": content}), NOTEBOOK)


def test_a_missing_notebook_is_refused():
    with pytest.raises(Refused) as refused:
        rebuild(Submission("an", {}), NOTEBOOK)
    assert refused.value.key == "notebook_missing"


def test_odd_metadata_are_read_past():
    odd = cell("x = 5", "one")
    found = steps(
        odd,
        {"cell_type": "code", "source": "z", "metadata": 5},
        {"cell_type": "code", "metadata": {"nbgrader": []}},
    )
    assert "x = 5" in sources(found) and "z" in sources(found)


def test_a_folder_is_read_without_following_or_opening_anything_special(tmp_path):
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "an"
    (folder / "sub").mkdir(parents=True)
    (folder / "exam.ipynb").write_text("{}")
    (folder / "sub" / "du_lieu.txt").write_text("dữ liệu")
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    (folder / "link").symlink_to(tmp_path)
    os.mkfifo(folder / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        (folder / "big").write_bytes(bytes(MAX_FILE + 1))
        found = read_submission(folder, "an")
    assert set(found.files) == {"exam.ipynb", "sub/du_lieu.txt"}
    assert found.skipped == {
        "link.txt": "file_link",
        "link": "file_link",
        "fifo": "file_special",
        "socket": "file_unreadable",
        "big": "file_large",
    }
    assert all(key in SENTENCES for key in found.skipped.values())


def test_a_notebook_that_is_too_large_is_refused(tmp_path):
    (tmp_path / "exam.ipynb").write_bytes(b" " * (MAX_NOTEBOOK + 1))
    with pytest.raises(Refused) as refused:
        rebuild(read_submission(tmp_path, "an"), NOTEBOOK)
    assert refused.value.key == "file_large"


def test_notebooks_are_read_before_a_flood_of_files(tmp_path):
    for number in range(MAX_FILES + 50):
        (tmp_path / f"a{number}").write_text("x")
    (tmp_path / "exam.ipynb").write_text("{}")
    found = read_submission(tmp_path, "an")
    assert "exam.ipynb" in found.files and len(found.files) == MAX_FILES
    assert set(found.skipped.values()) == {"file_too_many"}


def test_equal_files_have_equal_digests():
    one, two = Submission("an", {"a": b"1", "b": b"2"}), Submission("bình", {"b": b"2", "a": b"1"})
    assert one.digest() == two.digest()
    assert one.digest() != Submission("an", {"a": b"12", "b": b""}).digest()
