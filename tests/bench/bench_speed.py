"""How fast grading is, beside stock nbgrader: `python tests/bench/bench_speed.py [--count 16]`.

Both tools grade the same honest, mixed submissions, one at a time, from the command line to the
SQLite gradebook, in turns, so that what else the machine does hits both. The slope counts,
(t_large - t_small) / (n_large - n_small): start-up is told apart. Two notebooks: A imports numpy,
B torch and transformers too. Prints ratios, scaling, where the time goes, memory and imports.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean, median

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "graders"), str(HERE.parents[2])]

import stock  # noqa: E402
from handmade import Course  # noqa: E402
from mixed_class import mixed_class  # noqa: E402

NAMES = {"A": "numpy", "B": "numpy, torch, transformers"}
SLOW_PACKAGES = "numpy torch transformers pandas matplotlib nbgrader IPython distributed".split()
OWN_PACE = ("plt.", "time.sleep")  # plots and pauses: the learner's own time, whoever grades
PAUSE = "import time\ntime.sleep({seconds})"


class Class:
    """A course directory with so many submissions, set back before every run."""

    def __init__(self, directory: Path, course: Course, count: int):
        self.directory, self.course, self.count = directory, course, count
        directory.mkdir(parents=True)
        course.write_source(directory)
        for learner in list(course.answers)[:count]:
            course.submit(directory, learner)
        stock.prepare(directory)
        run(["nbgrader", "generate_assignment", course.name, "--force"], directory)
        shutil.copy(directory / "gradebook.db", directory / "fresh.db")

    def reset(self) -> None:
        shutil.rmtree(self.directory / "autograded", ignore_errors=True)
        for path in self.directory.glob("gradebook.db*"):
            path.unlink()
        shutil.copy(self.directory / "fresh.db", self.directory / "gradebook.db")

    def stock(self) -> "Spent":
        self.reset()
        return run(["nbgrader", "autograde", self.course.name], self.directory)

    def ours(self, jobs: int = 1) -> "Spent":
        self.reset()
        return run(["graders", "grade", self.course.name, "--jobs", str(jobs)], self.directory)


class Spent:
    """Wall and processor seconds of a command and all its processes."""

    def __init__(self, wall: float, cpu: float):
        self.wall, self.cpu = wall, cpu


def run(command: list[str], directory: Path) -> Spent:
    """Runs a module of this environment; learners' mistakes are no failure."""
    folder = str(Path(sys.executable).parent)
    extra = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "HF_HUB_OFFLINE": "1"}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=directory,
        env=os.environ | extra,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode} in {directory}")
    return Spent(time.monotonic() - began, used.ru_utime + used.ru_stime)


def honest_class(letter: str, size: int, whole: bool) -> Course:
    """The mixed class without loops, and unless `whole`, without what takes its own time."""
    course = mixed_class(heavy=letter == "B", size=size + 2)
    answers = {name: a for name, a in course.answers.items() if not name.startswith("loop")}
    if not whole:
        answers = {name: without_own_pace(a) for name, a in answers.items()}
    return Course(course.name, course.cells, answers)


def without_own_pace(answers: dict[str, str | None]) -> dict[str, str | None]:
    return {
        task: source
        for task, source in answers.items()
        if source is None or not any(mark in source for mark in OWN_PACE)
    }


def slopes(small: Class, large: Class, repeat: int) -> dict[str, list[Spent]]:
    """Seconds per submission of both tools, and ours before and after each run of the other."""
    found: dict[str, list[Spent]] = {"nbgrader": [], "ours": []}
    starts: dict[str, list[float]] = {"nbgrader": [], "ours": []}
    for _ in range(repeat):
        first = [(one, one.ours()) for one in (small, large)]
        theirs = [(one, one.stock()) for one in (small, large)]
        again = [(one, one.ours()) for one in (small, large)]
        for tool, ((_, low), (_, high)) in (("ours", first), ("nbgrader", theirs), ("ours", again)):
            more = large.count - small.count
            one = Spent((high.wall - low.wall) / more, (high.cpu - low.cpu) / more)
            found[tool].append(one)
            starts[tool].append(low.wall - one.wall * small.count)
    for tool, all_of_it in found.items():
        walls, cpus = [s.wall for s in all_of_it], [s.cpu for s in all_of_it]
        print(
            f"  {tool:9} {ms(min(walls))} ms a submission (median {ms(median(walls))}),"
            f" processor {ms(min(cpus))} (median {ms(median(cpus))});"
            f" start-up {min(starts[tool]):.1f} s"
        )
    return found


