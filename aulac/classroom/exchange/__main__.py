"""Runs the exchange as a service of JupyterHub: `python -m aulac.classroom.exchange`."""

import logging
import os
from urllib.parse import urlsplit

import uvicorn

from .app import create_app
from .settings import Settings


def main() -> None:
    """Serve at the address in JUPYTERHUB_SERVICE_URL until told to stop."""
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("uvicorn.access").addFilter(without_query)
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    uvicorn.run(
        create_app(Settings.of_this_process()),
        host=address.hostname,
        port=address.port,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )


def without_query(record: logging.LogRecord) -> bool:
    """Keep what may be secret out of the access log."""
    client, method, address, *rest = record.args
    record.args = (client, method, address.partition("?")[0], *rest)
    return True


if __name__ == "__main__":
    main()
