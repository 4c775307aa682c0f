"""The examiner: runs the instructor's test cells between the learner's cells, and judges.

One process per submission, forked from the zygote; it alone knows the tests. The learner's cells
run in another process, in the sandbox, behind a Link; a name that the instructor's cells do not
define resolves to what the learner defined there.
"""

import builtins
import functools
import io
import marshal
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path, PurePosixPath

from . import guard, testcode
from .assignment import Cell
from .brief import brief
from .channel import TooMuch
from .document import (
    clean_outputs,
    document,
    error_output,
    result_output,
    size_of,
    stop_output,
    stream_output,
)
from .link import GRACE, Link, Stopped
from .namespace import Missing, Namespace
from .order import run_last
from .plan import Statement
from .proxies import LearnerRaised, safe_name
from .report import NotebookReport, Result
from .verdict import MAX_TEXT, credit, earn, explain, message_of, partial_credit, sides, written

MAX_RESTARTS = 25
MAX_OUTPUTS = 16  # times the limit of a cell, for all cells together
MAX_BATCH = 32 * 2**20
MAX_BYTES_KEPT = 32 * 2**20
MAX_FILES_KEPT = 200
CODE = frozenset(".py .pyc .pyo .pyd .so .pth .ipynb .ini .cfg .toml".split())


class TestTimeout(BaseException):
    """The examiner's own alarm: a test cell did not end."""