def ratios(found: dict[str, list[Spent]]) -> None:
    for kind in ("wall", "cpu"):
        theirs, mine = ([getattr(s, kind) for s in found[tool]] for tool in ("nbgrader", "ours"))
        print(
            f"  {kind} ratio: {min(theirs) / min(mine):.1f} of minima,"
            f" {median(theirs) / median(mine):.1f} of medians"
        )


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


def scaling(small: Class, large: Class, cores: int) -> None:
    """Time for each submission with 1, 2 ... jobs; the processor time bounds what can be had."""
    alone = 0.0
    for jobs in sorted({1, *(2**n for n in range(1, 10) if 2**n <= cores), cores}):
        low, high = small.ours(jobs), large.ours(jobs)
        more = large.count - small.count
        each, cpu = (high.wall - low.wall) / more, (high.cpu - low.cpu) / more
        alone = alone or each
        print(
            f"  {jobs} jobs: {ms(each)} ms a submission, {alone / each:.2f} times as fast;"
            f" processor {ms(cpu)} ms, so {ms(cpu / cores)} ms at best on {cores} cores"
        )


def breakdown(one: Class) -> None:
    """Milliseconds of each part, by median and mean; parts of recording overlap with grading."""
    from graders import grade as grading
    from graders.calibrate import calibrate
    from graders.course import read_course
    from graders.gradebook import Gradebook
    from graders.submission import read_submission, rebuild

    one.reset()
    course = read_course(one.directory)
    parts: dict[str, list[float]] = {}
    with Gradebook(course) as book:
        book.register(one.course.name)
        assignment = calibrate(course.assignment(one.course.name))
        for handed_in in course.handed_in(one.course.name):
            times = [time.perf_counter()]
            submission = read_submission(handed_in.folder, handed_in.learner)
            rebuild(submission, assignment.notebooks[0])
            times.append(time.perf_counter())
            report = grading.grade(submission, assignment)
            times.append(time.perf_counter())
            book.record(report, submission, assignment)
            times.append(time.perf_counter())
            read, graded, recorded = (b - a for a, b in zip(times, times[1:], strict=False))
            inside = report.notebooks[0].seconds
            spent = {
                "read and rebuild": read,
                "learner's process: fork, lock, seeds": inside["start"],
                "learner's cells": inside["learner"],
                "tests": inside["tests"],
                "hand over, run without hidden tests, report": graded - sum(inside.values()),
                "record (beside the next one)": recorded,
            }
            for name, seconds in spent.items():
                parts.setdefault(name, []).append(1000 * seconds)
    for name, found in parts.items():
        print(f"  {name:45} {median(found):6.1f} median {mean(found):6.1f} mean")


def memory(one: Class) -> None:
    """What one more submission at the same time costs, here and with nbgrader."""
    from graders.course import read_course
    from graders.grade import ZYGOTES, grade
    from graders.submission import read_submission

    course = read_course(one.directory)
    assignment = course.assignment(one.course.name)
    folder = course.folder("submitted", one.course.name, pausing(one, seconds=3))
    submission = read_submission(folder, folder.parent.name)
    grade(read_submission(folder, "warm"), assignment)
    (zygote,) = set(ZYGOTES.running.values())
    found = {}
    for at_once in (1, 3):
        with ThreadPoolExecutor(at_once) as pool:
            waiting = [pool.submit(grade, submission, assignment) for _ in range(at_once)]
            time.sleep(2)
            found[at_once] = [total(descendants(zygote.process.pid), kind) for kind in KINDS]
            for future in waiting:
                future.result()
    more = [(three - single) / 2 for single, three in zip(found[1], found[3], strict=True)]
    shared = total([zygote.process.pid], "RSS")
    print(f"  ours, each: {in_words(more)}; shared by all: a zygote of {shared:.0f} MB")
    print(f"  nbgrader, each: {in_words(peak_of_stock(one))}")
    ZYGOTES.close()


