"""The owner's side of zygotes: starts one per environment, and has notebooks examined by it."""

import contextlib
import json
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import lines
from .assignment import Notebook
from .limits import Limits
from .plan import Plan
from .submission import Step

START_SECONDS = 120
MARGIN_SECONDS = 30


class ZygoteError(Exception):
    """A zygote or an examiner is gone, or the sandbox cannot be built: never the learner's."""


class Overdue(Exception):
    """An examiner was ended because what a learner handed it kept it busy beyond all limits."""


@dataclass
class Job:
    """One notebook to be examined: all that an examiner is told."""

    notebook: Notebook
    plan: Plan
    steps: tuple[Step, ...]
    limits: Limits
    seed: int
    files: dict[str, bytes] = field(default_factory=dict)
    own_files: dict[str, bytes] = field(default_factory=dict)
    tell_loads: bool = False


class Zygote:
    """A running zygote; any number of threads may have notebooks examined at once."""

    def __init__(self, modules: tuple[str, ...], level: str | None):
        self.folder = tempfile.mkdtemp(prefix="graders-zygote-")
        self.control, theirs = lines.pair()
        self.lock = threading.Lock()
        self.loaded = set(modules)
        with theirs, open(os.path.join(self.folder, "log"), "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-m", "graders.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=self.folder,
                env=clean_environment(self.folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        lines.send(self.control, {"modules": modules, "level": level})
        self._await_ready()

    def _await_ready(self) -> None:
        self.control.settimeout(START_SECONDS)
        try:
            answer, _ = lines.receive(self.control)
        except (OSError, EOFError):
            answer = {"error": f"the zygote did not start:\n{self.log()}"}
        if "ready" not in answer:
            self.close()
            raise ZygoteError(answer.get("error") or refusal(answer["problems"]))
        self.level = answer["ready"]

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def load(self, modules: tuple[str, ...]) -> None:
        """Has more modules loaded before the next fork. Raises ZygoteError."""
        with self.lock:
            new = [name for name in modules if name not in self.loaded]
            if new:
                self.loaded.update(new)
                try:
                    lines.send(self.control, {"modules": new})
                except OSError as error:
                    raise ZygoteError(f"the zygote is gone: {error!r}") from None

    def examine(self, job: Job) -> dict:
        """The NotebookReport of a job, as plain data. Raises ZygoteError, Overdue."""
        mine, theirs = socket.socketpair()
        seconds = 2 * job.limits.notebook_seconds + MARGIN_SECONDS  # `showing` may run it twice
        began = time.monotonic()
        try:
            with mine:
                with theirs, self.lock:
                    lines.send(self.control, {"seconds": seconds}, (theirs.fileno(),))
                mine.settimeout(seconds + MARGIN_SECONDS)
                lines.write_block(mine, pickle.dumps(job))
                report = json.loads(lines.read_block(mine))
        except (OSError, EOFError, ValueError) as error:
            if time.monotonic() - began >= seconds:
                raise Overdue from None
            self.await_end()
            raise ZygoteError(f"the examiner is gone: {error!r}\n{self.log()}") from None
        if "error" in report:
            raise ZygoteError(report["error"])
        return report

    def await_end(self) -> None:
        """A zygote that is just dying is not taken for one that lives."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.5)

    def log(self) -> str:
        """The end of what the zygote and its examiners have complained of."""
        with contextlib.suppress(OSError):
            return Path(self.folder, "log").read_text(errors="replace")[-2000:]
        return ""

    def close(self) -> None:
        """Ends the zygote and everything it has forked."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def refusal(problems: list[list[str]]) -> str:
    """What stands in the way of the sandbox here, in both languages."""
    told = [
        "Máy này chưa tạo được hộp cách ly. / The sandbox cannot be built here.",
        *(f"- {vi}\n  {en}" for vi, en in problems),
    ]
    return "\n".join(told)


class Zygotes:
    """The zygotes of this process, one per environment and level, started when first needed."""

    def __init__(self):
        self.lock = threading.Lock()
        self.running: dict[tuple, Zygote] = {}

    def get(self, modules: tuple[str, ...], level: str | None) -> Zygote:
        """A zygote that lives; at this level, or at the strongest here. Raises ZygoteError."""
        with self.lock:
            zygote = self.running.get((modules, level))
            if zygote is None or not zygote.alive:
                if zygote is not None:
                    zygote.close()
                zygote = Zygote(modules, level)
                # Calibration asks for the strongest, and all that comes later by its name.
                self.running[modules, level] = self.running[modules, zygote.level] = zygote
            return zygote

    def close(self) -> None:
        with self.lock:
            for zygote in set(self.running.values()):
                zygote.close()
            self.running.clear()


def clean_environment(folder: str) -> dict[str, str]:
    """All that the zygote, and so a learner, can read of an environment."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "graders")
    cache.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("TZ", "OPENBLAS_CORETYPE") if name in os.environ}
    return kept | {
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), "/usr/bin", "/bin"]),
        "HOME": folder,
        "IPYTHONDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(cache),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_OFFLINE": "1",
    }
