"""The two lives that a locked fork of the zygote may lead: an examiner's, or a learner's."""

import contextlib
import json
import os
import pickle
import socket
import traceback

from . import lines
from .channel import Channel
from .limits import Limits
from .zygotes import MARGIN_SECONDS, Job, ZygoteError


def be_learner(reading: int, writing: int, shell) -> None:
    """The rest of the life of a process that the sandbox has locked away."""
    from . import learner

    learner.main(reading, writing, shell)


def be_examiner(line: socket.socket) -> None:
    """Waits for one notebook, examines it, answers, ends; locked away like a learner's process."""
    with contextlib.suppress(EOFError):
        message, (job,) = lines.receive(line)
        os.sched_setaffinity(0, {message["cpu"]})
        owner = socket.socket(fileno=job)
        try:
            job = pickle.loads(lines.read_block(owner))
            report = report_on(job, Learners(line, message["cpu"]))
        except BaseException:
            report = json.dumps({"error": traceback.format_exc()})
        lines.write_block(owner, report.encode())
    os._exit(0)


def report_on(job: Job, learners: "Learners") -> str:
    """The NotebookReport as JSON."""
    from . import guard
    from .showing import examine

    learners.limits = job.limits
    guard.watch()
    report = examine(job, learners)
    report.memory_mb = round(learners.peak_bytes() / 2**20, 1)
    return json.dumps(vars(report), default=vars)


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
            self.child = None
        lines.send(self.line, {"limits": self.limits.to_dict()})
        message, fds = self.receive()
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
            message, _ = self.receive()
            if "ended" in message:
                self.child, end = None, message["end"]
                self.peak = max(self.peak, message["peak"])
        return {"memory": "out_of_memory", "cpu_time": "timed_out"}.get(end, "died")

    def peak_bytes(self) -> int:
        """The most memory that a process of this notebook has used."""
        if self.child is not None:
            lines.send(self.line, {"do": "peak", "child": self.child})
            message, _ = self.receive()
            self.peak = max(self.peak, message["peak"])
        return self.peak

    def receive(self) -> tuple[dict, list[int]]:
        """The next message; the end of a process that was given up is only noted."""
        while True:
            message, fds = lines.receive(self.line)
            if message.get("ended") in (None, self.child):
                return message, fds
            self.peak = max(self.peak, message["peak"])
