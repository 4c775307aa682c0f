"""Starts a person's own Jupyter server, as that person's Linux account."""

import os
import subprocess
import sys

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import default

from ..exchange.identity import GROUPS
from ..layout import CONFIG, LESSONS
from ..spawner import PASSED_ON
from ..state import MARK
from .places import Places
from .settings import Limits

ROLES = ("learner", "shared")


class AccountSpawner(LocalProcessSpawner):
    """A server at home in a Linux account, with the configuration of a learner.

    Teaching is done at the formgrader's own page, so that those who teach need no other server.
    """

    @default("default_url")
    def _first_page(self):
        return f"/lab/tree/{LESSONS[os.environ['AULAC_LANG']]}"

    def load_state(self, state):
        """Remember no process: those of an earlier run are gone, their numbers are others' now."""

    def get_env(self):
        return super().get_env() | {
            MARK: str(Places.of_this_process().root),
            "AULAC_CLASS": only_class({group.name for group in self.user.groups}),
            "JUPYTER_CONFIG_PATH": os.pathsep.join(
                [str(CONFIG / "learner"), str(CONFIG / "shared")]
            ),
            "JUPYTER_PATH": str(CONFIG / "learner" / "share"),
            "PYTHONUTF8": "1",
        }


def only_class(groups: set[str]) -> str:
    """Return the class of who is in these groups, "" for who is in several or none."""
    classes = {
        group.removeprefix(prefix)
        for group in groups
        for prefix in GROUPS
        if group.startswith(prefix)
    }
    return classes.pop() if len(classes) == 1 else ""


def configure(c, limits: Limits) -> None:
    """Set the Hub's configuration `c` to use AccountSpawner."""
    c.JupyterHub.spawner_class = AccountSpawner
    c.JupyterHub.concurrent_spawn_limit = limits.spawns_at_once
    c.JupyterHub.active_server_limit = limits.servers
    c.Spawner.cmd = [sys.executable, "-P", "-m", "aulac.classroom.server.learner_server"]
    c.Spawner.env_keep = list(PASSED_ON)
    c.Spawner.start_timeout = 300
    c.Spawner.http_timeout = 180
    c.LocalProcessSpawner.interrupt_timeout = 5
    c.LocalProcessSpawner.term_timeout = 5
    nothing = subprocess.DEVNULL  # what learners print is not for the log of the Hub
    c.LocalProcessSpawner.popen_kwargs = dict.fromkeys(("stdin", "stdout", "stderr"), nothing)
