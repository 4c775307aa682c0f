"""The hostile corpus, through the doors an instructor uses: nothing gained, nothing lost or left.

Every entry of `attacks/` becomes a submission on disk and is graded in the sandbox, honest controls
before, between and after. Select with `-k family` or `-k entry`; only what is selected is graded.
Of the 46 harmless forgeries (`stock`), 19 deceive stock nbgrader and 6 stop it with an error, as
`tests/bench/hostile_stock.py` shows.
"""

import hashlib
import json
import os
import re
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy
import psutil
import pytest
from corpus import Hostile, corpus
from victim import (
    CANARIES,
    ENVIRONMENT,
    GRADEBOOK,
    INPUT,
    OTHER,
    POINTS,
    SOURCE,
    TASKS,
    TEST,
    WEAK,
    write_course,
)

import graders
from graders.assignment import read_assignment
from graders.calibrate import calibrate
from graders.feedback import learner_view
from graders.grade import grade
from graders.limits import Limits
from graders.messages import SENTENCES
from graders.report import Report
from graders.submission import read_submission

CORPUS = corpus()
HONEST = Hostile("honest", "an honest submission", honest=TASKS)
CONTROL_EVERY = 40
LIMITS = Limits(
    cell_seconds=2, notebook_seconds=15, cpu_seconds=20, memory_mb=512, disk_mb=16, processes=32
)
HALF = replace(LIMITS, cell_seconds=1, notebook_seconds=7.5)  # for what only loops
THREADS = 2
VIEW_SECONDS = 20
# What the entries of `damage` and `wire_frames` would write, outside the course.
OUTSIDE_FILES = [
    *(
        f"{top}/{name}"
        for top in ("/tmp", "/dev/shm", "/var/tmp")
        for name in ("owned", "CANARY-left")
    ),
    *(str(Path.home() / name) for name in (".bashrc", ".ipython/profile_default/startup/0.py")),
    *(module.__file__ for module in (os, numpy, graders)),
    *(str(Path(module.__file__).parent / "owned.pth") for module in (os, numpy, graders)),
    *("/etc/cron.d/x", "/etc/ld.so.preload", "/root/.ssh/authorized_keys"),
    *("/usr/local/bin/python3", "/owned"),
]
DISGUISED = [*CANARIES, *(c.encode().hex() for c in CANARIES), *(c[::-1] for c in CANARIES)]
CONFESSIONS = ("CONNECTED", "GAVE getattr __")  # an attack says that it got through
# No run has any business with these; INPUT and TEST stand in the instructor's report.
OUTSIDE = (ENVIRONMENT, GRADEBOOK, OTHER, SOURCE)
ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|svg|math|form|meta|base|link|style|video|audio|noscript|input"
    r"|button|textarea|template|frame)\b|<[^>]+\s(on\w+|style|srcdoc|formaction)\s*="
    r"|(href|src|action)\s*=\s*[\"']?\s*(java|vb|data:text|file:|//|http://127)",
    re.IGNORECASE,
)
HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Hall:
    """What was seen while everything was graded."""

    course: Path
    reports: dict[str, Report | BaseException] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    descriptors: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    connections: int = 0


@pytest.fixture(scope="module")
def hall(request, tmp_path_factory) -> Hall:
    """Grades the entries that this run of pytest has selected."""
    chosen = {
        item.callspec.params["name"]
        for item in request.session.items
        if getattr(item, "module", None) is request.module
        and "name" in getattr(item, "callspec", _None).params
    }
    hall = Hall(tmp_path_factory.mktemp("hostile") / "course")
    hall.course.mkdir()
    os.environ["GRADERS_TOKEN"] = ENVIRONMENT
    source = write_course(hall.course)
    assignment = calibrate(
        read_assignment(source, hall.course / "release" / "victim", limits=LIMITS)
    )
    with Listeners(hall) as port:
        halved = replace(assignment, limits=HALF)
        jobs = []
        for number, name in enumerate(n for n in CORPUS if n in chosen):
            if number % CONTROL_EVERY == 0:
                jobs.append((f"honest-{number}", HONEST))
            jobs.append((name, CORPUS[name]))
        jobs.append(("honest-last", HONEST))
        folders = {name: entry.write(hall.course, name, port) for name, entry in jobs}

        def one(name: str) -> None:
            found = halved if name in CORPUS and CORPUS[name].loops else assignment
            try:
                hall.reports[name] = grade(read_submission(folders[name], name), found)
            except BaseException as error:
                hall.reports[name] = error

        one("honest-0" if "honest-0" in folders else "honest-last")
        before = snapshot(hall.course), descendants(), descriptors()
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(one, folders))
        hall.changed = difference(before[0], snapshot(hall.course))
        hall.processes = settled(before[1])
        hall.descriptors = difference(before[2], descriptors())
        hall.threads = [t.name for t in threading.enumerate() if "learner" in t.name]
    os.environ.pop("GRADERS_TOKEN")
    return hall


