"""An endpoint that hangs, answers nonsense, drips, breaks off: each ends in one sentence."""

import pytest
import small_endpoint as small
from small_endpoint import refusal, writer

from aulac import models
from aulac.models.endpoint import connection


@pytest.fixture
def hurry(monkeypatch):
    """Lets every wait end soon."""
    monkeypatch.setattr(connection, "SILENCE", 2.0)
    monkeypatch.setattr(connection, "TOTAL", 3.0)
    monkeypatch.setattr(connection, "MOST", 1 << 20)


@pytest.mark.parametrize(
    "answer",
    [
        b"{}",
        b'{"data": []}',
        b'{"data": [{"index": 0}]}',
        b'{"data": [{"index": 0, "embedding": []}]}',
        b'{"data": [{"index": 0, "embedding": ["a"]}]}',
        b'{"data": [{"index": 0, "embedding": [NaN]}]}',
        b'{"data": [{"index": 0, "embedding": [1' + b"0" * 400 + b"]}]}",
        b'{"data": [{"index": 0, "embedding": [0, 0]}]}',
        b'{"data": [{"index": "0", "embedding": [1]}]}',
        b'{"data": [{"index": 0, "embedding": [[1]]}]}',
        b'{"data": 3}',
        b'{"data": [3]}',
    ],
)
def test_nonsense_for_vectors(endpoint, answer):
    endpoint.twist["embeddings"] = small.says(answer)
    assert endpoint.base in refusal(models.get, "embed", f"openai:{endpoint.base}")


NONSENSE = [
    b"",
    b"<html><body>Welcome</body></html>",
    b"{",
    b"[]",
    b"3",
    b"null",
    b"\xff\xfe",
    b'{"choices": [], "object": 1}',
    b'{"choices": {}}',
    b'{"choices": [3]}',
    b'{"choices": [{"text": 3}]}',
    b'{"choices": [{"message": {"content": ["a"]}}]}',
    b"[" * 100_000,
    b'{"a": ' * 50_000,
]


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_is_one_sentence(endpoint, answer):
    model = writer(endpoint)
    endpoint.twist["completions"] = small.says(answer)
    if answer != NONSENSE[7]:  # no choice: nothing was written, and nothing can be shown
        assert endpoint.base in refusal(model, "Hà Nội")
    assert endpoint.base in refusal(model.next_token, "Hà Nội") or b"text" in answer
    endpoint.twist["*"] = small.says(answer)
    assert endpoint.base in refusal(writer, endpoint)


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        b"<html>\n\n</html>",
        b"data: {\n\n",
        b"data: <html>\n\ndata: [DONE]\n\n",
        b"data: 3\n\n",
        b'data: {"choices": [{"text": " l\xc3"}]}\n\n',
        b'data: {"choices": [{"text": " l"}]}\n\n',
        b"data: " + b"a" * (2 << 20),
        b'data: {"error": {"message": "out of memory"}}\n\n',
        b'error: {"code": 500, "message": "out of memory"}\n\n',
    ],
)
def test_a_stream_of_nonsense_or_without_an_end(endpoint, stream):
    model = writer(endpoint)
    endpoint.twist["completions"] = small.says(stream, "text/event-stream")
    message = refusal(model, "Hà Nội")
    assert endpoint.base in message and ("memory" in message) == (b"memory" in stream)


def test_a_probability_that_is_no_number_in_a_machine(endpoint):
    model = writer(endpoint)
    rows = b'{"a": -1' + b"0" * 400 + b', "b": -0.5}'
    answer = b'{"choices": [{"text": "a", "logprobs": {"top_logprobs": [' + rows + b"]}}]}"
    endpoint.twist["completions"] = small.says(answer)
    assert [token for token, _ in model.next_token("Hà Nội")] == ["b", "a"]


def test_what_came_before_the_cut_is_shown(endpoint):
    model = writer(endpoint)
    event = b'data: {"choices": [{"text": " l\\u00e0"}]}\n\n'
    endpoint.twist["completions"] = small.says(event, "text/event-stream")
    pieces = model.generate("Hà Nội")
    assert next(pieces) == " là"
    refusal(next, pieces)


def test_a_server_that_hangs(endpoint, hurry):
    model = writer(endpoint)
    endpoint.twist["*"] = small.hang
    assert "2 gi" in refusal(writer, endpoint)
    assert "2 gi" in refusal(model, "Hà Nội")
    assert "2 gi" in refusal(model.next_token, "Hà Nội")


def test_a_stream_that_hangs_in_the_middle(endpoint, hurry):
    endpoint.go.clear()
    pieces = writer(endpoint).generate("Hà Nội")
    assert next(pieces) == " là"
    assert "2 gi" in refusal(next, pieces)


@pytest.mark.parametrize("twist", [small.drip_headers, small.drip_body])
def test_an_answer_without_an_end_is_stopped(endpoint, hurry, twist):
    model = writer(endpoint)
    endpoint.twist["*"] = twist
    assert "3 gi" in refusal(model, "Hà Nội")
    assert endpoint.gone.wait(10), "the connection is closed"
    assert "3 gi" in refusal(writer, endpoint)


class Stream:
    """A connection, as httpx tells of it."""

    def __init__(self):
        self.socket = object()

    def get_extra_info(self, name):
        return getattr(self, name)


def test_behind_tls_the_new_socket_is_the_one_to_be_closed(hurry):
    limit, plain, secret = connection._Limit(), Stream(), Stream()
    limit.watch("connection.connect_tcp.complete", {"return_value": plain})
    first = limit._timer
    limit.watch("connection.start_tls.complete", {"return_value": secret})
    assert limit._timer.args == [secret.socket] and first.finished.is_set()
    assert 0 <= limit._timer.interval <= connection.TOTAL
    limit.end()


def test_a_body_without_an_end_is_not_kept(endpoint, hurry):
    model = writer(endpoint)
    endpoint.twist["*"] = small.huge
    assert endpoint.base in refusal(model, "Hà Nội")
    assert endpoint.gone.wait(10)


def test_nobody_listens(endpoint):
    nowhere = "openai:http://127.0.0.1:9/v1"
    assert "127.0.0.1:9" in refusal(models.get, "generate", nowhere)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 418, 422, 429, 500, 503])
def test_a_status_is_one_sentence(endpoint, status):
    model = writer(endpoint)
    endpoint.twist["*"] = small.refuses(status, "Because\n\x1b[31m" + "x" * 999, Retry_After="7")
    message = refusal(model, "Hà Nội")
    assert endpoint.base in message and str(status) in message
    assert len(message) < 500 and "\x1b" not in message
    assert ("7 s" in message) == (status == 429)
    assert str(status) in refusal(writer, endpoint)
    assert endpoint.base in refusal(models.get, "embed", f"openai:{endpoint.base}")


def test_what_a_status_most_often_means_is_said(endpoint, monkeypatch):
    for status in (401, 403):
        endpoint.twist["*"] = small.refuses(status)
        assert "OPENAI_API_KEY" in refusal(writer, endpoint)
    unset = refusal(writer, endpoint)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-short")
    assert refusal(writer, endpoint) != unset, "a key that may not is no key that lacks"
    endpoint.twist["*"] = small.refuses(404)
    assert " /v1" in refusal(writer, endpoint)


def test_a_status_with_nonsense_in_its_body(endpoint):
    model = writer(endpoint)
    for body in (b"", b"<html>", b"[1]", b'{"error": 3}', b'{"error": {"message": {}}}', b"\xff"):
        endpoint.twist["*"] = small.says(body, status=500)
        assert "500" in refusal(model, "Hà Nội")
