"""Configurations of the web server in front of the classroom, which speaks TLS."""

from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from ..language import sentence
from .maintenance import command, settings
from .places import Places
from .settings import Settings, SettingsError

UPLOAD = 72  # megabytes: what the exchange takes at once, and the form around it
PATIENCE = 3600  # seconds that an idle websocket or event stream is kept
TEMPLATES = {"nginx": "nginx.conf.j2", "caddy": "Caddyfile.j2"}


def configuration(kind: str, known: Settings) -> str:
    """Return the configuration of "nginx" or "caddy" for a classroom. Raises SettingsError."""
    address = urlsplit(known.address)
    if address.scheme != "https":
        raise SettingsError(
            sentence(
                f"address trong server.toml phải bắt đầu bằng https://, không phải {known.address}",
                f"address in server.toml must begin with https://, unlike {known.address}",
            )
        )
    return template(TEMPLATES[kind]).render(
        host=address.hostname,
        port=address.port or 443,
        backend=known.bind,
        upload=UPLOAD,
        patience=PATIENCE,
    )


def template(name: str) -> jinja2.Template:
    """Return one of the templates of files for the system's own programs."""
    loader = jinja2.FileSystemLoader(Path(__file__).with_name("templates"))
    environment = jinja2.Environment(
        loader=loader, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(name)


@command
def run(places: Places, kind: str) -> None:
    """Print the configuration for a classroom."""
    print(configuration(kind, settings(places)), end="")
