"""Starts an account's own Jupyter server, at home in the state folder."""

import os
import sys

from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import default

from .accounts import INSTRUCTOR
from .layout import CONFIG
from .state import MARK, State

PASSED_ON = (
    "AULAC_LANG",
    "AULAC_MIRROR",
    "AULAC_TIMEZONE",
    "LANG",
    "LC_ALL",
    "PATH",
    "TMPDIR",
    "TZ",
)


class HomeSpawner(SimpleLocalProcessSpawner):
    """A server whose home, configuration and environment belong to one account."""

    @default("default_url")
    def _first_page(self):
        return "/formgrader" if self.user.name == INSTRUCTOR else "/lab/tree/bai_hoc"

    def get_env(self):
        state = State.of_this_process()
        role = "instructor" if self.user.name == INSTRUCTOR else "learner"
        return super().get_env() | {
            MARK: str(state.root),
            "JUPYTER_CONFIG_PATH": os.pathsep.join([str(CONFIG / role), str(CONFIG / "shared")]),
            "JUPYTER_PATH": str(CONFIG / role / "share"),
            "MPLCONFIGDIR": str(state.root / "cache" / "matplotlib"),
            "PYTHONUTF8": "1",
        }


def configure(c) -> None:
    """Set the Hub's configuration `c` to use HomeSpawner."""
    state = State.of_this_process()
    c.JupyterHub.spawner_class = HomeSpawner
    c.Spawner.cmd = [sys.executable, "-m", "aulac.classroom.singleuser"]
    c.Spawner.env_keep = list(PASSED_ON)
    c.Spawner.notebook_dir = str(state.home("{username}"))
    c.Spawner.start_timeout = 180
    c.Spawner.http_timeout = 180
    c.SimpleLocalProcessSpawner.home_dir_template = str(state.home("{username}"))
    c.LocalProcessSpawner.interrupt_timeout = 5
    c.LocalProcessSpawner.term_timeout = 5
