"""What the Hub of a laptop classroom is told; laptop.py starts it with this file."""

import os
import secrets
import sys

from aulac.classroom import spawner
from aulac.classroom.accounts import ACCOUNTS, INSTRUCTOR, LEARNER, AccountsAuthenticator
from aulac.classroom.language import language
from aulac.classroom.layout import COURSE, TEMPLATES
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.classroom.state import MARK, State
from aulac.classroom.timezone import zone
from aulac.course import find_root
from aulac.course.build import COURSE_ID
from aulac.playground.server import built_book

c = get_config()  # noqa: F821
state = State.of_this_process()

c.JupyterHub.bind_url = f"http://{LOOPBACK}:{os.environ['AULAC_PORT']}"
c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{free_port()}"
c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{free_port()}"
c.ConfigurableHTTPProxy.command = [sys.executable, "-m", "aulac.classroom.proxy"]
c.ConfigurableHTTPProxy.pid_file = str(state.proxy_pid)

# Nothing the Hub itself remembers is worth keeping: no sessions, no secrets on disk.
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = secrets.token_bytes(32)

c.JupyterHub.authenticator_class = AccountsAuthenticator
c.Authenticator.allowed_users = set(ACCOUNTS)
spawner.configure(c)

# Learners and instructors reach the exchange, and may do nothing else there than their group may.
exchange = f"http://{LOOPBACK}:{free_port()}"
c.Spawner.environment = {
    "AULAC_CLASS": COURSE_ID,
    "AULAC_EXCHANGE": f"{exchange}/services/exchange/",
}
c.JupyterHub.load_groups = {
    f"formgrade-{COURSE_ID}": {"users": [INSTRUCTOR]},
    f"nbgrader-{COURSE_ID}": {"users": [LEARNER]},
}
ENTER_EXCHANGE = "access:services!service=exchange"
c.JupyterHub.load_roles = [
    {"name": "exchange", "groups": list(c.JupyterHub.load_groups), "scopes": [ENTER_EXCHANGE]},
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", ENTER_EXCHANGE]},
    {
        "name": "roster",
        "services": ["exchange"],
        "scopes": [f"read:groups!group=nbgrader-{COURSE_ID}"],
    },
]

# Book and playgrounds: open to whoever reaches this machine's loopback.
c.JupyterHub.services = [
    {
        "name": "exchange",
        "url": exchange,
        "command": [sys.executable, "-m", "aulac.classroom.exchange"],
        "environment": {
            MARK: str(state.root),
            "HOME": str(state.root),
            "AULAC_LANG": language(),
            "AULAC_TIMEZONE": zone().key,
            "AULAC_EXCHANGE_DIR": str(state.exchange),
            "AULAC_EXCHANGE_COURSE_DIR": str(state.home(INSTRUCTOR) / COURSE),
        },
        "oauth_no_confirm": True,
        "display": False,
    },
    {
        "name": "book",
        "url": f"http://{LOOPBACK}:{free_port()}",
        "command": [sys.executable, "-m", "aulac.playground"],
        "cwd": str(find_root()),
        "environment": {MARK: str(state.root), "HOME": str(state.root)},
        "display": False,
    },
]

c.JupyterHub.redirect_to_server = False
c.JupyterHub.template_paths = [str(TEMPLATES)]
c.JupyterHub.template_vars = {
    "first_language": language(),
    "learner": LEARNER,
    "instructor": INSTRUCTOR,
    "course": COURSE_ID,
    "passwords_file": str(state.accounts),
    "book_is_built": built_book() is not None,
}
