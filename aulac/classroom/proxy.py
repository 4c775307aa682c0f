"""The pure-Python proxy, made fit for notebooks; it listens on loopback only.

The proxy's own handler drops a websocket's subprotocol, without which browsers refuse JupyterLab's
kernels, and turns binary messages from the browser into text.
"""

import sys

from configurable_http_proxy import cli, configproxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient

from .ports import LOOPBACK

GIB = 1024**3


class NotebookProxyHandler(ProxyHandler):
    """Passes on a websocket's subprotocol and binary messages."""

    def select_subprotocol(self, subprotocols):
        return self.ws_client.selected_subprotocol

    def on_message(self, message):
        if self.ws_client:
            self.proxy.update_last_activity(self.target["prefix"])
            self.ws_client.write_message(message, binary=isinstance(message, bytes))


def only_loopback(arguments: list[str]) -> bool:
    """Say whether every address in the proxy's arguments is the loopback address."""
    asked = [
        value
        for option, value in zip(arguments, arguments[1:], strict=False)
        if option in ("--ip", "--api-ip")
    ]
    return len(asked) == 2 and set(asked) == {LOOPBACK}


def main() -> None:
    if not only_loopback(sys.argv):
        sys.exit(f"The laptop classroom listens on {LOOPBACK} only.")
    configproxy.ProxyHandler = NotebookProxyHandler
    AsyncHTTPClient.configure(
        "tornado.simple_httpclient.SimpleAsyncHTTPClient",
        max_clients=200,
        max_body_size=GIB,
        max_buffer_size=GIB,
        defaults={"request_timeout": 3600},
    )
    cli.main()


if __name__ == "__main__":
    main()
