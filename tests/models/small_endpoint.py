"""An OpenAI-compatible server on this machine, which can be told to misbehave."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from aulac import models

CONTINUATION = [" là", " thủ đô", " của", " Việt Nam", ".\nHết"]
ANSWER = ["Xin", " chào", " bạn"]
VECTORS = {"Việt Nam": [3.0, 4.0], "Hà Nội": [0.0, 2.0], "Huế": [-1.0, 0.0]}
LOGPROBS = {" là": -0.5, " ở": -1.0, " và": -3.0}


class Endpoint:
    """What it serves, and what it was asked.

    models: names. lacks: of "completions", "chat", "logprobs", "embeddings", "models", "stream",
    "top_k". key: what it asks for. twist: what it does instead, by path ("*": any): a function
    of the handler.
    """

    def __init__(self):
        self.models, self.lacks, self.key, self.twist = ["nho"], set(), None, {}
        self.asked: list[tuple[str, dict]] = []
        self.keys: list[str | None] = []
        self.go = Event()  # the second piece of a stream waits for it
        self.gone = Event()  # set when a listener left before the end
        self.over = Event()  # set at the end of a test: nobody waits longer
        self.base = ""


def writer(endpoint: Endpoint):
    """Return the generator behind an endpoint."""
    return models.get("generate", f"openai:{endpoint.base}")


def refusal(action, *arguments, **options) -> str:
    """Return the one sentence that an action ends with."""
    with pytest.raises(models.ModelError) as error:
        action(*arguments, **options)
    message = str(error.value)
    assert "\n" not in message
    return message


@contextmanager
def serve():
    """Serve an endpoint on loopback; yields it."""
    endpoint = Endpoint()
    endpoint.go.set()

    class Handler(_Handler):
        pass

    Handler.endpoint = endpoint
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    endpoint.base = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        endpoint.over.set()
        endpoint.go.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    endpoint: Endpoint

    def do_GET(self):
        self.serve({})

    def do_POST(self):
        self.serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def serve(self, body: dict) -> None:
        endpoint = self.endpoint
        path = self.path.removeprefix("/v1/")
        endpoint.asked.append((path, body))
        endpoint.keys.append(self.headers.get("Authorization"))
        if twist := endpoint.twist.get(path, endpoint.twist.get("*")):
            return twist(self)
        if endpoint.key and self.headers.get("Authorization") != f"Bearer {endpoint.key}":
            return self.error(401, f"Incorrect API key: {self.headers.get('Authorization')}")
        part = path.removesuffix("/completions") if path.startswith("chat") else path
        known = {"models": self.models, "completions": self.write, "chat": self.write}
        known["embeddings"] = self.embed
        if part not in known or part in endpoint.lacks:
            return self.error(404, f"no {path} here")
        return known[part](body)

    def models(self, body: dict) -> None:
        rows = [{"id": name, "object": "model"} for name in self.endpoint.models]
        self.json({"object": "list", "data": rows})

    def write(self, body: dict) -> None:
        lacks = self.endpoint.lacks
        if body.get("top_k") and "top_k" in lacks:
            return self.error(400, "Unrecognized request argument supplied: top_k")
        if body.get("logprobs") and "logprobs_refused" in lacks:
            return self.error(400, "logprobs is not supported")
        chat = "messages" in body
        pieces = (ANSWER if chat else CONTINUATION)[: body["max_tokens"]]
        found = None
        if body.get("logprobs") and "logprobs" not in lacks:
            found = logprobs(chat)
        if not body.get("stream") or "stream" in lacks:
            return self.json(_event(chat, "".join(pieces), "stop", False, found))
        self.begin("text/event-stream; charset=utf-8")
        self.wfile.write(b": a comment\n\n")
        for number, piece in enumerate(pieces):
            if number == 1:
                self.endpoint.go.wait()
            end = "stop" if number == len(pieces) - 1 else None
            if not self.event(_event(chat, piece, end, True)):
                return None
        self.event({"choices": [], "usage": {"total_tokens": 9}})
        self.wfile.write(b"data: [DONE]\n\n")
        return None

    def embed(self, body: dict) -> None:
        rows = [
            {"index": place, "embedding": VECTORS.get(text, [1.0, 0.0])}
            for place, text in enumerate(body["input"])
        ]
        self.json({"data": rows[::-1]})  # in any order

    def event(self, event: dict) -> bool:
        try:
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
            self.wfile.flush()
        except OSError:
            self.endpoint.gone.set()
            return False
        return True

    def json(self, answer, status: int = 200) -> None:
        self.raw(json.dumps(answer).encode(), status)

    def raw(self, content: bytes, status: int = 200, kind: str = "application/json") -> None:
        self.begin(kind, status, {"Content-Length": str(len(content))})
        self.wfile.write(content)

    def error(self, status: int, message: str, headers: dict | None = None) -> None:
        content = json.dumps({"error": {"message": message}}).encode()
        self.begin("application/json", status, headers)
        self.wfile.write(content)

    def begin(self, kind: str, status: int = 200, headers: dict | None = None) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()

    def log_message(self, *_):
        pass


def _event(chat: bool, text: str, end: str | None, stream: bool, logprobs=None) -> dict:
    choice = {"index": 0, "finish_reason": end, "logprobs": logprobs}
    if chat:
        choice["delta" if stream else "message"] = {"role": "assistant", "content": text}
    else:
        choice["text"] = text
    return {"choices": [choice]}


def logprobs(chat: bool) -> dict:
    if chat:
        rows = [{"token": token, "logprob": value} for token, value in LOGPROBS.items()]
        return {"content": [{"token": " là", "top_logprobs": rows}]}
    return {"tokens": [" là"], "top_logprobs": [LOGPROBS]}


def hang(handler: _Handler) -> None:
    """Say nothing."""
    handler.endpoint.over.wait()


def drip_headers(handler: _Handler) -> None:
    """Send headers byte by byte, without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(handler, b"a")


def drip_body(handler: _Handler) -> None:
    """Send a body byte by byte, without an end."""
    handler.begin("text/event-stream")
    drip(handler, b":\n")


def drip(handler: _Handler, piece: bytes) -> None:
    try:
        while not handler.endpoint.over.is_set():
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        handler.endpoint.gone.set()


def huge(handler: _Handler) -> None:
    """Send a body that has no end, as fast as it is taken."""
    handler.begin("application/json")
    try:
        while not handler.endpoint.over.is_set():
            handler.wfile.write(b"[" * (1 << 16))
    except OSError:
        handler.endpoint.gone.set()


def says(content: bytes, kind: str = "application/json", status: int = 200):
    """Return a twist that answers with these bytes."""
    return lambda handler: handler.raw(content, status, kind)


def refuses(status: int, message: str = "", **headers):
    """Return a twist that answers with an error."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return lambda handler: handler.error(status, message, named)