class Examiner:
    """Examines one notebook of one submission.

    job says what is to be examined; learners gives learner's processes and says what ended them;
    with `hidden=False` hidden tests are left out.
    """

    def __init__(self, job, learners, hidden: bool = True):
        self.job, self.learners, self.hidden = job, learners, hidden
        self.work = Path.home()
        self.notebook, self.steps, self.plan = job.notebook, job.steps, job.plan
        self.last = run_last(self.notebook, self.plan, self.steps)
        self.namespace = Namespace(self)
        self.report = NotebookReport(self.notebook.name, seed=job.seed)
        self.limits = job.limits
        self.end = time.monotonic() + self.limits.notebook_seconds
        self.link: Link | None = None
        self.harmful: set[int] = set()
        self.defined_until = 0
        self.position = 0
        self.outputs: dict[int, list[dict]] = {}
        self.kept_bytes, self.kept_files = 0, set()
        self.output_left = MAX_OUTPUTS * self.limits.output_kb * 1024
        self.seconds = {"learner": 0.0, "tests": 0.0, "start": 0.0}
        self.modules = len(sys.modules)

    def examine(self) -> NotebookReport:
        """Runs the notebook from top to bottom, then the hidden tests that may run last."""
        self.enter_folder()
        found: dict[int, Result] = {}
        for index, step in enumerate(self.steps):
            self.position = index
            self.define_up_to(step.cell)
            if step.cell.role == "test":
                if index not in self.last and (self.hidden or not step.cell.hidden):
                    found[index] = self.test(index, step.cell)
                continue
            if step.cell.kind == "code":
                self.learner_cell(index)
            if step.cell.role in ("written", "task"):
                found[index] = written(step)
        self.position = len(self.steps)
        for index in sorted(self.last) if self.hidden else ():
            found[index] = self.test(index, self.steps[index].cell)
        self.report.results = [found[index] for index in sorted(found)]
        self.report.document = document(self.steps, self.outputs)
        self.report.seconds = {name: round(value, 4) for name, value in self.seconds.items()}
        if self.job.tell_loads:
            self.report.loads = self.loads()
        return self.report

    def loads(self) -> list[str]:
        """Modules loaded meanwhile, here and as the learner's process says."""
        found = list(sys.modules)[self.modules :]
        told = []
        with suppress(Stopped, LearnerRaised):
            told = self.link.ask("loads") if self.link else []
        return found + [name for name in told if type(name) is str]

    def enter_folder(self) -> None:
        """The work folder has the assignment's files; modules come from a copy out of reach."""
        trusted = Path(tempfile.gettempdir(), "assignment")
        for place in (self.work, trusted):
            empty(place)
            for name, content in self.job.files.items():
                path = place / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        os.chdir(self.work)
        sys.path = [str(trusted), *(p for p in sys.path if p not in ("", str(trusted)))]
        self.seed_generators()

    def seed_generators(self) -> None:
        """Seeds ours as the learner's, and hands on the seeds that tests set."""
        patches = [(random, "random", "seed")]
        if numpy := sys.modules.get("numpy"):
            patches.append((numpy.random, "numpy", "seed"))
        if torch := sys.modules.get("torch"):
            torch.set_num_threads(1)
            patches.append((torch, "torch", "manual_seed"))
            torch.default_generator.manual_seed(self.job.seed % 2**32)
        for module, which, name in patches:
            seed = getattr(module, name)
            seed = getattr(seed, "__wrapped__", seed)
            if which != "torch":  # whose own seed takes 5 ms to find that there are no devices
                seed(self.job.seed % 2**32)
            setattr(module, name, self.mirrored_seed(seed, which))

    def mirrored_seed(self, seed, which: str):
        @functools.wraps(seed)
        def mirrored(value=None, *args, **kwargs):
            if self.link and self.link.alive and isinstance(value, (int, type(None))):
                self.link.ask("seed", which, value)
            return seed(value, *args, **kwargs)

        return mirrored

    # The learner's process

    def connected(self) -> Link:
        """The line to a learner's process that has run every cell so far."""
        while self.link is None or not self.link.alive:
            if self.report.restarts > MAX_RESTARTS:
                raise Stopped("died")
            self.check_time()
            self.link = self.start_learner()
            self.replay()
        return self.link

    def start_learner(self) -> Link:
        began = time.monotonic()
        self.report.restarts += self.link is not None
        link = Link(self.learners.spawn(), self.take_file, self.limits.cell_seconds)
        link.ask("start", self.learners.cpu, self.job.seed, self.limits.output_kb)
        for files in batches(self.job.files | self.job.own_files):
            link.ask("files", files)
        self.seconds["start"] += time.monotonic() - began
        return link

    def replay(self) -> None:
        """Runs the learner's cells before this one again, but for those that did harm."""
        if not self.report.restarts:
            return
        for index in range(self.position):
            if self.steps[index].cell.kind == "code" and self.steps[index].cell.role != "test":
                if not self.run_in_learner(index):
                    return

    def learner_cell(self, index: int) -> None:
        """Runs a cell of the learner's (or a given one) where it belongs, and keeps its outputs."""
        try:
            self.connected()
            self.run_in_learner(index, keep=True)
        except Stopped as stopped:
            self.outputs[index] = [stop_output(stopped.key)]

    def run_in_learner(self, index: int, keep: bool = False) -> bool:
        """Runs cell `index`; False when it has ended the process."""
        if index in self.harmful or not self.steps[index].source.strip():
            return True
        seconds = min(self.limits.cell_seconds, self.check_time())
        began = time.monotonic()
        try:
            reply = self.link.cell(self.steps[index].source, seconds)
            outputs = self.taken(reply)
        except Stopped as stopped:
            self.harmful.add(index)
            self.link.failure = self.reason(stopped)
            outputs = [stop_output(self.link.failure)]
        if keep:
            self.outputs[index] = outputs
        self.seconds["learner"] += time.monotonic() - began
        return self.link.alive

    def taken(self, reply: dict) -> list[dict]:
        """The outputs of a cell, within what is left for the notebook."""
        limit = min(self.limits.output_kb * 1024, self.output_left)
        outputs = clean_outputs(reply.get("outputs"), limit)
        self.output_left -= sum(map(size_of, outputs))
        return outputs

    def reason(self, stopped: Stopped) -> str:
        """Why the learner's code stopped; the system knows more than the wire."""
        return self.learners.outcome() if stopped.key == "died" else stopped.key

    def check_time(self) -> float:
        """The seconds left for the notebook. Raises Stopped when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise Stopped("notebook_timed_out")
        return left

    def learner_name(self, name: str):
        """The learner's value of this name, for a test."""
        link = self.connected()
        try:
            return link.get(name)
        except LearnerRaised as error:
            if isinstance(error, NameError):
                raise Missing(name) from None
            raise

    def take_file(self, name, data: bytes) -> None:
        """Keeps a file of the learner's beside the assignment's own, never instead of one."""
        path = PurePosixPath(name) if type(name) is str and len(name) < 200 else None
        if path is None or path.is_absolute() or not safe_parts(path.parts):
            return
        self.kept_bytes += len(data)
        self.kept_files.add(str(path))
        too_many = self.kept_bytes > MAX_BYTES_KEPT or len(self.kept_files) > MAX_FILES_KEPT
        if too_many or str(path) in self.job.files:
            return
        target = self.work / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError:
            return

    # The instructor's own definitions

    def define_up_to(self, cell: Cell) -> None:
        """Runs what the instructor's unmarked and given cells define before this cell, here."""
        cells = self.notebook.cells
        if not any(cell is mine for mine in cells[self.defined_until :]):
            return
        while True:
            mine = cells[self.defined_until]
            for name in self.plan.rebinds.get(self.defined_until, ()):
                dict.pop(self.namespace, name, None)
            for statement in self.plan.definitions.get(self.defined_until, ()):
                self.define(statement)
            self.defined_until += 1
            if mine is cell:
                return

    def define(self, statement: Statement) -> None:
        """Runs a statement here, if all that it needs is ours."""
        if not all(map(self.is_ours, statement.needs)):
            return
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), suppress(Exception):
            exec(marshal.loads(statement.code), self.namespace)

    def is_ours(self, name: str) -> bool:
        here = dict.__contains__(self.namespace, name) or hasattr(builtins, name)
        return here and name not in self.plan.learner

    # Tests

    def test(self, index: int, cell: Cell) -> Result:
        """Runs one test cell; the score rises from 0 only when it came to its end."""
        result = Result(
            cell.grade_id, cell.points, 0.0, "failed", hint=cell.hint, hidden=cell.hidden
        )
        began = time.monotonic()
        try:
            link = self.connected()
            seconds = min(self.limits.cell_seconds, self.check_time())
            link.begin(seconds, cell)
            shared = cell.isolation == "shared" or cell.grade_id in self.plan.magic
            run = self.shared_test if shared else self.split_test
            run(index, cell, link, result, seconds)
        except Stopped as stopped:
            self.lost(result, stopped.key)
        if cell.broken and result.verdict != "passed":
            result.score, result.verdict, result.family = None, "broken", "test"
            result.reason = "broken"
        self.seconds["tests"] += time.monotonic() - began
        return result

    def split_test(self, index: int, cell: Cell, link: Link, result: Result, seconds: float):
        streams = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        error = None
        for name in (testcode.LAST, testcode.LEFT, testcode.RIGHT):
            dict.pop(self.namespace, name, None)
        try:
            code = test_code(self.plan.tests[cell.grade_id])
            with redirect_stdout(streams["stdout"]), redirect_stderr(streams["stderr"]):
                with own_alarm(seconds + GRACE + 1):
                    self.namespace.mirroring = guard.armed = True
                    exec(code, self.namespace)
        except BaseException as raised:
            error = raised
        self.namespace.mirroring = guard.armed = False
        value = dict.pop(self.namespace, testcode.LAST, None)
        texts = {name: stream.getvalue()[:MAX_TEXT] for name, stream in streams.items()}
        outputs = [stream_output(name, text) for name, text in texts.items() if text]
        self.judge(result, cell, link, error, bool(texts["stderr"]), value)
        if error is not None:
            outputs.append(error_output(error, cell.source))
        elif value is not None:
            outputs.append(result_output(brief(value)))
        self.outputs[index] = outputs
        result.weaker = "operators" if link.weaker else ""
        result.calls = link.calls
        result.reads, result.writes = sorted(link.reads), sorted(link.writes)

    def judge(self, result: Result, cell: Cell, link: Link, error, warned: bool, value) -> None:
        """Verdict, family and reason of a test that ran in the examiner."""
        if link.failure or isinstance(error, Stopped):
            self.lost(result, self.reason(Stopped(link.failure or error.key)))
        elif isinstance(error, TestTimeout):
            self.lost(result, "timed_out")
        elif isinstance(error, (TooMuch, MemoryError)) and not isinstance(error, LearnerRaised):
            self.lost(result, "too_much")
        elif error is not None:
            reason, params = explain(error, cell.hidden)
            self.lost(result, reason, **params)
            result.got, result.expected = sides(error)
            result.message = message_of(error)
        elif warned:
            self.lost(result, "warned")
        else:
            earn(result, partial_credit(value, cell.points))

    def lost(self, result: Result, reason: str, **params) -> None:
        result.score, result.verdict = 0.0, "failed"
        result.family, result.reason = "learner", reason
        limits = {
            "seconds": f"{self.limits.cell_seconds:g}",
            "memory": self.limits.memory_mb,
        }
        if reason == "notebook_timed_out":
            limits["seconds"] = f"{self.limits.notebook_seconds:g}"
        needed = ("timed_out", "notebook_timed_out", "out_of_memory")
        result.params = params | (limits if reason in needed else {})

    def shared_test(self, index: int, cell: Cell, link: Link, result: Result, seconds: float):
        """A test that runs in the learner's process: its result is the learner's word."""
        result.weaker = "shared"
        reply = link.cell(cell.source, seconds)
        outputs = self.taken(reply)
        self.outputs[index] = outputs
        errors = [o for o in outputs if o["output_type"] == "error"]
        status = reply.get("status")
        if status in ("timed_out", "out_of_memory"):
            self.lost(result, status)
        elif status != "ok" or errors:
            name = safe_name(errors[-1]["ename"]) if errors else "Exception"
            reason = "wrong" if name == "AssertionError" else "raised"
            self.lost(result, reason, **({} if reason == "wrong" else {"type": name}))
            result.message = errors[-1]["evalue"][:MAX_TEXT] if errors else ""
        elif any(o["output_type"] == "stream" and o["name"] == "stderr" for o in outputs):
            self.lost(result, "warned")
        else:
            shown = [o["data"] for o in outputs if o["output_type"] == "execute_result"]
            earn(result, credit(shown[0].get("text/plain", ""), cell.points) if shown else None)


def empty(folder: Path) -> None:
    """Makes a folder, or removes all that is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def batches(files: dict[str, bytes]):
    """The files in groups that fit into one frame of the wire."""
    group: dict[str, bytes] = {}
    for name, content in files.items():
        if group and sum(map(len, group.values())) + len(content) > MAX_BATCH:
            yield group
            group = {}
        group[name] = content
    if group:
        yield group


def test_code(planned: bytes | str):
    if isinstance(planned, str):
        raise SyntaxError(planned)
    return marshal.loads(planned)


@contextmanager
def own_alarm(seconds: float):
    """Ends a test cell of ours that never does."""

    def ring(*_):
        raise TestTimeout

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    ends = time.monotonic() + seconds
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if time.monotonic() >= ends:
        raise TestTimeout  # also where the test has caught the first


def safe_parts(parts: tuple[str, ...]) -> bool:
    """A short relative path to data: nothing that Python or pytest would run or obey."""
    return (
        0 < len(parts) <= 4
        and PurePosixPath(parts[-1]).suffix.lower() not in CODE
        and not any(part in ("..", ".") or "\0" in part or part.startswith(".") for part in parts)
    )
