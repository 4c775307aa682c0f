"""The processes of a classroom: each carries the mark of its state folder."""

import psutil

from .state import MARK, State


def belonging_to(state: State) -> list[psutil.Process]:
    """Return the processes that a classroom with this state has started."""
    return [process for process in psutil.process_iter() if _mark(process) == str(state.root)]


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except (psutil.Error, OSError):
        return None


def stop(processes: list[psutil.Process], seconds: float = 5) -> list[psutil.Process]:
    """End the processes, politely first, after `seconds` by force; return those still alive."""
    for signal in ("terminate", "kill"):
        for process in processes:
            try:
                getattr(process, signal)()
            except psutil.NoSuchProcess:
                continue
        _, processes = psutil.wait_procs(processes, timeout=seconds)
    return processes
