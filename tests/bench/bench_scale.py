"""Grades a large class on a Dask cluster whose workers are killed at random meanwhile.

Prints what a submission costs in classes of 20, 200 and `--count`, then kills workers during a
class of `--count` and checks that every submission is on record exactly once, with its score.

    python tests/bench/bench_scale.py [--count 2000] [--workers 3]
"""

import argparse
import logging
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import dask
from distributed import LocalCluster, Status

sys.path.insert(0, str(Path(__file__).parent.parent / "graders"))

from small_class import NAME, answered, hand_in, ready_course  # noqa: E402

from graders.calibrate import calibrate  # noqa: E402
from graders.course import read_course  # noqa: E402
from graders.grade import grade  # noqa: E402
from graders.gradebook import Gradebook  # noqa: E402
from graders.runner import Engine, Watcher, run  # noqa: E402
from graders.workers import ClusterWorkers  # noqa: E402

KINDS = ("test_a test_b", "test_a", "", None)  # what passes; None: a file that cannot be read
SCORES = {"test_a test_b": 5, "test_a": 2, "": 0, None: 0}
KILL_SECONDS = (1.0, 5.0)


def kind(number: int) -> str | None:
    return KINDS[number % 3] if number % 50 else None


def make_class(root: Path, count: int) -> Path:
    ready_course(root)
    for number in range(count):
        passed = kind(number)
        hand_in(root, f"hv{number:05}", "{" if passed is None else answered(passed))
    return root


class Clock(Watcher):
    """Notes when the first and the last submission were done."""

    def __init__(self):
        self.times: list[tuple[float, float]] = []

    def advance(self, outcome) -> None:
        self.times.append((time.monotonic(), time.process_time()))

    def each_ms(self) -> str:
        """What one costs on the clock, and in processor time of the process that records."""
        (wall, cpu), (wall_end, cpu_end) = self.times[0], self.times[-1]
        count = max(1, len(self.times) - 1) / 1000
        return (
            f"{(wall_end - wall) / count:6.1f} ms each ({(cpu_end - cpu) / count:.1f} ms recording)"
        )


class Killer:
    """Kills one worker process after the other, at random moments, until told to stop.

    None before the one before it is back: nobody brings back a worker that dies while it starts.
    """

    def __init__(self, cluster: LocalCluster):
        self.cluster, self.workers = cluster, len(cluster.workers)
        self.dice, self.killed, self.stopped = random.Random(7), 0, threading.Event()
        self.thread = threading.Thread(target=self.kill_on)

    def __enter__(self) -> "Killer":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.stopped.set()
        self.thread.join()

    def kill_on(self) -> None:
        while not self.stopped.wait(self.dice.uniform(*KILL_SECONDS)):
            nannies = list(self.cluster.workers.values())
            running = [one.pid for one in nannies if one.status == Status.running and one.pid]
            known = len(self.cluster.scheduler.workers)
            if len(running) == known == self.workers:
                os.kill(self.dice.choice(sorted(running)), signal.SIGKILL)
                self.killed += 1


def grade_class(root: Path, address: str) -> tuple[Clock, list]:
    clock = Clock()
    with ClusterWorkers(address) as workers:
        course, engine = read_course(root), Engine(grade, calibrate)
        summary = run(course, NAME, workers, engine, watcher=clock)
    return clock, [one.remarks for one in summary.outcomes if one.status == "failed"]


def check(root: Path, count: int) -> None:
    """Everyone is on record once, with the score that their work is worth."""
    from as_stock_reads import stock  # every worker imports this file; nbgrader takes seconds

    wanted = {f"hv{number:05}": SCORES[kind(number)] for number in range(count)}
    with stock(root) as book:
        found = [(one.student.id, one.score) for one in book.assignment_submissions(NAME)]
        assert len(found) == count, (len(found), count)
        assert dict(found) == wanted
    with Gradebook(read_course(root)) as book:
        assert sum(1 for _ in book.reports(NAME)) == count


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--workers", type=int, default=3)
    options = options.parse_args()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    cluster_options = {"n_workers": options.workers, "threads_per_worker": 1}
    cluster_options |= {"dashboard_address": ":0", "silence_logs": 50}
    # On a busy machine a worker may take longer to come back than Dask's cluster waits for it.
    dask.config.set({"distributed.deploy.lost-worker-timeout": "1h"})
    with tempfile.TemporaryDirectory() as folder:
        with LocalCluster(**cluster_options) as cluster:
            measure(Path(folder), cluster, options)


def measure(folder: Path, cluster: LocalCluster, options) -> None:
    address = cluster.scheduler_address
    print(f"{options.workers} workers, {os.cpu_count()} processors", flush=True)
    for count in sorted({20, 200, options.count}):
        root = make_class(folder / f"class{count}", count)
        clock, failed = grade_class(root, address)
        assert not failed, failed[0]
        check(root, count)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"{count:6} submissions: {clock.each_ms()}, runner {peak} MB", flush=True)
    root = make_class(folder / "killed", options.count)
    with Killer(cluster) as killer:
        clock, failed = grade_class(root, address)
    if failed:
        print(f"{len(failed)} to be run again: {failed[0]}")
        grade_class(root, address)
    check(root, options.count)
    print(
        f"{options.count:6} submissions: {clock.each_ms()} while"
        f" {killer.killed} workers were killed; everyone on record once"
    )


if __name__ == "__main__":
    main()
