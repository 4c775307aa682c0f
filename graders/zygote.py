"""The zygote: one process per environment that imports once, never computes, and forks.

For each notebook to be graded it forks an examiner (trusted), and for each request of an examiner a
learner's process in the sandbox. It holds no test, no submission and no secret of its own, so that
nothing can flow from one fork to the next. One fork of each kind is kept ready.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from . import cgroups, forks, hugepages, lines
from .limits import Limits
from .probe import probe
from .sandbox import Box, Child, Level, SandboxError, describe_exit, spawn

FOREVER = float("inf")
UNASKED = (Level.NAMESPACES, Level.LANDLOCK)
READY = b"ready\n"
EXAMINER = Limits(cpu_seconds=3600, memory_mb=2048, disk_mb=256)


@dataclass
class Examined:
    """An examiner's process: its line to us, its learners, its deadline."""

    child: Child
    line: socket.socket
    until: float = FOREVER
    cpu: int = 0
    served: bool = False
    learners: dict[int, Child] = field(default_factory=dict)

    @property
    def pid(self) -> int:
        return self.child.pid


@dataclass
class Ready:
    """A locked learner's process that waits for an examiner, with our ends of its wire."""

    limits: Limits
    child: Child
    reading: int
    writing: int


class Server:
    """The zygote's loop: one thread, forks on request and ahead of it, buries the dead."""

    def __init__(self, control: socket.socket, level: Level, readable: tuple[str, ...], shell):
        self.control, self.level, self.readable, self.shell = control, level, readable, shell
        self.cpus = sorted(os.sched_getaffinity(0))
        self.examiners: dict[int, Examined] = {}
        self.dying: dict[int, Child] = {}
        self.next_examiner: Examined | None = None
        self.next_learner: Ready | None = None
        self.limits: Limits | None = None
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ, self.new_job)
        self.deaths, self.told = socket.socketpair()
        for end in (self.deaths, self.told):
            end.setblocking(False)
        signal.set_wakeup_fd(self.told.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(self.deaths, selectors.EVENT_READ, self.bury)

    def run(self) -> None:
        """Serves until the owner is gone."""
        with contextlib.suppress(EOFError):
            while True:
                self.fork_ahead()
                for key, _ in self.selector.select(timeout=self.next_deadline()):
                    key.data(key.fileobj)
                self.end_late()
        for examined in list(self.examiners.values()):
            examined.child.kill()
            os.waitpid(examined.pid, 0)
            self.end(examined)
        self.drop_ready()
        for pid, child in self.dying.items():
            os.waitpid(pid, 0)
            child.close()

    def fork_ahead(self) -> None:
        """Keeps one of each ready, but lets no examiner wait for its first learner meanwhile."""
        if any(one.until < FOREVER and not one.served for one in self.examiners.values()):
            return
        with contextlib.suppress(SandboxError, OSError):  # who needs one next will be told
            if self.limits is not None and self.next_learner is None:
                self.next_learner = self.fork_learner(self.limits)
            if self.next_examiner is None:
                self.next_examiner = self.fork_examiner()

    # Examiners

    def new_job(self, control: socket.socket) -> None:
        """The owner has a notebook to be examined. Raises EOFError when it is gone."""
        message, fds = lines.receive(control)
        if "modules" in message:
            self.load(message["modules"])
            return
        (job,) = fds
        try:
            examined = self.next_examiner or self.fork_examiner()
        except (SandboxError, OSError) as error:
            tell_failure(job, str(error))
            return
        self.next_examiner = None
        examined.until = time.monotonic() + message["seconds"]
        examined.cpu = self.idlest_cpu(examined)
        lines.send(examined.line, {"cpu": examined.cpu}, (job,))
        os.close(job)

    def load(self, modules: list[str]) -> None:
        """Loads more modules; what was forked without them is given up."""
        load(modules)
        self.drop_ready()
        if self.next_examiner:
            self.next_examiner.child.kill()
            self.next_examiner = None

    def fork_examiner(self) -> Examined:
        """Locked away as learners are: it does what tests do with what learners say.

        Raises SandboxError.
        """
        ours, theirs = lines.pair()
        with theirs:
            child = spawn(Box(self.level, EXAMINER, self.readable), (theirs.fileno(),))
            if child is None:
                forks.be_examiner(theirs)
        examined = self.examiners[child.pid] = Examined(child, ours)
        self.selector.register(ours, selectors.EVENT_READ, lambda _: self.request(examined))
        return examined

    def idlest_cpu(self, new: Examined) -> int:
        """Examiner and learner take turns: on one CPU their exchanges cost half."""
        busy = [e.cpu for e in self.examiners.values() if e is not new and e.until < FOREVER]
        return min(self.cpus, key=busy.count)

    def next_deadline(self) -> float | None:
        until = min((e.until for e in self.examiners.values()), default=FOREVER)
        return None if until == FOREVER else max(until - time.monotonic(), 0.0)

    def end_late(self) -> None:
        for examined in self.examiners.values():
            if examined.until <= time.monotonic():
                examined.child.kill()
                examined.until = FOREVER

    # Learners' processes

    def request(self, examined: Examined) -> None:
        """An examiner wants a learner's process, the end of one, or to know its memory."""
        if examined.pid not in self.examiners:
            return  # buried in this very round
        try:
            message, _ = lines.receive(examined.line)
        except EOFError:
            self.selector.unregister(examined.line)
            return
        child = examined.learners.get(message.get("child"))
        if "limits" in message:
            self.give_learner(examined, Limits.from_dict(message["limits"]))
        elif message["do"] == "kill" and child:
            child.kill()
        elif message["do"] == "peak":
            lines.send(examined.line, {"peak": peak_of(child)})

    def give_learner(self, examined: Examined, limits: Limits) -> None:
        if self.next_learner and self.next_learner.limits != limits:
            self.drop_ready()
        try:
            ready = self.next_learner or self.fork_learner(limits)
        except (SandboxError, OSError) as error:
            lines.send(examined.line, {"error": str(error)})
            return
        self.next_learner, self.limits, examined.served = None, limits, True
        examined.learners[ready.child.pid] = ready.child
        fds = (ready.child.errors, ready.reading, ready.writing)
        lines.send(examined.line, {"child": ready.child.pid}, fds)
        os.close(ready.reading)
        os.close(ready.writing)

    def fork_learner(self, limits: Limits) -> Ready:
        """Raises SandboxError."""
        reading, theirs = os.pipe()
        mine, writing = os.pipe()
        try:
            child = spawn(Box(self.level, limits, self.readable), (mine, theirs))
        except (SandboxError, OSError):
            os.close(reading)
            os.close(writing)
            raise
        else:
            if child is None:
                forks.be_learner(mine, theirs, self.shell)
            return Ready(limits, child, reading, writing)
        finally:
            os.close(mine)
            os.close(theirs)

    def drop_ready(self) -> None:
        """Ends the learner's process that was kept ready."""
        if ready := self.next_learner:
            self.next_learner = None
            self.give_up(ready.child)
            os.close(ready.reading)
            os.close(ready.writing)

    def give_up(self, child: Child) -> None:
        """Ends a learner's process that nobody wants; waiting for it would keep others waiting."""
        child.kill()
        self.dying[child.pid] = child

    # The dead

    def bury(self, deaths: socket.socket) -> None:
        """Reaps everything that has ended."""
        with contextlib.suppress(BlockingIOError):
            deaths.recv(lines.MAX_MESSAGE)
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = found
                if examined := self.examiners.get(pid):
                    self.end(examined)
                else:
                    self.learner_ended(pid, status)

    def learner_ended(self, pid: int, status: int) -> None:
        if child := self.dying.pop(pid, None):
            child.close()
            return
        if self.next_learner and self.next_learner.child.pid == pid:
            self.next_learner.child.close()
            self.next_learner = None
            return
        for examined in self.examiners.values():
            if child := examined.learners.pop(pid, None):
                end, peak = describe_exit(status, child.cgroup).end, peak_of(child)
                child.kill()
                child.close()
                with contextlib.suppress(OSError):
                    lines.send(examined.line, {"ended": pid, "end": end, "peak": peak})
                return

    def end(self, examined: Examined) -> None:
        """Ends the learners of an examiner that is dead, and removes what it leaves."""
        del self.examiners[examined.pid]
        if examined is self.next_examiner:
            self.next_examiner = None
        for child in examined.learners.values():
            self.give_up(child)
        with contextlib.suppress(KeyError):
            self.selector.unregister(examined.line)
        examined.line.close()
        if (word := os.read(examined.child.errors, lines.MAX_MESSAGE)) not in (READY, b""):
            print(f"an examiner could not be locked away: {word.decode()}", file=sys.stderr)
        examined.child.kill()
        examined.child.close()


def tell_failure(job: int, text: str) -> None:
    """Tells the owner why its notebook is not examined."""
    with socket.socket(fileno=job) as owner:
        lines.write_block(owner, json.dumps({"error": text}).encode())


def peak_of(child: Child | None) -> int:
    """The most memory a learner's process has used, in bytes; 0 where nobody counts."""
    return child.cgroup.peak_bytes() if child and child.cgroup else 0


def readable(modules: list[str]) -> tuple[str, ...]:
    """Where our own package lies, and those that cells import, when they are installed in place."""
    names = {"graders", *(name.partition(".")[0] for name in modules)}
    found = (sys.modules.get(name) for name in sorted(names))
    files = (os.path.abspath(m.__file__) for m in found if getattr(m, "__file__", None))
    packages = (os.path.dirname(file) for file in files if os.path.basename(file) == "__init__.py")
    return tuple(path for path in packages if not path.startswith(sys.prefix))


def warm_up(modules: list[str]):
    """Imports what learners and tests will want, and makes the shell; computes nothing."""
    from . import learner, showing  # noqa: F401
    from .shell import make_shell

    shell = make_shell()
    shell.run_cell("pass", store_history=False)  # what IPython imports only then
    plots = any(name.partition(".")[0] == "matplotlib" for name in modules)
    load([*modules, *(["matplotlib_inline.backend_inline"] if plots else [])])
    return shell


def load(modules: list[str]) -> None:
    """Imports those of the modules that there are, and makes the memory ready to be shared."""
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    hugepages.collapse()


def main(control: int) -> None:
    line = socket.socket(fileno=control)
    request, _ = lines.receive(line)
    cgroups.prepare()
    wanted = request["level"]
    found = probe(Box(Level(wanted or Level.NAMESPACES), readable=readable([])))
    level = found.level
    if level != wanted if wanted else level not in UNASKED:
        lines.send(line, {"problems": [[problem.vi, problem.en] for problem in found.problems]})
        return
    shell = warm_up(request["modules"])
    lines.send(line, {"ready": level})
    Server(line, level, readable(request["modules"]), shell).run()
    shutil.rmtree(os.getcwd(), ignore_errors=True)  # its owner may have been killed


if __name__ == "__main__":
    main(int(sys.argv[1]))
