"""The pure-Python proxy, made fit for notebooks and playgrounds.

The proxy's own handler drops a websocket's subprotocol, without which browsers refuse JupyterLab's
kernels, and turns binary messages from the browser into text. It also holds every answer back until
it is complete, and never hears that a browser has left: both are wrong for event streams. And what
a proxy in front says of the browser, its address and whether it came by https, it throws away.
"""

import logging
import sys

from configurable_http_proxy import cli, configproxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient
from tornado.httputil import parse_response_start_line
from tornado.iostream import StreamClosedError

from .ports import LOOPBACK

GIB = 1024**3
OWN_HEADERS = ("connection", "content-encoding", "content-length", "transfer-encoding")


class NotebookProxyHandler(ProxyHandler):
    """Passes on a websocket's subprotocol and binary messages, and events as they come."""

    def _get_proxy_request(self, url):
        request, given = super()._get_proxy_request(url), self.request.headers
        came_from = [*given.get_list("X-Forwarded-For"), self.request.remote_ip]
        request.headers["x-forwarded-for"] = ", ".join(came_from)
        request.headers["x-forwarded-proto"] = given.get("X-Forwarded-Proto", "http")
        return request

    async def call_proxy(self, path=None):
        if "text/event-stream" not in self.request.headers.get("Accept", ""):
            return await super().call_proxy(path)
        url = await self.get_target_url(path)
        if url is None:
            return
        request = self._get_proxy_request(url)
        request.header_callback, request.streaming_callback = self.pass_header, self.pass_events
        try:
            await AsyncHTTPClient().fetch(request, raise_error=False)
        except Exception as error:  # whoever is left, the server or the browser, is let go
            if not self._headers_written:
                return await self.handle_proxy_error(503, error)
        self.finish()

    def pass_header(self, line):
        name, colon, value = line.partition(":")
        if line.startswith("HTTP/"):
            self.set_status(parse_response_start_line(line.strip()).code)
        elif colon and name.lower() not in OWN_HEADERS:
            self.set_header(name, value.strip())

    async def pass_events(self, chunk):
        self.write(chunk)
        await self.flush()

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


def worth_logging(record: logging.LogRecord) -> bool:
    """That a browser has left while events were on their way is no news."""
    return not (record.exc_info and isinstance(record.exc_info[1], StreamClosedError))


def main() -> None:
    if not only_loopback(sys.argv):
        sys.exit(f"The laptop classroom listens on {LOOPBACK} only.")
    serve()


def serve() -> None:
    """Run the proxy, as the arguments of this process say, until told to stop."""
    configproxy.ProxyHandler = NotebookProxyHandler
    logging.getLogger("tornado.application").addFilter(worth_logging)
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
