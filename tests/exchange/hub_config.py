"""A real Hub for the test of the exchange: two people, one course, the exchange as its service."""

import os
import sys
from pathlib import Path

from jupyterhub.auth import DummyAuthenticator

from aulac.classroom.ports import LOOPBACK, free_port

c = get_config()  # noqa: F821
here = Path(os.environ["HERE"])

c.JupyterHub.bind_url = f"http://{LOOPBACK}:{os.environ['PORT']}"
c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{free_port()}"
c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{free_port()}"
c.ConfigurableHTTPProxy.command = [sys.executable, "-m", "aulac.classroom.proxy"]
c.ConfigurableHTTPProxy.pid_file = str(here / "proxy.pid")
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.authenticator_class = DummyAuthenticator
c.Authenticator.allowed_users = {"an", "giang"}
c.JupyterHub.load_groups = {
    "nbgrader-nhap-mon": {"users": ["an"]},
    "formgrade-nhap-mon": {"users": ["giang"]},
}
ENTER = "access:services!service=exchange"
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", ENTER]},
    {"name": "maker", "scopes": ["admin:users", "tokens"], "services": ["maker"]},
    {"name": "roster", "services": ["exchange"], "scopes": ["read:groups!group=nbgrader-nhap-mon"]},
]
c.JupyterHub.services = [
    {"name": "maker", "api_token": os.environ["MAKER_TOKEN"]},
    {
        "name": "exchange",
        "api_token": os.environ["EXCHANGE_TOKEN"],
        "url": f"http://{LOOPBACK}:{free_port()}",
        "command": [sys.executable, "-m", "aulac.classroom.exchange"],
        "environment": {
            "AULAC_EXCHANGE_DIR": str(here / "exchange"),
            "PYTHONPATH": os.environ["PYTHONPATH"],
        },
    },
]
