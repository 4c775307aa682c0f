"""300 submissions in a minute from 60 learners while everything breaks: `bench_storm.py`.

The real client, a real service and its worker (tests/exchange/storm.py). Meanwhile the service is
killed four times and its worker twice, somebody holds the database for 12 s, longer than the
service is patient, and the disk is full for 10 s. Then everything acknowledged must be there, once,
whole, with a good receipt, and everything queued graded. `--postgresql` stores in PostgreSQL, which
is also stopped for 5 s. Prints a Markdown table.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "exchange"), str(TESTS / "graders")]

import postgres  # noqa: E402
from grading_room import make_course  # noqa: E402
from stand_in_hub import running_hub  # noqa: E402
from storm import Handed, Storm, meanwhile  # noqa: E402
from tiny import TINY  # noqa: E402

LEARNERS, EACH, SECONDS = 60, 5, 60


def stand_still(server: postgres.Server, seconds: float) -> None:
    """Stop the server and all of its processes, for so long."""
    own = psutil.Process(server.process.pid)
    everything = [own, *own.children(recursive=True)]
    for process in everything:
        process.suspend()
    time.sleep(seconds)
    for process in everything:
        process.resume()


def report(storm: Storm, handed: list[Handed], seconds: float, jobs: list) -> None:
    waited = sorted(one.seconds for one in handed)
    told = Counter()
    for one in handed:
        told += one.told
    states = Counter(job.state for job in jobs)
    print("| submissions | acknowledged, kept, whole, signed | p50 (s) | p95 (s) | longest (s) |")
    print("|---|---|---|---|---|")
    middle, high = (waited[round(share * (len(waited) - 1))] for share in (0.5, 0.95))
    print(f"| {len(handed)} | {len(handed)} | {middle:.2f} | {high:.1f} | {waited[-1]:.1f} |")
    print(f"\nTold that it did not work, and tried again: {dict(told) or 'nobody'}.")
    print(f"Jobs: {dict(states)}; everything graded {seconds:.0f} s after the last one was taken.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    server = postgres.Server(postgres.find_programs()) if options.postgresql else None
    try:
        with tempfile.TemporaryDirectory() as folder, running_hub() as hub:
            run(Path(folder), hub, server)
    finally:
        if server:
            server.close()


def run(folder: Path, hub, server: postgres.Server | None) -> None:
    course = make_course(folder / "khoa", TINY)
    url = server.database("storm") if server else ""
    with Storm(folder, hub, course, LEARNERS, url) as storm:
        faults = [
            storm.kill_the_service,
            storm.kill_the_worker,
            lambda: storm.hold_the_database(12),
            storm.kill_the_service,
            lambda: storm.fill_the_disk(10),
            storm.kill_the_service,
            storm.kill_the_worker,
            storm.kill_the_service,
        ]
        if server:
            faults.append(lambda: stand_still(server, 5))
        with meanwhile(faults, pause=3):
            handed = storm.hand_in(EACH, SECONDS)
        begun = time.monotonic()
        storm.check(handed)
        jobs = storm.wait_for_results(600)
        storm.check_results(handed, jobs)
        report(storm, handed, time.monotonic() - begun, jobs)


if __name__ == "__main__":
    main()
