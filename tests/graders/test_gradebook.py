"""What is recorded is what stock nbgrader would have recorded, in one transaction, once."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from as_stock_reads import everything, stock
from small_class import (
    CONFIG,
    NAME,
    answered,
    assignment_of,
    grade,
    hand_in,
    make_course,
    source,
    with_broken,
    write,
)

from graders.assignment import AssignmentError
from graders.course import read_course
from graders.database import GradebookError
from graders.gradebook import Gradebook
from graders.report import NotebookReport, Report, Result
from graders.submission import read_submission

BIN = Path(sys.executable).parent
LATE = CONFIG + 'c.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def record(root: Path, learner: str, report: Report | None = None, again: bool = False) -> bool:
    """Grades what this learner handed in and records it."""
    course = read_course(root)
    with Gradebook(course) as book:
        assignment = book.prepare(course.assignment(NAME))
        submission = read_submission(course.folder("submitted", NAME, learner), learner)
        report = report or grade(submission, assignment)
        return book.record(report, submission, assignment, again)


def grades(root: Path, learner: str) -> dict[str, tuple]:
    with stock(root) as book:
        found = book.find_submission_notebook("p1", NAME, learner).grades
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in found}


def comments(root: Path, learner: str) -> dict[str, str | None]:
    with stock(root) as book:
        found = book.find_submission_notebook("p1", NAME, learner).comments
        return {comment.name: comment.auto_comment for comment in found}


def nbgrader(root: Path, *arguments: str) -> None:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def graded_by_stock(tmp_path_factory) -> Path:
    """A course with a due date that stock nbgrader generated and autograded."""
    root = make_course(tmp_path_factory.mktemp("stock") / "course", LATE)
    hand_in(root, "an", timestamp__txt="2026-03-01 10:00:00.500000 UTC")
    hand_in(root, "binh", answered("test_a", essay="YOUR ANSWER HERE"))
    hand_in(root, "chi", answered("test_a"), timestamp__txt="2026-03-02 08:00:00 Asia/Ho_Chi_Minh")
    untouched = json.loads(answered())
    for cell in untouched["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "answer":
            cell["source"] = "YOUR CODE HERE"
    hand_in(root, "dung", json.dumps(untouched))
    nbgrader(root, "generate_assignment", NAME)
    with stock(root) as book:
        book.update_or_create_assignment(NAME, duedate="2026-03-01 12:00:00")
    nbgrader(root, "autograde", NAME)
    return root


def report_like_stock(root: Path, learner: str) -> Report:
    """The report that an engine would give which finds what stock found."""
    document = json.loads((root / f"autograded/{learner}/{NAME}/p1.ipynb").read_text())
    with stock(root) as book:
        found = book.find_submission_notebook("p1", NAME, learner).grades
        results = [Result(g.name, g.max_score, g.auto_score, "passed") for g in found]
    return Report(learner, NAME, "graded", [NotebookReport("p1", results, document)])


def test_the_gradebook_says_what_stock_nbgrader_would_say(graded_by_stock, tmp_path):
    ours = tmp_path / "course"
    keep = shutil.ignore_patterns("gradebook.db*", "autograded", "release")
    shutil.copytree(graded_by_stock, ours, ignore=keep)
    with Gradebook(read_course(ours)) as book:
        book.register(NAME)
    with stock(ours) as book:
        book.update_or_create_assignment(NAME, duedate="2026-03-01 12:00:00")
    for learner in ("an", "binh", "chi", "dung"):
        record(ours, learner, report_like_stock(graded_by_stock, learner))
    assert everything(ours) == everything(graded_by_stock)


def test_a_gradebook_made_by_stock_is_gone_on_with(graded_by_stock, tmp_path):
    ours = Path(shutil.copytree(graded_by_stock, tmp_path / "course"))
    before = everything(ours)
    for learner in ("an", "binh", "chi", "dung"):
        record(ours, learner, report_like_stock(graded_by_stock, learner))
    assert everything(ours) == before


def test_files_for_the_formgrader_are_those_of_stock(graded_by_stock, tmp_path):
    ours = Path(shutil.copytree(graded_by_stock, tmp_path / "course"))
    shutil.rmtree(ours / "autograded")
    record(ours, "an", report_like_stock(graded_by_stock, "an"))
    folder = Path("autograded", "an", NAME)
    theirs = {path.name for path in (graded_by_stock / folder).iterdir()}
    assert {path.name for path in (ours / folder).iterdir()} == theirs | {"p1.report.json"}
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in (ours / folder).iterdir())


def test_recording_twice_changes_nothing(course):
    hand_in(course, "an")
    assert record(course, "an")
    before = everything(course)
    assert not record(course, "an")
    assert everything(course) == before


def test_an_answer_handed_in_again_is_graded_anew(course):
    hand_in(course, "an", answered("test_a"))
    record(course, "an")
    hand_in(course, "an", answered("test_a test_b"))
    assert record(course, "an")
    assert grades(course, "an")["test_b"] == (3, None, False)


def test_untouched_answers_are_told_apart(course):
    hand_in(course, "an", answered(essay="YOUR ANSWER HERE"))
    record(course, "an")
    assert comments(course, "an") == {"answer": None, "essay": "No response.", "drawing": None}
    assert grades(course, "an")["essay"] == (0, None, False)
    assert grades(course, "an")["drawing"] == (None, None, True)


def mark_by_hand(root: Path, learner: str, name: str, score: float) -> None:
    with stock(root) as book:
        found = book.find_grade(name, "p1", NAME, learner)
        found.manual_score, found.needs_manual_grade, found.extra_credit = score, False, 0.5
        book.db.commit()


def test_marks_by_hand_stay_and_are_looked_at_again_when_the_work_changes(course):
    hand_in(course, "an")
    record(course, "an")
    mark_by_hand(course, "an", "essay", 4)
    record(course, "an", again=True)
    assert grades(course, "an")["essay"] == (None, 4, False)
    hand_in(course, "an", answered(essay="Vì lẽ khác."))
    record(course, "an")
    assert grades(course, "an")["essay"] == (None, 4, True)
    with stock(course) as book:
        assert book.find_submission(NAME, "an").score == 5 + 4.5


def test_a_mark_over_a_test_is_looked_at_again_when_its_score_changes(course):
    hand_in(course, "an", answered("test_a"))
    record(course, "an")
    mark_by_hand(course, "an", "test_b", 1)
    hand_in(course, "an", answered("test_a test_b"))
    record(course, "an")
    assert grades(course, "an")["test_b"] == (3, 1, True)


def test_a_broken_test_waits_for_a_person(course):
    hand_in(course, "an")
    submission = read_submission(course / "submitted/an" / NAME, "an")
    report = grade(submission, with_broken(assignment_of(course), "test_b"))
    record(course, "an", report)
    assert grades(course, "an")["test_b"] == (None, None, True)


def test_what_cannot_be_read_has_no_points_and_a_report(course):
    hand_in(course, "an", "{ hỏng")
    record(course, "an")
    assert set(grades(course, "an").values()) == {(0, None, False)}
    text = (course / "autograded/an" / NAME / "p1.report.json").read_text(encoding="utf-8")
    assert Report.from_json(text).notebooks[0].refusal == "not_json"
    shown = (course / "autograded/an" / NAME / "p1.ipynb").read_text(encoding="utf-8")
    assert "bị hỏng" in json.loads(shown)["cells"][0]["source"]


def test_lateness_counts_the_extension_and_never_costs_more_than_the_score(course):
    write(course / "nbgrader_config.py", LATE)
    hand_in(course, "an", timestamp__txt="2026-03-01 13:00:00 UTC")
    record(course, "an")
    with stock(course) as book:
        book.update_or_create_assignment(NAME, duedate="2026-03-01 12:00:00")
    record(course, "an", again=True)
    with stock(course) as book:
        assert book.find_submission(NAME, "an").late_submission_penalty == 5
        book.grant_extension(NAME, "an", hours=2)
    record(course, "an", again=True)
    with stock(course) as book:
        assert book.find_submission(NAME, "an").late_submission_penalty == 0
        assert book.find_submission(NAME, "an").extension == timedelta(hours=2)


def test_a_penalty_plugin_of_the_course_decides(course):
    plugin = "from nbgrader.plugins import BasePlugin\n\n\nclass Fixed(BasePlugin):\n"
    plugin += "    def late_submission_penalty(self, student_id, score, seconds):\n"
    plugin += "        return seconds / 3600\n"
    write(course / "fixed_penalty.py", plugin)
    path = f"import sys; sys.path.insert(0, {str(course)!r})\n"
    chosen = 'c.AssignLatePenalties.plugin_class = "fixed_penalty.Fixed"\n'
    write(course / "nbgrader_config.py", path + CONFIG + chosen)
    hand_in(course, "an", timestamp__txt="2026-03-01 13:30:00 UTC")
    with Gradebook(read_course(course)) as book:
        book.register(NAME)
    with stock(course) as book:
        book.update_or_create_assignment(NAME, duedate="2026-03-01 12:00:00")
    record(course, "an")
    with stock(course) as book:
        assert book.find_submission(NAME, "an").late_submission_penalty == 1.5


def test_an_unreadable_time_leaves_the_known_one(course):
    hand_in(course, "an", timestamp__txt="2026-03-01 13:00:00 UTC")
    record(course, "an")
    hand_in(course, "an", answered("test_a"), timestamp__txt="hôm qua")
    record(course, "an")
    with stock(course) as book:
        assert book.find_submission(NAME, "an").timestamp == datetime(2026, 3, 1, 13)


def test_a_mended_test_reaches_the_gradebook(course):
    hand_in(course, "an")
    record(course, "an")
    mended = source()
    for cell in mended["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_b":
            cell["metadata"]["nbgrader"]["points"] = 4
    write(course / "source" / NAME / "p1.ipynb", json.dumps(mended))
    record(course, "an")
    with stock(course) as book:
        assert book.find_grade_cell("test_b", "p1", NAME).max_score == 4
    assert grades(course, "an")["test_b"] == (4, None, False)


def test_cells_may_come_and_go_only_before_anyone_is_graded(course):
    hand_in(course, "an")
    with Gradebook(read_course(course)) as book:
        book.register(NAME)
    changed = source(("test_a", "test_c"))
    write(course / "source" / NAME / "p1.ipynb", json.dumps(changed))
    record(course, "an")
    assert "test_c" in grades(course, "an")
    write(course / "source" / NAME / "p1.ipynb", json.dumps(source()))
    with pytest.raises(GradebookError) as error:
        record(course, "an")
    assert error.value.key == "cells_changed"


def test_an_instructors_notebook_that_nbgrader_refuses_is_named(course):
    bad = source(("test_a", "test_b"))
    del bad["cells"][3]["metadata"]["nbgrader"]["points"]
    write(course / "source" / NAME / "p1.ipynb", json.dumps(bad))
    with Gradebook(read_course(course)) as book, pytest.raises(AssignmentError, match=r"p1\.ipynb"):
        book.register(NAME)


def test_a_learners_files_go_along_but_not_over_the_assignments(course):
    folder = hand_in(course, "an", data__txt="của tôi", note__txt="ghi chú", other__ipynb="{}")
    os.symlink("/etc/passwd", folder / "link.txt")
    record(course, "an")
    written = course / "autograded/an" / NAME
    assert (written / "data.txt").read_text(encoding="utf-8") == "dữ liệu"
    assert (written / "note.txt").read_text(encoding="utf-8") == "ghi chú"
    assert not (written / "other.ipynb").exists()
    assert not os.path.lexists(written / "link.txt")


def test_a_learners_folder_cannot_take_the_place_of_our_files(course):
    folder = hand_in(course, "an")
    write(folder / "p1.report.json" / "x.txt", "của tôi")
    write(folder / "data.txt" / "y.txt", "của tôi")
    record(course, "an")
    assert (course / "autograded/an" / NAME / "p1.report.json").is_file()
    assert (course / "autograded/an" / NAME / "data.txt").is_file()


def test_files_of_an_earlier_version_go(course):
    folder = hand_in(course, "an", note__txt="cũ")
    record(course, "an")
    (folder / "note.txt").unlink()
    record(course, "an")
    assert not (course / "autograded/an" / NAME / "note.txt").exists()


def test_half_characters_in_outputs_are_written(course):
    hand_in(course, "an")
    submission = read_submission(course / "submitted/an" / NAME, "an")
    report = grade(submission, assignment_of(course))
    first = report.notebooks[0]
    first.results[0] = replace(first.results[0], got="\ud800\x00")
    first.document["cells"][0]["source"] = "\udc80"
    record(course, "an", report)
    text = (course / "autograded/an" / NAME / "p1.report.json").read_text(encoding="utf-8")
    assert Report.from_json(text).notebooks[0].results[0].got == "\ud800\x00"
    with Gradebook(read_course(course)) as book:
        assert book.on_record(NAME, "an").report().notebooks[0].results[0].got == "\ud800\x00"


def test_an_older_gradebook_is_left_alone(course):
    with Gradebook(read_course(course)) as book, book.database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE grade DROP COLUMN extra_credit")
    with pytest.raises(GradebookError) as error:
        Gradebook(read_course(course))
    assert error.value.key == "gradebook_old"
