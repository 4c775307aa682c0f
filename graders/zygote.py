"""The zygote: one process per environment that imports once, never computes, and forks.

For each notebook to be graded it forks an examiner (trusted), and for each request of an examiner a
learner's process in the sandbox. It holds no test, no submission and no secret of its own, so that
nothing can flow from one fork to the next. One fork of each kind is kept ready.
"""

import contextlib
import gc
import importlib
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field

from . import cgroups, forks, hugepages, lines
from .limits import Limits
from .probe import probe
from .sandbox import Box, Child, Level, SandboxError, describe_exit, spawn

FOREVER = float("inf")


@dataclass
class Examined:
    """An examiner's process: its line to us, its learners, its private folder, its deadline."""

    pid: int
    line: socket.socket
    folder: str
    until: float = FOREVER
    cpu: int = 0
    learners: dict[int, Child] = field(default_factory=dict)


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
            os.kill(examined.pid, signal.SIGKILL)
            os.waitpid(examined.pid, 0)
            self.end(examined)
        self.drop_ready()

    def fork_ahead(self) -> None:
        """Keeps one examiner and one learner's process ready for the next notebook."""
        if self.next_examiner is None:
            self.next_examiner = self.fork_examiner()
        if self.limits is not None and self.next_learner is None:
            with contextlib.suppress(SandboxError, OSError):  # who needs it next will be told
                self.next_learner = self.fork_learner(self.limits)

    # Examiners

    def new_job(self, control: socket.socket) -> None:
        """The owner has a notebook to be examined. Raises EOFError when it is gone."""
        message, fds = lines.receive(control)
        if "modules" in message:
            self.load(message["modules"])
            return
        (job,) = fds
        examined = self.next_examiner or self.fork_examiner()
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
            os.kill(self.next_examiner.pid, signal.SIGKILL)
            self.next_examiner = None

    def fork_examiner(self) -> Examined:
        ours, theirs = lines.pair()
        folder = tempfile.mkdtemp(prefix="examiner-", dir=os.getcwd())
        pid = os.fork()
        if pid == 0:
            try:
                forks.be_examiner(theirs, folder)
            except BaseException:
                traceback.print_exc()
            os._exit(71)
        theirs.close()
        examined = self.examiners[pid] = Examined(pid, ours, folder)
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
                os.kill(examined.pid, signal.SIGKILL)
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
        self.next_learner, self.limits = None, limits
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
            ready.child.kill()
            os.waitpid(ready.child.pid, 0)
            ready.child.close()
            os.close(ready.reading)
            os.close(ready.writing)

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
        for pid, child in examined.learners.items():
            child.kill()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
            child.close()
        with contextlib.suppress(KeyError):
            self.selector.unregister(examined.line)
        examined.line.close()
        shutil.rmtree(examined.folder, ignore_errors=True)


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
    level = Level(request["level"])
    cgroups.prepare()
    found = probe(Box(level, readable=readable([])))
    if found.level != level:
        lines.send(line, {"problems": [[problem.vi, problem.en] for problem in found.problems]})
        return
    shell = warm_up(request["modules"])
    lines.send(line, {"ready": True})
    Server(line, level, readable(request["modules"]), shell).run()
    shutil.rmtree(os.getcwd(), ignore_errors=True)  # its owner may have been killed


if __name__ == "__main__":
    main(int(sys.argv[1]))