class _None:
    params = ()


class Listeners:
    """A port on loopback and an abstract socket that nobody may reach; counts who does."""

    def __init__(self, hall: Hall):
        self.hall, self.open = hall, []

    def __enter__(self) -> int:
        tcp = socket.create_server(("127.0.0.1", 0))
        port = tcp.getsockname()[1]
        local = socket.socket(socket.AF_UNIX)
        local.bind(f"\0graders-hostile-{port}")
        local.listen()
        self.open = [tcp, local]
        for listener in self.open:
            listener.setblocking(False)
        return port

    def __exit__(self, *_) -> None:
        for listener in self.open:
            try:
                listener.accept()
                self.hall.connections += 1
            except BlockingIOError:
                pass
            listener.close()


def snapshot(course: Path) -> dict[str, str]:
    """Every file of the course and beside it, and places where attacks leave something."""
    paths = [*sorted(course.parent.rglob("*")), *map(Path, OUTSIDE_FILES)]
    return {str(path): mark_of(path) for path in paths}


def mark_of(path: Path) -> str:
    if not os.path.lexists(path):
        return "absent"
    status = path.lstat()
    mark = f"{status.st_mode} {status.st_size}"
    if path.is_file() and not path.is_symlink() and status.st_size < 2**20:
        mark += hashlib.sha256(path.read_bytes()).hexdigest()
    return mark


def descendants() -> dict[str, str]:
    own = psutil.Process().children(recursive=True)
    return {str(p.pid): " ".join(p.cmdline()[-3:]) for p in own if p.status() != "zombie"}


def settled(before: dict[str, str]) -> list[str]:
    """Processes that are left: more children than before, and sleepers of the attacks anywhere.

    The zygote keeps a fixed number of processes ready, which are other ones every time.
    """
    for _ in range(50):
        now = descendants()
        left = [f"{pid} {now[pid]}" for pid in now] if len(now) > len(before) else []
        left += [str(p.pid) for p in psutil.process_iter() if safely(p)[-1:] == ["4242"]]
        if not left:
            return []
        threading.Event().wait(0.1)
    return left


