"""The alarm of a learner's process: ends a cell or a call from inside, so that its work is kept."""

import contextlib
import signal
import time


class CellTimeout(KeyboardInterrupt):
    """The alarm of this cell or call has gone off."""


@contextlib.contextmanager
def alarm(seconds: float | None):
    """Raises CellTimeout in the code below after so many seconds; the examiner kills what stays."""
    if not seconds:
        yield
        return

    def ring(*_):
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        raise CellTimeout

    left, _ = signal.getitimer(signal.ITIMER_REAL)
    began, outer = time.monotonic(), signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, outer)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - began), 0.01))


@contextlib.contextmanager
def paused_alarm():
    """Time that the examiner takes is not the learner's."""
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)
