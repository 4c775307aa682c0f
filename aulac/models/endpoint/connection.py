"""Requests to an OpenAI-compatible server. Whatever comes back ends in an answer or a sentence.

Every wait has an end: for the connection, for the next byte, for the whole answer; what is read is
bounded too. No redirect is followed, so that the key and the text go nowhere but where they were
sent. (The official client would retry, follow redirects and take any JSON for an answer.)
"""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from threading import Timer
from urllib.parse import urlsplit

import httpx

from ..catalog import ModelError
from . import sentences as say
from .address import Address

CONNECT = 5.0  # seconds until a connection stands
SILENCE = 30.0  # seconds without a byte
TOTAL = 600.0  # seconds for a whole answer
MOST = 32 << 20  # bytes of an answer
LONGEST_LINE = 1 << 20  # bytes of one event of a stream
REASON = 200  # characters of a server's own words that are shown


class Refused(ModelError):
    """The server answered with an error. status: of HTTP; reason: the server's words, on a line."""

    def __init__(self, message: str, status: int, reason: str):
        super().__init__(message)
        self.status, self.reason = status, reason


class Connection:
    """A server. Each request has a connection of its own; threads may share one."""

    def __init__(self, address: Address):
        self.address = address

    def get(self, path: str) -> dict:
        """Return the JSON object at base + path. Errors: ModelError; Refused for a status."""
        with self._answer("GET", path) as reply:
            return self._object(reply.whole())

    def post(self, path: str, body: dict) -> dict:
        """Return the JSON object that the server answers with. Errors: as `get`."""
        with self._answer("POST", path, body) as reply:
            return self._object(reply.whole())

    def stream(self, path: str, body: dict) -> Iterator[dict]:
        """Yield the objects of a stream as they come (server-sent events, `data:` lines).

        A server that does not stream is taken as one event. Errors: as `get`; also where the stream
        ends before it is finished.
        """
        with self._answer("POST", path, {**body, "stream": True}) as reply:
            if not reply.streams:
                yield self._object(reply.whole())
                return
            finished = False
            for line in reply.lines():
                if line.startswith(b"error:"):  # llama.cpp, up to 2025
                    reason = self._reason(line.removeprefix(b"error:"))
                    raise say.failed(self.address.base, reason)
                if not line.startswith(b"data:"):  # comments, names of events, blank lines
                    continue
                data = line.removeprefix(b"data:").strip()
                if data == b"[DONE]":
                    return
                event = self._object(data)
                finished = finished or _ends(event)
                yield event
            if not finished:
                raise say.cut(self.address.base)

    @contextmanager
    def _answer(self, method: str, path: str, body: dict | None = None) -> Iterator["_Reply"]:
        base, limit = self.address.base, _Limit()
        try:
            with self._client() as client:
                with client.stream(
                    method,
                    base + path,
                    content=None if body is None else json.dumps(body),
                    headers=self._headers(),
                    extensions={"trace": limit.watch},
                ) as response:
                    reply = _Reply(response, limit, base)
                    self._check(response, reply)
                    yield reply
        except (httpx.ReadTimeout, httpx.WriteTimeout):
            raise say.silent(base, SILENCE) from None
        except httpx.HTTPError as error:
            if limit.over():
                raise say.endless(base, TOTAL) from None
            if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
                raise say.unreachable(base, str(error) or type(error).__name__) from None
            raise say.cut(base) from None
        finally:
            limit.end()

    def _client(self) -> httpx.Client:
        try:
            return httpx.Client(
                timeout=httpx.Timeout(SILENCE, connect=CONNECT),
                trust_env=not self.address.local,  # no proxy stands between a machine and itself
                follow_redirects=False,
            )
        except (ImportError, ValueError) as error:  # a proxy in the environment that it cannot use
            raise say.unreachable(self.address.base, f"proxy: {error}") from None

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if self.address.key:
            headers["Authorization"] = f"Bearer {self.address.key}"
        return headers

    def _check(self, response: httpx.Response, reply: "_Reply") -> None:
        base, status = self.address.base, response.status_code
        if response.is_success:
            return
        if response.has_redirect_location:
            raise say.moved(base, _origin(response.headers["Location"]))
        reason, wait = self._reason(reply.whole()), response.headers.get("Retry-After", "")
        raise Refused(say.refused(self.address, status, reason, wait), status, reason)

    def _reason(self, body: bytes) -> str:
        """Return what the server says is wrong, on one line, without the key; "" for nothing."""
        try:
            words = json.loads(body)
            for name in ("error", "message", "detail"):
                words = words.get(name, words) if isinstance(words, dict) else words
        except (ValueError, RecursionError):
            return ""
        if not isinstance(words, str):
            return ""
        if self.address.key:
            words = words.replace(self.address.key, "***")
        line = " ".join(words.split())
        return "".join(filter(str.isprintable, line))[:REASON]

    def _object(self, data: bytes) -> dict:
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise say.nonsense(self.address.base)
        if found.get("error"):
            raise say.failed(self.address.base, self._reason(data))
        return found


class _Reply:
    """The body of an answer, as it comes, within the bounds."""

    def __init__(self, response: httpx.Response, limit: "_Limit", base: str):
        self._response, self._limit, self._base = response, limit, base

    @property
    def streams(self) -> bool:
        return "event-stream" in self._response.headers.get("Content-Type", "")

    def whole(self) -> bytes:
        return b"".join(self._pieces())

    def lines(self) -> Iterator[bytes]:
        pending = b""
        for piece in self._pieces():
            *lines, pending = (pending + piece).split(b"\n")
            if len(pending) > LONGEST_LINE:
                raise say.nonsense(self._base)
            yield from lines
        yield pending

    def _pieces(self) -> Iterator[bytes]:
        size = 0
        for piece in chain(self._response.iter_raw(), [b""]):
            size += len(piece)
            if self._limit.over():
                raise say.endless(self._base, TOTAL)
            if size > MOST:
                raise say.nonsense(self._base)
            yield piece


class _Limit:
    """Ends a request after TOTAL seconds, also while its headers drip in byte by byte."""

    def __init__(self):
        self._start, self._timer = time.monotonic(), None

    def watch(self, event: str, details: dict) -> None:
        """Note the socket when it is there; httpx calls this at each step of a request."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):  # TLS has a new socket
            self.end()
            left = max(self._start + TOTAL - time.monotonic(), 0)
            connected = details["return_value"].get_extra_info("socket")
            self._timer = Timer(left, _shut, [connected])
            self._timer.daemon = True
            self._timer.start()

    def over(self) -> bool:
        return time.monotonic() - self._start >= TOTAL

    def end(self) -> None:
        if self._timer:
            self._timer.cancel()


def _shut(connected: socket.socket) -> None:
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        pass  # it has ended by itself


def _ends(event: dict) -> bool:
    choices = event.get("choices")
    return isinstance(choices, list) and any(
        isinstance(each, dict) and each.get("finish_reason") for each in choices
    )


def _origin(location: str) -> str:
    """Return scheme, host, port and path of an address: what may be shown of it."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return "?"
    host = parts.netloc.rpartition("@")[2]
    shown = parts._replace(netloc=host, query="", fragment="").geturl()
    return "".join(filter(str.isprintable, shown))[:REASON]
