"""Faults for real: killed, locked out, deleted, full. Rerun, and everything is there, once."""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from as_stock_reads import stock
from small_class import (
    ENGINE,
    NAME,
    answered,
    assignment_of,
    calibrate,
    grade,
    hand_in,
    ready_course,
    slow_grade,
)

from graders.course import read_course
from graders.database import GradebookError
from graders.gradebook import Gradebook
from graders.runner import Engine, run
from graders.submission import read_submission
from graders.workers import LocalWorkers

PROGRAM = Path(__file__).parent / "small_class.py"
LEARNERS = [f"hv{number:02}" for number in range(40)]
KILLS = 8


@pytest.fixture
def root(tmp_path) -> Path:
    return ready_course(tmp_path / "course")


@pytest.fixture
def class_of_40(root) -> Path:
    for number, learner in enumerate(LEARNERS):
        hand_in(root, learner, answered("test_a" if number % 2 else "test_a test_b"))
    return root


def start(root: Path, *arguments: str, **options) -> subprocess.Popen:
    line = [sys.executable, str(PROGRAM), "grade", NAME, "--course", str(root), *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = os.environ | {"AULAC_LANG": "en"}
    return subprocess.Popen(line, env=environment, **pipes, **options)


def finish(root: Path, *arguments: str, **options) -> tuple[int, str]:
    process = start(root, *arguments, **options)
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def check_everyone_is_recorded_once(root: Path) -> None:
    with stock(root) as book:
        found = book.assignment_submissions(NAME)
        assert sorted(one.student.id for one in found) == LEARNERS
        for one in found:
            (notebook,) = one.notebooks
            assert len(notebook.grades) == 4
            assert len(notebook.comments) == 3
            assert one.score == (2 if LEARNERS.index(one.student.id) % 2 else 5)
    with Gradebook(read_course(root)) as book:
        assert [json.loads(report)["learner"] for report in book.reports(NAME)] == LEARNERS
    for learner in LEARNERS:
        folder = root / "autograded" / learner
        assert [path.name for path in folder.iterdir()] == [NAME]
        names = {path.name for path in (folder / NAME).iterdir()}
        assert names == {"p1.ipynb", "p1.report.json", "data.txt"}


def test_a_runner_killed_again_and_again_records_everyone_once(class_of_40):
    dice = random.Random(4)
    for _ in range(KILLS):
        before = len(list(class_of_40.glob("autograded/*")))
        process = start(class_of_40)
        while process.poll() is None and len(list(class_of_40.glob("autograded/*"))) == before:
            time.sleep(0.005)
        time.sleep(dice.random() * 0.05)
        process.kill()
        process.communicate()
    code, output = finish(class_of_40)
    assert code == 0, output
    check_everyone_is_recorded_once(class_of_40)


WRITER = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from small_class import *
from graders.submission import read_submission
import graders.recording

def killing(name):
    whole = getattr(graders.recording.Recording, name)
    def step(*arguments):
        whole(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(graders.recording.Recording, name, step)

root = Path({root!r})
killing({step!r})
with Gradebook(read_course(root)) as book:
    submission = read_submission(root / "submitted/an" / NAME, "an")
    book.record(grade(submission, assignment_of(root)), submission, assignment_of(root))
"""


@pytest.mark.parametrize("step", ["ensure_student", "submission", "write_grades", "write_penalty"])
def test_a_writer_killed_within_a_transaction_leaves_nothing_half_done(root, step):
    hand_in(root, "an")
    program = WRITER.format(tests=str(PROGRAM.parent), root=str(root), step=step)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with stock(root) as book:
        assert book.students == []
        assert book.assignment_submissions(NAME) == []
    go(root)
    with stock(root) as book:
        assert [one.score for one in book.assignment_submissions(NAME)] == [5]


def go(root: Path, engine: Engine = ENGINE):
    with LocalWorkers(2) as workers:
        return run(read_course(root), NAME, workers, engine)


def hold(root: Path) -> sqlite3.Connection:
    """Another program writes into the gradebook and does not finish."""
    other = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_gradebook_that_another_program_holds_is_waited_for(root):
    hand_in(root, "an")
    other = hold(root)
    process = start(root)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
    finally:
        other.execute("ROLLBACK")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, out + err


def test_a_gradebook_that_stays_locked_is_one_sentence(root):
    hand_in(root, "an")
    submission = read_submission(root / "submitted/an" / NAME, "an")
    assignment = assignment_of(root)
    with Gradebook(read_course(root), patience=0.1) as book:
        other = hold(root)
        with pytest.raises(GradebookError) as error:
            book.record(grade(submission, assignment), submission, assignment)
        other.execute("ROLLBACK")
        assert error.value.key == "gradebook_locked"
        assert not (root / "autograded").exists()
        assert book.record(grade(submission, assignment), submission, assignment)


def gone_after(root: Path, learners: int, action) -> Engine:
    """An engine during whose work something happens to the gradebook."""
    seen: list[str] = []

    def grading(submission, assignment, level=None):
        seen.append(submission.learner)
        if len(seen) == learners:
            action()
        return slow_grade(submission, assignment, level)

    return Engine(grading, calibrate)


def remove_gradebook(root: Path) -> None:
    for path in root.glob("gradebook.db*"):
        path.unlink()


def test_a_deleted_gradebook_is_noticed_and_made_again(class_of_40):
    engine = gone_after(class_of_40, 10, lambda: remove_gradebook(class_of_40))
    with pytest.raises(GradebookError) as error:
        go(class_of_40, engine)
    assert error.value.key == "gradebook_gone"
    go(class_of_40)
    check_everyone_is_recorded_once(class_of_40)


def test_a_gradebook_replaced_by_a_copy_is_noticed(class_of_40):
    database = class_of_40 / "gradebook.db"

    def restore():
        shutil.copy(database, class_of_40 / "copy.db")
        os.replace(class_of_40 / "copy.db", database)

    with pytest.raises(GradebookError) as error:
        go(class_of_40, gone_after(class_of_40, 10, restore))
    assert error.value.key == "gradebook_gone"
    remove_gradebook(class_of_40)
    go(class_of_40)
    check_everyone_is_recorded_once(class_of_40)


@pytest.mark.parametrize("content", [b"not a database", b"\0" * 4096])
def test_a_file_that_is_no_gradebook_is_left_as_it_is(root, content):
    hand_in(root, "an")
    remove_gradebook(root)
    (root / "gradebook.db").write_bytes(content)
    code, output = finish(root)
    assert (code, "damaged or no gradebook" in output) == (1, True)
    assert (root / "gradebook.db").read_bytes() == content


READ_ONLY = "mount --bind {root} {root} && mount -o remount,bind,ro {root} && {command}"


def with_mounts(script: str) -> subprocess.CompletedProcess:
    """Runs a script that mounts, seen by nobody else; skips where that is not allowed."""
    own = ["unshare", "-m", "--propagation", "private", "sh", "-c"]
    if subprocess.run([*own, "mount -t tmpfs none /mnt"], capture_output=True).returncode:
        pytest.skip("mounting in a private namespace is not allowed here (run as root)")
    return subprocess.run([*own, script], capture_output=True, text=True)


def test_a_gradebook_that_may_not_be_written_is_one_sentence(root):
    hand_in(root, "an")
    grading = f"{sys.executable} {PROGRAM} grade {NAME} --course {root} --lang en"
    done = with_mounts(READ_ONLY.format(root=root, command=grading))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_where_files_cannot_grow_the_rest_comes_later(class_of_40):
    code, output = finish(class_of_40, preexec_fn=limit_files)
    assert code == 1
    assert "no space left" in output
    assert "Traceback" not in output
    assert finish(class_of_40)[0] == 0
    check_everyone_is_recorded_once(class_of_40)


SMALL_DISK = "mount -t tmpfs -o size=700k none {disk} && cp -r {root}/. {disk} && {command}"


def test_a_full_disk_is_one_sentence_and_the_rest_comes_later(class_of_40, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    grading = f"{sys.executable} {PROGRAM} grade {NAME} --course {disk} --lang en"
    back = f"mount -o remount,size=50m {disk}; {grading}; cp -r {disk} {tmp_path}/result"
    command = f"{{ {grading}; test $? = 1; }} && echo FULL && {back}"
    done = with_mounts(SMALL_DISK.format(disk=disk, root=class_of_40, command=command))
    assert "FULL" in done.stdout, done.stderr
    assert "no space left" in done.stderr
    assert "Traceback" not in done.stderr
    check_everyone_is_recorded_once(tmp_path / "result")


def test_a_clock_that_jumps_changes_nothing(root, monkeypatch):
    hand_in(root, "an", timestamp__txt="2199-01-01 00:00:00 UTC")
    hand_in(root, "binh", timestamp__txt="1970-01-01 00:00:00 UTC")
    now = iter(range(10**6, 0, -1))
    monkeypatch.setattr(time, "time", lambda: next(now) * 86400.0)
    assert go(root).exit_code == 0
    assert all(one.before for one in go(root).outcomes)
    with stock(root) as book:
        years = {one.student.id: one.timestamp.year for one in book.assignment_submissions(NAME)}
    assert years == {"an": 2199, "binh": 1970}


def test_two_runners_at_once_record_everyone_once(class_of_40):
    both = [start(class_of_40), start(class_of_40)]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, out + err
    check_everyone_is_recorded_once(class_of_40)


def children_of(process: subprocess.Popen, word: str) -> list[psutil.Process]:
    """Living descendants with this word on their command line."""
    found = []
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if any(word in part for part in child.cmdline()):
                    found.append(child)
    return found


def test_a_zygote_killed_again_and_again_costs_nobody_a_point(class_of_40):
    line = [sys.executable, "-m", "graders", "grade", NAME, "--course", str(class_of_40)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(line, **pipes)
    for wanted in (5, 15, 25):
        while process.poll() is None and len(list(class_of_40.glob("autograded/*"))) < wanted:
            time.sleep(0.005)
        for zygote in children_of(process, "graders.zygote")[:1]:
            zygote.kill()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    check_everyone_is_recorded_once(class_of_40)
