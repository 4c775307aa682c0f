"""Keeps a test from running what a learner wrote, whatever it does with the text it was given.

A test that evaluates a learner's formula, unpickles a learner's file or calls a command would run
the learner's code beside the tests. It is refused in the examiner; calibration then finds that the
solution fails there, too, and lets the test run `shared`.
"""

import sys

from .peers import TEST_MODULE

REFUSED = frozenset(
    "pickle.find_class subprocess.Popen os.system os.exec os.posix_spawn os.fork os.forkpty"
    " pty.spawn marshal.loads code.__new__".split()
)
MAKERS = frozenset("graders collections dataclasses enum unittest".split())

armed = False


def watch() -> None:
    """Watches from now on, in this process; refuses while `armed`, that is: while a test runs."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _) -> None:
    if armed and (event in REFUSED or event == "exec") and not _is_of_a_library(event):
        raise RuntimeError(f"{event}: not in the examiner; this test has to be `shared`")


def _is_of_a_library(event: str) -> bool:
    """A library is being imported, or writes code of its own: for a namedtuple, a dataclass."""
    frame = sys._getframe(2)
    if event == "exec" and module_of(frame).partition(".")[0] in MAKERS:
        return True
    while frame is not None and module_of(frame) != TEST_MODULE:
        if module_of(frame).startswith("importlib."):
            return True
        frame = frame.f_back
    return False


def module_of(frame) -> str:
    return frame.f_globals.get("__name__") or ""
