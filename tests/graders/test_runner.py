"""The runner: what is graded, what is left alone, what is told, what it answers to the shell."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from small_class import (
    ENGINE,
    NAME,
    answered,
    calibrate,
    grade,
    hand_in,
    ready_course,
    source,
    with_broken,
    write,
)

from graders import runner
from graders.course import CourseError, read_course
from graders.grade import EngineError
from graders.gradebook import Gradebook
from graders.outcomes import Change, Summary
from graders.runner import Engine, Watcher, run
from graders.workers import LocalWorkers

PROGRAM = Path(__file__).parent / "small_class.py"


@pytest.fixture
def root(tmp_path) -> Path:
    return ready_course(tmp_path / "course")


def go(root: Path, engine: Engine = ENGINE, jobs: int = 2, **options) -> Summary:
    with LocalWorkers(jobs) as workers:
        return run(read_course(root), NAME, workers, engine, **options)


def scores(root: Path, learner: str) -> dict:
    with Gradebook(read_course(root)) as book:
        found = book.scores(NAME, learner)
        return {test: score for (_, test), score in found.items()}


def statuses(summary: Summary) -> dict[str, str]:
    return {one.learner: one.status for one in summary.outcomes}


class Counting:
    """An engine that counts whom it grades."""

    def __init__(self):
        self.seen: list[str] = []
        self.engine = Engine(self.grade, calibrate)

    def grade(self, submission, assignment, level=None):
        self.seen.append(submission.learner)
        return grade(submission, assignment, level)


def test_everyone_is_graded_once_and_then_nobody(root):
    for learner in ("chi", "an", "binh"):
        hand_in(root, learner)
    counting = Counting()
    first = go(root, counting.engine)
    assert [one.learner for one in first.outcomes] == ["an", "binh", "chi"]
    assert first.exit_code == 0
    again = go(root, counting.engine)
    assert sorted(counting.seen) == ["an", "binh", "chi"]
    assert all(one.before for one in again.outcomes)
    assert [replace(one, before=False) for one in again.outcomes] == first.outcomes


def test_only_a_new_submission_is_graded_again(root):
    hand_in(root, "an")
    hand_in(root, "binh")
    go(root)
    hand_in(root, "binh", answered("test_a"))
    counting = Counting()
    go(root, counting.engine)
    assert counting.seen == ["binh"]


def test_missing_files_of_a_recorded_submission_are_made_again(root):
    hand_in(root, "an")
    go(root)
    notebook = root / "autograded" / "an" / NAME / "p1.ipynb"
    notebook.unlink()
    go(root)
    assert notebook.is_file()


def test_one_bad_submission_does_not_stop_the_others(root):
    hand_in(root, "an")
    hand_in(root, "hỏng", "{")
    hand_in(root, "x" * 200)
    (root / "submitted" / "trống" / NAME).mkdir(parents=True)
    summary = go(root)
    assert statuses(summary)["an"] == "graded"
    assert statuses(summary)["hỏng"] == statuses(summary)["trống"] == "refused"
    assert statuses(summary)["x" * 200] == "unreadable"
    assert summary.exit_code == 1


def test_a_failure_of_ours_is_tried_again_and_is_never_a_zero(root):
    tries = {"an": 0, "binh": 0}

    def failing(submission, assignment, level=None):
        tries[submission.learner] += 1
        if submission.learner == "an" or tries["binh"] < 2:
            raise EngineError("zygote ended")
        return grade(submission, assignment, level)

    hand_in(root, "an")
    hand_in(root, "binh")
    summary = go(root, Engine(failing, calibrate))
    assert tries == {"an": runner.ATTEMPTS, "binh": 2}
    assert statuses(summary) == {"an": "failed", "binh": "graded"}
    assert "zygote ended" in summary.outcomes[0].remarks[0][1]["reason"]
    assert scores(root, "an") == {}
    assert statuses(go(root)) == {"an": "graded", "binh": "graded"}


def test_a_mistake_in_our_code_costs_nobody_a_point(root):
    def wrong(submission, assignment, level=None):
        return {}["submission"]

    hand_in(root, "an")
    assert statuses(go(root, Engine(wrong, calibrate))) == {"an": "failed"}
    assert scores(root, "an") == {}


def test_an_answer_about_something_else_is_not_believed(root):
    def other(submission, assignment, level=None):
        return replace(grade(submission, assignment, level), engine="0")

    hand_in(root, "an")
    assert statuses(go(root, Engine(other, calibrate))) == {"an": "failed"}


def test_a_broken_test_is_named_and_costs_nothing(root):
    hand_in(root, "an")
    engine = Engine(grade, lambda assignment, level: with_broken(assignment, "test_b"))
    summary = go(root, engine)
    assert summary.outcomes[0].broken == ("test_b",)
    assert summary.exit_code == 1
    assert scores(root, "an")["test_b"] is None


def mend(root: Path, points: int) -> None:
    """The instructor changes a test."""
    mended = source()
    for cell in mended["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_b":
            cell["metadata"]["nbgrader"]["points"] = points
    write(root / "source" / NAME / "p1.ipynb", json.dumps(mended))


def test_a_mended_test_changes_no_score_unasked(root):
    hand_in(root, "an")
    go(root)
    mend(root, 4)
    summary = go(root)
    assert statuses(summary) == {"an": "stale"}
    assert summary.exit_code == 1
    assert scores(root, "an")["test_b"] == 3


class Answer(Watcher):
    def __init__(self, yes: bool):
        self.yes, self.asked = yes, []

    def agree(self, changes):
        self.asked = list(changes)
        return self.yes


@pytest.mark.parametrize("yes", [True, False])
def test_grading_again_lists_changes_before_it_writes(root, yes):
    hand_in(root, "an")
    hand_in(root, "binh", answered("test_a"))
    go(root)
    mend(root, 4)
    answer = Answer(yes)
    summary = go(root, regrade=[], watcher=answer)
    assert answer.asked == [Change("an", "p1", "test_b", 3, 4)] == summary.changes
    assert scores(root, "an")["test_b"] == (4 if yes else 3)
    assert summary.exit_code == (0 if yes else 1)
    assert statuses(go(root)) == dict.fromkeys(("an", "binh"), "graded" if yes else "stale")


def test_grading_one_again_leaves_the_others(root):
    hand_in(root, "an")
    hand_in(root, "binh")
    go(root)
    counting = Counting()
    summary = go(root, counting.engine, regrade=["binh"])
    assert counting.seen == ["binh"]
    assert summary.changes == []
    with pytest.raises(CourseError) as error:
        go(root, regrade=["dung"])
    assert error.value.params["names"] == ["dung"]


def test_a_submission_that_becomes_unreadable_is_a_listed_change(root):
    hand_in(root, "an")
    go(root)
    hand_in(root, "an", "{")
    answer = Answer(False)
    go(root, regrade=["an"], watcher=answer)
    changed = {(one.test, one.before, one.after) for one in answer.asked}
    assert changed == {
        ("test_a", 2, 0),
        ("test_b", 3, 0),
        ("essay", None, 0),
        ("drawing", None, 0),
    }


def test_a_submission_that_changes_while_the_question_is_open_is_not_recorded(root):
    hand_in(root, "an", answered("test_a"))
    go(root)
    mend(root, 4)
    hand_in(root, "an")

    class Replacing(Watcher):
        def agree(self, changes):
            hand_in(root, "an", answered(""))
            return True

    summary = go(root, regrade=[], watcher=Replacing())
    assert "failed" in {one.status for one in summary.outcomes}
    assert scores(root, "an")["test_b"] == 0


def test_memory_holds_a_bounded_number_of_submissions(root):
    for number in range(30):
        hand_in(root, f"hv{number:02}")
    most = threading.Semaphore(0)
    held = []

    class Watching(LocalWorkers):
        def submit(self, function, *arguments):
            most.release()
            held.append(most._value)
            return super().submit(function, *arguments)

    class Noting(Watcher):
        def advance(self, outcome):
            most.acquire()

    workers = Watching(2)
    most.release()
    run(read_course(root), NAME, workers, ENGINE, watcher=Noting())
    workers.close()
    assert max(held) <= workers.window + 2


def test_the_order_of_workers_does_not_show(root):
    for number in range(12):
        hand_in(root, f"hv{number:02}", answered("test_a" if number % 3 else "test_b"))
    one, many = go(root, jobs=1), go(root, jobs=7, regrade=[])
    assert one.outcomes == many.outcomes
    assert many.changes == []


# The command


def command(root: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    line = [sys.executable, str(PROGRAM), "grade", *arguments, "--course", str(root)]
    environment = os.environ | {"AULAC_LANG": "en"}
    return subprocess.run(line, capture_output=True, text=True, env=environment, **options)


def test_the_command_shows_records_and_exports(root, tmp_path):
    hand_in(root, "an", answered("test_a"))
    hand_in(root, "hỏng", "{")
    done = command(root, NAME, "--json", f"{tmp_path}/all.json", "--export", f"{tmp_path}/g.csv")
    assert done.returncode == 1, done.stderr
    for shown in ("an", "2/14", "test_b", "2 to be marked by hand", "p1.ipynb is damaged"):
        assert shown in done.stdout
    content = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert [report["learner"] for report in content["reports"]] == ["an", "hỏng"]
    assert "hỏng" in (tmp_path / "g.csv").read_text(encoding="utf-8-sig")


def test_the_command_speaks_vietnamese(root):
    hand_in(root, "an")
    done = command(root, NAME, "--lang", "vi")
    assert "1 bài vừa chấm" in done.stdout
    assert done.returncode == 0


def test_grading_again_asks_and_takes_no_answer_for_no(root):
    hand_in(root, "an")
    command(root, NAME)
    mend(root, 4)
    done = command(root, NAME, "--regrade", stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "p1/test_b" in done.stdout
    assert "Nothing was written" in done.stdout
    assert scores(root, "an")["test_b"] == 3
    assert command(root, NAME, "--regrade", "an", "--yes").returncode == 0
    assert scores(root, "an")["test_b"] == 4
    assert "No score changes" in command(root, NAME, "--regrade").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "Name an assignment"), (("ps9",), "Assignments there: ps1"), (("--jobs", "0"), "--jobs")],
)
def test_wrong_usage_is_two(root, arguments, said):
    done = command(root, *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_nothing_handed_in_is_said(root):
    done = command(root, NAME)
    assert (done.returncode, "nobody has handed anything in" in done.stdout) == (0, True)


def test_a_hostile_name_cannot_steer_the_terminal(root):
    hand_in(root, "an", **{"x\x1b[2J__txt": ""})
    folder = root / "submitted" / "an" / NAME
    os.symlink("/etc/passwd", folder / "y\x1b[31m.txt")
    hand_in(root, "[bold]binh")
    done = command(root, NAME)
    assert "\x1b" not in done.stdout
    assert "[bold]binh" in done.stdout


def test_stopping_keeps_what_is_recorded(root):
    for number in range(60):
        hand_in(root, f"hv{number:02}")
    line = [sys.executable, str(PROGRAM), "grade", NAME, "--course", str(root), "--jobs", "1"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while len(list(root.glob("autograded/*/ps1/p1.ipynb"))) < 3:
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "Đã dừng" in out + err
    with Gradebook(read_course(root)) as book:
        recorded = len(list(book.reports(NAME)))
    assert 0 < recorded < 60
    assert sum(not one.before for one in go(root).outcomes) == 60 - recorded
