"""The two lives that a fork of the zygote may lead: an examiner's, or a learner's process."""

import contextlib
import json
import os
import pickle
import resource
import signal
import socket
import sys
from pathlib import Path

from . import lines, syscalls
from .limits import Limits
from .wire import Channel
from .zygotes import MARGIN_SECONDS, Job, ZygoteError

EXTRA_BYTES = 2 * 2**30


def be_learner(reading: int, writing: int, shell) -> None:
    """The rest of the life of a process that the sandbox has locked away."""
    from . import learner

    learner.main(reading, writing, shell)


def be_examiner(line: socket.socket, folder: str) -> None:
    """Waits for one notebook, examines it, answers, ends."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    close_all_but(line.fileno())
    limit_memory()
    message, (job,) = lines.receive(line)
    os.sched_setaffinity(0, {message["cpu"]})
    owner = socket.socket(fileno=job)
    report = report_on(
        pickle.loads(lines.read_block(owner)), Learners(line, message["cpu"]), folder
    )
    lines.write_block(owner, report.encode())
    os._exit(0)


def limit_memory() -> None:
    """What a learner's values can make a test need is bounded: beyond it, MemoryError."""
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + EXTRA_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def close_all_but(kept: int) -> None:
    for fd in map(int, os.listdir("/proc/self/fd")):
        if fd > 2 and fd != kept:
            with contextlib.suppress(OSError):
                os.close(fd)


def report_on(job: Job, learners: "Learners", folder: str) -> str:
    """The NotebookReport as JSON."""
    from .showing import examine

    learners.limits = job.limits
    forbid_pickles()
    report = examine(job, learners, Path(folder))
    report.memory_mb = round(learners.peak_bytes() / 2**20, 1)
    return json.dumps(vars(report), default=vars)


def forbid_pickles() -> None:
    """No test may unpickle here what a learner could have written."""

    def watch(event: str, _):
        if event == "pickle.find_class":
            raise RuntimeError("pickles are not read in the examiner; mark the test shared")

    sys.addaudithook(watch)


class Learners:
    """Where an examiner gets learner's processes from: one at a time, from the zygote."""

    def __init__(self, line: socket.socket, cpu: int):
        self.line, self.cpu = line, cpu
        self.limits, self.child, self.peak = Limits(), None, 0
        line.settimeout(MARGIN_SECONDS)

    def spawn(self) -> Channel:
        """The line to a fresh process, locked and ready. Raises ZygoteError."""
        if self.child is not None:
            lines.send(self.line, {"do": "kill", "child": self.child})
            self.outcome()
        lines.send(self.line, {"limits": self.limits.to_dict()})
        message, fds = lines.receive(self.line)
        if "error" in message:
            raise ZygoteError(message["error"])
        self.child = message["child"]
        errors, reading, writing = fds
        with os.fdopen(errors, "rb") as told:
            if (word := told.read()) != b"ready\n":
                raise ZygoteError(f"the sandbox failed: {word.decode(errors='replace') or '?'}")
        return Channel(reading, writing)

    def outcome(self) -> str:
        """Why the last process ended: `died`, `timed_out` or `out_of_memory`."""
        end = ""
        while self.child is not None:
            message, _ = lines.receive(self.line)
            if message.get("ended") == self.child:
                self.child, end = None, message["end"]
                self.peak = max(self.peak, message["peak"])
        return {"memory": "out_of_memory", "cpu_time": "timed_out"}.get(end, "died")

    def peak_bytes(self) -> int:
        """The most memory that a process of this notebook has used."""
        if self.child is not None:
            lines.send(self.line, {"do": "peak", "child": self.child})
            message, _ = lines.receive(self.line)
            self.peak = max(self.peak, message["peak"])
        return self.peak
