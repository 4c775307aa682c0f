"""Grades for a spreadsheet: nothing that is computed, numbers that are numbers."""

import csv
from pathlib import Path

import pytest
from as_stock_reads import stock
from small_class import NAME, answered, hand_in, make_course

from graders.course import read_course
from graders.database import GradebookError
from graders.export import export, safe
from graders.gradebook import Gradebook
from graders.runner import run
from graders.workers import LocalWorkers


@pytest.fixture
def root(tmp_path) -> Path:
    return make_course(tmp_path / "course")


def exported(root: Path, assignment: str | None = None) -> list[dict]:
    path = root / "grades.csv"
    export(read_course(root), path, assignment)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfassignment,")
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def grade_class(root: Path) -> None:
    from small_class import ENGINE

    with LocalWorkers(1) as workers:
        run(read_course(root), NAME, workers, ENGINE)


def test_grades_with_late_penalty_and_answers_that_wait(root):
    hand_in(root, "an", answered("test_a"))
    grade_class(root)
    with stock(root) as book:
        book.add_student("vắng", last_name='Trần, "Bé"')
        book.find_grade("essay", "p1", NAME, "an").manual_score = 3.5
        book.find_submission_notebook("p1", NAME, "an").late_submission_penalty = 1
        book.db.commit()
    an, absent = exported(root)
    assert (an["raw_score"], an["late_submission_penalty"], an["score"]) == ("5.5", "1", "4.5")
    assert (an["max_score"], an["needs_manual_grade"]) == ("14", "1")
    assert (absent["student_id"], absent["score"]) == ("vắng", "0")
    assert absent["last_name"] == 'Trần, "Bé"'


def test_one_assignment_or_all(root):
    hand_in(root, "an")
    grade_class(root)
    with stock(root) as book:
        book.add_assignment("ps2")
    assert [row["assignment"] for row in exported(root)] == [NAME, "ps2"]
    assert [row["assignment"] for row in exported(root, "ps2")] == ["ps2"]


def test_no_formula_from_a_name_runs(root):
    formula = "=cmd|'calc'!A1"
    hand_in(root, formula)
    grade_class(root)
    (row,) = exported(root)
    assert row["student_id"] == f"'{formula}"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\u00a0", "\u3000", "\ufeff", "a;"])
def test_what_begins_a_formula_is_a_text(before, start):
    assert safe(f"{before}{start}1+1").lstrip(" a;\u00a0\u3000\ufeff").startswith("'")


def test_ordinary_texts_and_numbers_stay():
    texts = ["Nguyễn Thị Én", "B2-1", "a=b", "hv+1@lop.vn", "'", "", "00123"]
    assert [safe(text) for text in texts] == texts
    assert [safe(number) for number in (-1.5, 10.0, 0, True)] == ["-1.5", "10", "0", 1]


def test_lines_and_control_letters_become_spaces():
    assert safe("a\r\nb\x00c\u2028d") == "a b c d"


def test_without_a_gradebook_none_is_made(root):
    with pytest.raises(GradebookError) as error:
        export(read_course(root), root / "grades.csv")
    assert error.value.key == "no_gradebook"
    assert not (root / "gradebook.db").exists()


def test_a_file_that_cannot_be_written_is_one_sentence(root):
    with Gradebook(read_course(root)):
        pass
    with pytest.raises(GradebookError) as error:
        export(read_course(root), root / "nowhere" / "grades.csv")
    assert error.value.key == "cannot_write"
