"""The gradebook on a real PostgreSQL says what it says in SQLite, and survives the same."""

import json
import os
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from as_stock_reads import everything, stock
from postgres import INSTALL, Server, find_programs
from small_class import (
    CONFIG,
    ENGINE,
    NAME,
    answered,
    calibrate,
    grade,
    hand_in,
    make_course,
    ready_course,
    write,
)

from graders.course import read_course
from graders.database import GradebookError
from graders.export import export
from graders.gradebook import Gradebook
from graders.runner import Engine, run
from graders.workers import LocalWorkers

PROGRAM = Path(__file__).parent / "small_class.py"
NUMBERS = count()


@pytest.fixture(scope="module")
def server():
    programs = find_programs()
    if programs is None:
        pytest.skip(INSTALL)
    server = Server(programs)
    yield server
    server.close()


@pytest.fixture
def root(server, tmp_path) -> Path:
    url = server.database(f"class{next(NUMBERS)}")
    config = CONFIG + f"c.CourseDirectory.db_url = {url!r}\n"
    return make_course(tmp_path / "course", config)


def go(root: Path, engine: Engine = ENGINE, **options):
    with LocalWorkers(2) as workers:
        return run(read_course(root), NAME, workers, engine, **options)


def hand_in_some(root: Path) -> None:
    hand_in(root, "an", timestamp__txt="2026-03-01 10:00:00.5 UTC")
    hand_in(root, "bình", answered("test_a", essay="YOUR ANSWER HERE"))
    hand_in(root, "hỏng", "{")


def test_it_says_what_sqlite_says(root, tmp_path):
    other = ready_course(tmp_path / "sqlite")
    for course in (root, other):
        hand_in_some(course)
        go(course)
        with stock(course) as book:
            book.update_or_create_assignment(NAME, duedate="2026-03-01 09:00:00")
            book.find_submission(NAME, "an")
            book.grant_extension(NAME, "an", minutes=30)
        go(course, regrade=[])
    assert everything(root) == everything(other)
    assert [one.before for one in go(root).outcomes] == [True] * 3


def test_lateness_counts_an_extension_kept_by_the_server(root):
    late = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'
    config = root / "nbgrader_config.py"
    write(config, config.read_text(encoding="utf-8") + late)
    hand_in(root, "an", timestamp__txt="2026-03-01 13:00:00 UTC")
    go(root)
    with stock(root) as book:
        book.update_or_create_assignment(NAME, duedate="2026-03-01 12:00:00")
    penalties = []
    for hours in (0, 2):
        with stock(root) as book:
            book.grant_extension(NAME, "an", hours=hours)
        go(root, regrade=[])
        with stock(root) as book:
            penalties.append(book.find_submission(NAME, "an").late_submission_penalty)
    assert penalties == [5, 0]


def test_grades_export(root):
    hand_in_some(root)
    go(root)
    export(read_course(root), root / "grades.csv")
    lines = (root / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["an", "bình", "hỏng"]


def test_a_runner_killed_at_work_records_everyone_once(root):
    learners = [f"hv{number:02}" for number in range(20)]
    for learner in learners:
        hand_in(root, learner)
    for wanted in (3, 8, 13):
        line = [sys.executable, str(PROGRAM), "grade", NAME, "--course", str(root)]
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL)
        while process.poll() is None and len(list(root.glob("autograded/*"))) < wanted:
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert go(root).exit_code == 0
    with stock(root) as book:
        found = book.assignment_submissions(NAME)
        assert sorted(one.student.id for one in found) == learners
        assert {one.score for one in found} == {5}
    with Gradebook(read_course(root)) as book:
        assert [json.loads(report)["learner"] for report in book.reports(NAME)] == learners


def test_a_server_that_stops_is_one_sentence_and_the_rest_comes_later(root, server):
    for number in range(8):
        hand_in(root, f"hv{number}")
    go(root)
    seen = []

    def grading(submission, assignment, level=None):
        seen.append(submission.learner)
        if len(seen) == 4:
            server.stop()
        return grade(submission, assignment, level)

    for number in range(8):
        hand_in(root, f"hv{number}", answered("test_a"))
    with pytest.raises(GradebookError) as error:
        go(root, Engine(grading, calibrate))
    assert error.value.key == "gradebook_unreachable"
    with pytest.raises(GradebookError) as error:
        go(root)
    assert error.value.key == "gradebook_unreachable"
    server.start()
    assert go(root).exit_code == 0
    with stock(root) as book:
        assert {one.score for one in book.assignment_submissions(NAME)} == {2}


def test_a_hostile_name_that_only_this_database_refuses_stops_nobody(root):
    hand_in(root, "an")
    hand_in(root, "é" * 100)
    hand_in(root, "'; DROP TABLE grade; --")
    assert go(root).exit_code == 0