KINDS = {"private": r"Private_(?:Clean|Dirty)", "PSS": "Pss", "RSS": "Rss"}


def in_words(megabytes: list[float]) -> str:
    return ", ".join(f"{mb:.0f} MB {kind}" for kind, mb in zip(KINDS, megabytes, strict=True))


def pausing(one: Class, seconds: int) -> str:
    """Hands in a submission that pauses in the last cell, and returns its learner's name."""
    last = [name for name in one.course.points][-1].partition("-")[0]
    answers = {"pausing": {f"+{last}": PAUSE.format(seconds=seconds)}}
    Course(one.course.name, one.course.cells, answers).submit(one.directory, "pausing")
    return "pausing"


def peak_of_stock(one: Class) -> list[float]:
    """The most that the grader and its kernel use together."""
    one.reset()
    command = [sys.executable, "-m", "nbgrader", "autograde", one.course.name]
    process = subprocess.Popen(
        [*command, "--student=pausing"],
        cwd=one.directory,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = [0.0] * len(KINDS)
    while process.poll() is None:
        pids = [process.pid, *descendants(process.pid)]
        most = [max(old, total(pids, kind)) for old, kind in zip(most, KINDS, strict=True)]
        time.sleep(0.1)
    return most


def descendants(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [one for child in map(int, text.split()) for one in (child, *descendants(child))]


def total(pids: list[int], kind: str) -> float:
    """Megabytes of these processes, of one of KINDS."""
    found = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found += sum(map(int, re.findall(rf"^{KINDS[kind]}:\s+(\d+)", text, re.MULTILINE)))
    return found / 1024


def imports(one: Class) -> None:
    """What the command imports when everything is on record already."""
    one.ours()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "graders", "grade", one.course.name],
        cwd=one.directory,
        capture_output=True,
        text=True,
    )
    rows = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \| ( *)([\w.]+)", done.stderr)
    names = {name.partition(".")[0] for *_, name in rows}
    found = [name for name in SLOW_PACKAGES if name in names]
    print(f"  {len(rows)} modules, {sum(int(own) for own, *_ in rows) / 1e6:.2f} s;")
    print(f"  of {', '.join(SLOW_PACKAGES)}: {', '.join(found) or 'none'}")
    slowest = sorted(
        ((int(whole), n) for _, whole, deep, n in rows if len(deep) <= 2), reverse=True
    )
    for whole, name in slowest[:8]:
        print(f"  {name:30} {whole / 1000:6.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=110, help="submissions of the larger class")
    parser.add_argument("--base", type=int, default=10, help="submissions of the smaller class")
    parser.add_argument("--repeat", type=int, default=2, help="turns of both tools")
    parser.add_argument("--only", choices=tuple(NAMES), help="one of the two notebooks")
    parser.add_argument("--whole", action="store_true", help="with plots and pauses of learners")
    parser.add_argument("--parts", default="slopes,jobs,time,memory,imports")
    options = parser.parse_args()
    parts = options.parts.split(",")
    cores = len(os.sched_getaffinity(0))
    print(f"{options.base} and {options.count} submissions, {cores} cores, load {os.getloadavg()}")
    with tempfile.TemporaryDirectory(prefix="bench-speed-") as folder:
        for letter in options.only or NAMES:
            bench(Path(folder, letter), letter, options, parts, cores)


def bench(folder: Path, letter: str, options, parts: list[str], cores: int) -> None:
    print(f"\n{letter}: {NAMES[letter]}")
    course = honest_class(letter, options.count, options.whole)
    small, large = (Class(folder / str(n), course, n) for n in (options.base, options.count))
    if "slopes" in parts:
        ratios(slopes(small, large, options.repeat))
    if "jobs" in parts:
        print("  at once:")
        scaling(small, large, cores)
    if "time" in parts:
        print("  where the time goes (ms):")
        breakdown(small)
    if "memory" in parts:
        print("  memory:")
        memory(small)
    if "imports" in parts:
        print("  imported by the command itself:")
        imports(small)


if __name__ == "__main__":
    main()
