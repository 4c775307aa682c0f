"""The IPython shell of a learner's process, built once in the zygote: no history, no threads."""

import sys

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


class Taker:
    """Where results and displays go: the Capture of the process, set when a cell runs."""

    def __init__(self):
        self.capture = None

    def bundle(self, kind: str, data: dict, metadata: dict) -> None:
        if self.capture is not None:
            self.capture.add_bundle(kind, data, metadata or {})

    def error(self, error: BaseException) -> None:
        if self.capture is not None and error is not None:
            self.capture.add_error(error)


class ResultHook(DisplayHook):
    """Takes the value of a cell's last line as an execute_result."""

    def quiet(self):
        return self.shell.display_trap.hook is not self or super().quiet()

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.taker.bundle("execute_result", format_dict, md_dict)

    def finish_displayhook(self):
        pass


class DisplayHookup(DisplayPublisher):
    """Takes what `display()` and plots publish."""

    def publish(self, data, metadata=None, **_):
        self.shell.taker.bundle("display_data", data, metadata)

    def clear_output(self, wait=False):
        pass


class Shell(InteractiveShell):
    """An InteractiveShell whose outputs are taken by `taker` and whose errors are not printed."""

    displayhook_class = ResultHook
    display_pub_class = DisplayHookup

    def __init__(self, **settings):
        self.taker = Taker()
        super().__init__(**settings)

    system = InteractiveShell.system_raw  # there is no terminal in the sandbox

    def init_virtualenv(self):
        pass

    def showtraceback(self, exc_tuple=None, *_, **__):
        self.taker.error((exc_tuple or sys.exc_info())[1])

    def showsyntaxerror(self, *_, **__):
        self.taker.error(sys.exc_info()[1])

    def enable_gui(self, gui=None):
        pass


def make_shell() -> Shell:
    """The process's one shell, with `get_ipython()` and `display()` for its cells."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    return Shell.instance(config=config)
