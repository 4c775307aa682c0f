"""What the Hub of a server is told; run.py starts it with this file."""

import os
import sys

from aulac.classroom.layout import CONFIG, TEMPLATES
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.classroom.server import links, login, proxy, spawner
from aulac.classroom.server.places import BOOK, CULLER, EXCHANGE, GRADER, Places
from aulac.classroom.server.settings import read
from aulac.classroom.spawner import PASSED_ON
from aulac.classroom.state import MARK
from aulac.course import find_root
from aulac.playground import names as playgrounds
from aulac.playground.server import built_book

c = get_config()  # noqa: F821
places = Places.of_this_process()
settings = read(places.settings)
run_module = [sys.executable, "-m"]

c.JupyterHub.bind_url = f"http://{settings.bind}"
c.JupyterHub.public_url = f"{settings.address}/"
c.JupyterHub.hub_bind_url = os.environ[proxy.HUB]
c.JupyterHub.trusted_downstream_ips = [LOOPBACK]
c.ConfigurableHTTPProxy.api_url = os.environ[proxy.API]
c.ConfigurableHTTPProxy.should_start = False

c.JupyterHub.db_url = f"sqlite:///{places.hub / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(places.hub / "cookie_secret")
c.JupyterHub.cookie_max_age_days = 7
c.JupyterHub.tornado_settings = {
    "spawn_throttle_retry_range": (5, 15),  # seconds; the trait of this name is not configurable
    "xsrf_cookie_kwargs": {"secure": settings.address.startswith("https:"), "samesite": "Lax"},
}

login.configure(c, settings)
spawner.configure(c, settings.limits)

exchange = f"http://{LOOPBACK}:{free_port()}"
c.Spawner.environment = {"AULAC_EXCHANGE": f"{exchange}/services/exchange/"}
formgraders = {name: f"formgrade-{name}" for name in settings.classes}


def enter(service: str) -> str:
    return f"access:services!service={service}"


ENTER_EXCHANGE = enter("exchange")
members = [f"{kind}-{name}" for name in settings.classes for kind in ("nbgrader", "formgrade")]
FORGETS = ["list:users", "read:users:name", "delete:users"]
CULLS = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
c.JupyterHub.load_roles = [
    {
        "name": "exchange",
        "groups": members,
        "services": list(formgraders.values()),
        "scopes": [ENTER_EXCHANGE],
    },
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", ENTER_EXCHANGE]},
    {"name": "culler", "services": ["culler"], "scopes": CULLS},
    {"name": "privacy", "services": ["privacy"], "scopes": FORGETS},
    *({"name": one, "groups": [one], "scopes": [enter(one)]} for one in formgraders.values()),
]


def service(name: str, account: str, command: list[str], url: str = "", **told: str) -> dict:
    """A program that the Hub runs under an account, told `told` by its environment."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        "name": name,
        "user": account,
        "command": command,
        "cwd": str(find_root()),
        "environment": kept | {MARK: str(places.root)} | told,
        "display": False,
    } | ({"url": url, "oauth_no_confirm": True} if url else {})


def formgrader(class_name: str) -> dict:
    return service(
        formgraders[class_name],
        GRADER,
        [*run_module, "aulac.classroom.server.formgrader"],
        f"http://{LOOPBACK}:{free_port()}",
        AULAC_CLASS=class_name,
        AULAC_EXCHANGE=f"{exchange}/services/exchange/",
        JUPYTER_CONFIG_PATH=os.pathsep.join([str(CONFIG / "instructor"), str(CONFIG / "shared")]),
        JUPYTER_PATH=str(CONFIG / "instructor" / "share"),
    )


idle_seconds = str(60 * settings.limits.idle_minutes)
c.JupyterHub.services = [
    service(
        "exchange",
        EXCHANGE,
        [*run_module, "aulac.classroom.exchange"],
        exchange,
        AULAC_EXCHANGE_DIR=str(places.exchange),
        AULAC_EXCHANGE_DB=settings.exchange_database,
        AULAC_EXCHANGE_COURSE_DIR=str(places.course("{course}")),
        AULAC_EXCHANGE_ROSTER=str(places.roster),
    ),
    service("culler", CULLER, [*run_module, "jupyterhub_idle_culler", "--timeout", idle_seconds]),
    *map(formgrader, settings.classes),
    {"name": "privacy", "api_token": (places.hub / "privacy_token").read_text(), "display": False},
]
has_book = bool(built_book() or playgrounds())
if has_book:
    address = f"http://{LOOPBACK}:{free_port()}"
    c.JupyterHub.services.append(service("book", BOOK, [*run_module, "aulac.playground"], address))

c.JupyterHub.extra_handlers = links.HANDLERS
c.JupyterHub.redirect_to_server = False
c.JupyterHub.template_paths = [str(TEMPLATES / "server"), str(TEMPLATES)]
c.JupyterHub.template_vars = {
    "first_language": settings.language,
    "on_server": True,
    "formgraders": {group: name for name, group in formgraders.items()},
    "has_book": has_book,
    "book_is_built": built_book() is not None,
}