def safely(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def descriptors() -> dict[str, str]:
    found = {}
    for number in os.listdir("/proc/self/fd"):
        try:
            found[number] = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
    return found


def difference(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


@pytest.fixture
def report(hall, name) -> Report:
    """The report on this entry: there is always one."""
    found = hall.reports[name]
    assert isinstance(found, Report), f"{name}: no report but {found!r}"
    return found


def scores(report: Report) -> dict[str, float | None]:
    return {r.grade_id: r.score for r in report.results() if r.grade_id in POINTS}


def view(report: Report, lang: str) -> dict:
    """What a learner gets, made in bounded time."""
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(VIEW_SECONDS)
    try:
        return learner_view(report, lang)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _too_slow(*_):
    raise AssertionError("the learner's view takes too long to make")


def strings(value):
    """(key, text) of every text in a view."""
    if isinstance(value, dict):
        for key, item in value.items():
            for _, text in strings(item):
                yield key, text
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield "", value


@pytest.mark.parametrize("name", CORPUS)
def test_no_point_is_gained_or_lost(report, name):
    entry = CORPUS[name]
    found = {test: score for test, score in scores(report).items() if test not in WEAK}
    expected = {test: POINTS[test] if test in entry.expected else 0.0 for test in found}
    assert found.keys() == POINTS.keys() - WEAK
    gained = {t: s for t, s in found.items() if s is None or s > expected[t]}
    assert gained == {}, "forged"
    assert entry.may_lose or found == expected


@pytest.mark.parametrize("name", CORPUS)
def test_the_report_says_why(report, name):
    entry = CORPUS[name]
    assert report.status == ("refused" if entry.refused else "graded")
    (notebook,) = report.notebooks
    assert notebook.refusal == entry.refused
    for result in report.results():
        assert result.verdict == "passed" or result.reason in SENTENCES, result
        assert result.score is None or 0 <= result.score <= result.points
        assert result.family in (None, "learner"), result
        weak = result.grade_id in WEAK and not entry.refused
        assert bool(result.weaker) is weak or result.score == 0, result
    assert Report.from_json(report.to_json()) == report
    for lang in ("vi", "en"):
        seen = view(report, lang)
        shown = [r for n in seen["notebooks"] for t in n["tasks"] for r in t["results"]]
        assert seen["notebooks"][0]["refusal"] or all(
            r["sentence"] for r in shown if r["verdict"] == "failed"
        )


@pytest.mark.parametrize("name", CORPUS)
def test_nothing_leaks(report, name):
    for lang in ("vi", "en"):
        shown = json.dumps(view(report, lang), ensure_ascii=False)
        assert [canary for canary in DISGUISED if canary in shown] == []
    printed = json.dumps([cell.get("outputs") for cell in own_cells(report)])
    assert TEST not in printed, "the tests were read"
    everything = [cell for n in report.notebooks for cell in n.document.get("cells", [])]
    run = json.dumps([cell.get("outputs") for cell in everything])
    assert [canary for canary in OUTSIDE if canary in run] == []
    assert [word for word in CONFESSIONS if word in run] == []


def own_cells(report: Report) -> list[dict]:
    """The learner's cells, with what they printed; tests are not among them."""
    cells = [cell for notebook in report.notebooks for cell in notebook.document.get("cells", [])]
    marks = [cell.get("metadata", {}).get("nbgrader") or {} for cell in cells]
    return [c for c, m in zip(cells, marks, strict=True) if m.get("grade_id") not in POINTS]


@pytest.mark.parametrize("name", [n for n in CORPUS if n.startswith(("markup", "wire", "leaks"))])
def test_nothing_active_is_shown(report, name):
    for lang in ("vi", "en"):
        for key, text in strings(view(report, lang)):
            if key.endswith("html"):
                assert not ACTIVE.search(text), text
            assert not HIDING.search(text), ascii(text)


def test_honest_submissions_keep_full_marks(hall):
    for name, report in hall.reports.items():
        if name.startswith("honest-"):
            assert isinstance(report, Report), report
            assert scores(report) == POINTS, name


def test_no_file_changed(hall):
    assert hall.changed == []


def test_no_process_thread_or_descriptor_is_left(hall):
    assert (hall.processes, hall.threads, hall.descriptors) == ([], [], [])


def test_nobody_was_reached(hall):
    assert hall.connections == 0


def test_the_corpus_is_large_enough():
    aimed = ("wire_frames", "callbacks", "memory_of_runs")
    ours = [name for name in CORPUS if name.startswith(aimed)]
    assert len(CORPUS) >= 85 and len(ours) >= 20


def test_one_run_leaves_nothing_for_another(hall):
    """What one submission writes wherever it can, another does not find."""
    places = "('/tmp', '/dev/shm', '/var/tmp', '.', '..', '/run', '/work', '/usr/lib', '/etc')"
    writer = f"""
        for place in {places}:
            try: open(place + "/told", "w").write("{INPUT}")
            except OSError: pass
    """
    reader = f"""
        import glob
        for place in {places}:
            for path in glob.glob(place + "/told"): print(open(path).read())
    """
    for name, source in (("writer", writer), ("reader", reader)):
        entry = Hostile(name, name, extra={None: source})
        folder = entry.write(hall.course, name)
        assignment = read_assignment(hall.course / "source" / "victim", limits=LIMITS)
        report = grade(read_submission(folder, name), assignment)
    assert INPUT not in json.dumps([cell.get("outputs") for cell in own_cells(report)])


def test_the_attackers_tools_fit_the_engine(hall):
    """The corpus reaches into the learner's runtime; renamed parts would make its attacks empty."""
    from attacks.wire_frames import TOOLS

    source = TOOLS + "print(len(me.objects), callable(channel.send), callable(me.do_get), 'ARMED')"
    source += "\nprint(callable(me.new_files), callable(me.capture.run), callable(me.perform))"
    folder = Hostile("tools", "", extra={None: source}).write(hall.course, "tools")
    assignment = read_assignment(hall.course / "source" / "victim", limits=LIMITS)
    report = grade(read_submission(folder, "tools"), assignment)
    printed = json.dumps([cell.get("outputs") for cell in own_cells(report)])
    assert "ARMED" in printed and "True True True" in printed, printed
