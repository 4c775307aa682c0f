"""A class that arrives at once: `python tests/bench/bench_class.py [--learners 60]`, as root.

Starts `aulac classroom --server` in a private machine (tests/server/machine.py) and lets so many
Linux accounts arrive within two minutes. Each logs in (PAM), waits for the own server as the wait
page does, opens JupyterLab, lists and fetches module 01, runs a cell in a kernel, saves the
solutions with a mark of their own, hands in (`submit` is the time until the receipt is in the
home), has the points in JupyterLab's list (`submit to result`), and opens the page of results. Then
checks that every receipt is good, and that in the store each has what they themselves handed in.

Beside it, on the same servers once all of them are up: nbgrader's own exchange in a shared
directory (mode 1777), by its own classes in the learners' kernels, without HTTP; then `nbgrader
collect` and `nbgrader autograde` for the first `--graded` of them. Prints a Markdown table. The
learners' side runs on the same processors, and takes its share of them.
"""

import argparse
import base64
import json
import os
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import requests
from class_member import COURSE, NAME, Member, Times
from stock_exchange import StockExchange

from aulac.classroom.exchange.receipts import is_signed
from aulac.course import read_modules, write_course
from aulac.course.source import find_root

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from machine import Machine  # noqa: E402
from running_server import RunningServer, Visitor  # noqa: E402

TEACHER, GROUP = "minh", "hoc"
SETTINGS = f"""
[classes.{COURSE}]
instructors = ["{TEACHER}"]
learners = ["@{GROUP}"]
"""
ORDER = ["login", "spawn", "lab page", "list", "fetch", "kernel, one cell", "save", "submit"]
ORDER += ["submit to result", "results page"]


class Watch:
    """The highest load and the most memory, in GB, since it began."""

    def __init__(self):
        self.load, self.most, self.ended = 0.0, 0.0, threading.Event()
        self.before = used()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        while not self.ended.wait(1):
            self.load = max(self.load, os.getloadavg()[0])
            self.most = max(self.most, used())

    def end(self) -> None:
        self.ended.set()
        self.thread.join()


def used() -> float:
    memory = psutil.virtual_memory()
    return (memory.total - memory.available) / 1e9


def prepare(server: RunningServer, folder: Path) -> dict[str, str]:
    """Release module 01 with results at once; the solutions by the names of their cells."""
    teacher = Visitor(server, TEACHER)
    teacher.log_in(f"{TEACHER}-pw")
    for button in ("assign", "release"):
        done = teacher.press(COURSE, f"{NAME}/{button}")
        assert done["success"], done
    page = teacher.get(f"/services/exchange/class/{COURSE}/{NAME}/")
    key = re.search('name="key" value="([0-9a-f]+)"', page.text)[1]
    form = {"key": key, "given": "at_once", "cool_down": ""}
    assert teacher.post(f"{page.url}policy", data=form).ok
    source, *_ = write_course(folder / "source", "vi", [module()])
    cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
    marked = [(cell["metadata"].get("nbgrader", {}), cell["source"]) for cell in cells]
    return {m["grade_id"]: "".join(text) for m, text in marked if m.get("solution")}


def module():
    (found,) = (one for one in read_modules(find_root()) if one.name == NAME)
    return found


def arrive(members: list[Member], seconds: float, then) -> None:
    """Everybody comes at a moment of their own within the time, and does what `then` says."""
    chance = random.Random(7)

    def come(member: Member, moment: float) -> None:
        time.sleep(moment)
        try:
            then(member)
        except Exception as error:
            while error:
                print(f"{member.name}: {error!r}", file=sys.stderr)
                error = error.__cause__

    with ThreadPoolExecutor(len(members) or 1) as pool:
        for member in members:
            pool.submit(come, member, chance.uniform(0, seconds))


def check(server: RunningServer, members: list[Member]) -> Counter:
    """Whether each has a good receipt for what they themselves handed in, and their own points."""
    answer = requests.get(f"{server.url}/services/exchange/api/v1/key").json()
    public = base64.b64decode(answer["public_key"])
    store = server.outside(server.state / "exchange" / "files")
    found = Counter()
    for member in members:
        receipt = json.loads(member.receipt.read_text(encoding="utf-8"))
        claim = json.loads(receipt["payload"])
        signed = is_signed(receipt["payload"], receipt["signature"], public)
        found["Receipts that are good"] += signed and claim["user"] == member.name
        (sha256,) = (f["sha256"] for f in claim["files"] if f["path"] == "assignment.ipynb")
        text = json.dumps(json.loads((store / sha256).read_bytes()), ensure_ascii=False)
        marks = [one.name for one in members if one.mark in text]
        found["Stored work with its learner's mark alone"] += marks == [member.name]
        found[f"Results of {' / '.join(member.points)} points"] += 1
    return found


def percentiles(found: list[float]) -> str:
    """p50 and p95, as two cells of a table."""
    if not found:
        return " | "
    ranked = sorted(found)
    last = len(ranked) - 1
    return " | ".join(f"{ranked[round(share * last)]:.2f}" for share in (0.5, 0.95))


def table(times: Times, count: int) -> None:
    print("| step | failed | p50 (s) | p95 (s) | nbgrader's own: p50 (s) | p95 (s) |")
    print("|---|---|---|---|---|---|")
    for step in ORDER:
        failed = f"{len(times.failures[step])}/{count}"
        ours, stock = times.steps[step], times.steps[f"stock {step}"]
        print(f"| {step} | {failed} | {percentiles(ours)} | {percentiles(stock)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=120, help="in which all arrive")
    parser.add_argument("--graded", type=int, default=6, help="by nbgrader autograde")
    options = parser.parse_args()
    if os.getuid() != 0:
        print("Left out: a private machine with Linux accounts of its own needs root.")
        return
    folder = Path(tempfile.mkdtemp(prefix="aulac-class-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        with Machine() as machine:
            run(machine, folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(machine: Machine, folder: Path, options: argparse.Namespace) -> None:
    machine.add_user(TEACHER, f"{TEACHER}-pw")
    names = [f"hv{number:02}" for number in range(options.learners)]
    for name in names:
        machine.add_user(name, f"{name}-pw", GROUP)
    with RunningServer(machine, SETTINGS, find_root(), folder / "state") as server:
        solutions, times = prepare(server, folder), Times()
        members = [Member(server, name, solutions, times) for name in names]
        watch, begun = Watch(), time.monotonic()
        arrive(members, options.seconds, Member.learn)
        took = time.monotonic() - begun
        watch.end()
        done = [member for member in members if hasattr(member, "points")]
        checked = check(server, done)
        stock = StockExchange(machine, folder, module(), TEACHER)
        arrive(done, options.seconds / 4, stock.learn)
        collecting = stock.nbgrader("collect", NAME)
        first = names[: options.graded]
        grading = [stock.nbgrader("autograde", NAME, f"--student={name}") for name in first]
    table(times, len(names))
    print(f"\n{len(done)} of {len(names)} got to a result, the last after {took:.0f} s.")
    print(f"Highest load {watch.load:.1f}; {watch.most - watch.before:.1f} GB more than before.")
    for what, count in checked.items():
        print(f"{what}: {count} of {len(done)}.")
    each = sum(grading) / len(grading)
    print(
        f"nbgrader's own way to a result: collect {collecting:.1f} s, autograde {each:.1f} s for "
        f"each learner: the last of {len(names)} would have it {collecting + each * len(names):.0f}"
        " s after an instructor began."
    )


if __name__ == "__main__":
    main()
