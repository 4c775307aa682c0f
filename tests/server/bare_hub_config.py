"""A Hub with the login of a server, small desks, and one service that sees everybody."""

import os
import sys
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

from aulac.classroom.layout import TEMPLATES
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.classroom.server import login
from aulac.classroom.server.places import Places
from aulac.classroom.server.settings import read

c = get_config()  # noqa: F821
places = Places.of_this_process()
settings = read(places.settings)
login.configure(c, settings)
c.Authenticator.auth_refresh_age = int(os.environ.get("REFRESH", "300"))

c.JupyterHub.bind_url = f"http://{LOOPBACK}:{os.environ['PORT']}"
c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{free_port()}"
c.JupyterHub.trusted_downstream_ips = [LOOPBACK]
c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{free_port()}"
c.ConfigurableHTTPProxy.command = [sys.executable, "-m", "aulac.classroom.proxy"]
c.ConfigurableHTTPProxy.pid_file = str(places.root / "proxy.pid")
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.redirect_to_server = False
c.JupyterHub.template_paths = [str(TEMPLATES / "server"), str(TEMPLATES)]
c.JupyterHub.template_vars = {"first_language": "vi", "server": True}
SEES = ["list:users", "read:users:groups"]
c.JupyterHub.load_roles = [{"name": "watch", "services": ["watch"], "scopes": SEES}]
c.JupyterHub.services = [{"name": "watch", "api_token": os.environ["WATCH_TOKEN"]}]

c.JupyterHub.spawner_class = LocalProcessSpawner
c.Spawner.cmd = [sys.executable, str(Path(__file__).with_name("desk_server.py"))]
c.Spawner.env_keep = ["PATH"]
c.Spawner.http_timeout = 180
c.Spawner.poll_interval = 1
c.JupyterHub.active_server_limit = int(os.environ.get("DESKS", "0"))
if "DOOR" in os.environ:  # desks open when this file is there, one after the other
    c.Spawner.args = [os.environ["DOOR"]]
    c.JupyterHub.concurrent_spawn_limit = 1
    c.JupyterHub.tornado_settings = {
        "slow_spawn_timeout": 1,
        "spawn_throttle_retry_range": (1, 2),
    }
