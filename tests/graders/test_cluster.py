"""A Dask cluster grades with the same function; its workers may die."""

import os
import signal
import threading
import time
from pathlib import Path

import dask
import pytest
from as_stock_reads import stock
from distributed import LocalCluster
from small_class import ENGINE, NAME, calibrate, grade, hand_in, ready_course, slow_grade

from graders.course import read_course
from graders.grade import EngineError
from graders.runner import Engine, Watcher, run
from graders.workers import ClusterWorkers, WorkersError

OPTIONS = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": 50}


@pytest.fixture(scope="module")
def cluster():
    once = {"distributed.scheduler.allowed-failures": 0}
    patient = {"distributed.deploy.lost-worker-timeout": "10 minutes"}
    with dask.config.set(once | patient), LocalCluster(n_workers=2, **OPTIONS) as cluster:
        yield cluster


@pytest.fixture
def root(tmp_path) -> Path:
    root = ready_course(tmp_path / "course")
    for number in range(30):
        hand_in(root, f"hv{number:02}")
    return root


def go(root: Path, address: str, engine: Engine = ENGINE, **options):
    with ClusterWorkers(address) as workers:
        return run(read_course(root), NAME, workers, engine, **options)


def check_everyone_is_recorded_once(root: Path) -> None:
    with stock(root) as book:
        found = book.assignment_submissions(NAME)
        assert sorted(one.student.id for one in found) == [f"hv{n:02}" for n in range(30)]
        assert {one.score for one in found} == {5}


def test_a_cluster_grades_like_this_machine(root, cluster):
    assert go(root, cluster.scheduler_address).exit_code == 0
    check_everyone_is_recorded_once(root)
    assert go(root, cluster.scheduler_address, regrade=[]).changes == []


def test_a_worker_killed_meanwhile_costs_nobody_anything(root, cluster):
    class Killing(Watcher):
        """Kills the worker that answers when a third of the class is done."""

        done = 0

        def advance(self, outcome):
            self.done += 1
            if self.done == 10:
                os.kill(workers.submit(os.getpid).result(), signal.SIGKILL)

    workers = ClusterWorkers(cluster.scheduler_address)
    engine = Engine(slow_grade, calibrate)
    summary = run(read_course(root), NAME, workers, engine, watcher=Killing())
    workers.close()
    assert summary.exit_code == 0, summary
    check_everyone_is_recorded_once(root)


def deadly(submission, assignment, level=None):
    if submission.learner == "hv07":
        os.kill(os.getpid(), signal.SIGKILL)
    return grade(submission, assignment, level)


def test_a_submission_that_kills_every_worker_is_told_and_the_others_are_graded(root, cluster):
    summary = go(root, cluster.scheduler_address, Engine(deadly, calibrate))
    failed = [one.learner for one in summary.outcomes if one.status == "failed"]
    assert failed == ["hv07"]
    assert "KilledWorker" in summary.outcomes[7].remarks[0][1]["reason"]
    assert go(root, cluster.scheduler_address).exit_code == 0
    check_everyone_is_recorded_once(root)


def weak(submission, assignment, level=None):
    if submission.learner == "hv07":
        raise EngineError("no sandbox here")
    return grade(submission, assignment, level)


def test_a_failure_of_ours_crosses_the_cluster_with_its_sentence(root, cluster):
    summary = go(root, cluster.scheduler_address, Engine(weak, calibrate))
    assert summary.outcomes[7].remarks[0][1]["reason"] == "no sandbox here"


def test_a_cluster_that_ends_keeps_what_is_recorded(root, monkeypatch):
    monkeypatch.setattr("graders.workers.CONNECT_SECONDS", 10)  # it is looked for so long
    cluster = LocalCluster(n_workers=1, **OPTIONS)

    class Ending(Watcher):
        done = 0

        def advance(self, outcome):
            self.done += 1
            if self.done == 5:
                threading.Thread(target=cluster.close).start()
                time.sleep(0.5)

    with pytest.raises(WorkersError) as error:
        go(root, cluster.scheduler_address, watcher=Ending())
    assert error.value.key == "cluster_gone"
    with stock(root) as book:
        assert len(book.assignment_submissions(NAME)) >= 5


def test_a_cluster_without_workers_is_not_waited_for_for_ever(root, monkeypatch):
    monkeypatch.setattr("graders.workers.PATIENCE_SECONDS", 0.5)

    class Leaving(Watcher):
        done = 0

        def advance(self, outcome):
            self.done += 1
            if self.done == 5:
                cluster.scale(0)

    with LocalCluster(n_workers=1, **OPTIONS) as cluster, pytest.raises(WorkersError) as error:
        slow = Engine(slow_grade, calibrate)
        go(root, cluster.scheduler_address, slow, watcher=Leaving())
    assert error.value.key == "no_workers"


def test_no_cluster_there_is_one_sentence(monkeypatch):
    monkeypatch.setattr("graders.workers.CONNECT_SECONDS", 0.2)
    with pytest.raises(WorkersError) as error:
        ClusterWorkers("tcp://127.0.0.1:9")
    assert error.value.key == "no_cluster"
