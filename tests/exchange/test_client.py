"""The client: what it reads and sends, when it tries again, and what people are told."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from running_exchange import running_exchange
from service_process import ServiceProcess
from stand_in_hub import COURSE, LEARNER, SECOND, THIRD

from aulac.classroom.exchange import client
from aulac.classroom.exchange.client import ExchangeClient, ExchangeError
from aulac.classroom.exchange.settings import PREFIX
from aulac.course.build import COURSE_ID

LEARNERS = (LEARNER, SECOND, THIRD)
WORK = {"assignment.ipynb": b"{}", "dữ liệu/câu hỏi.txt": "bảy chữ".encode()}


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    with running_exchange(tmp_path_factory.mktemp("exchange")) as exchange:
        yield exchange


@pytest.fixture
def name(exchange, request) -> str:
    """An assignment that is released, another one for each test."""
    name = request.node.name.split("[")[0].replace("test_", "")[:60]
    exchange.teacher().release(COURSE_ID, name, WORK)
    return name


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """The seconds that would have been waited."""
    waited = []
    monkeypatch.setattr(client.time, "sleep", waited.append)
    return waited


class Server:
    """Answers one request after another as it is told; an exception is no answer at all."""

    def __init__(self, *answers):
        self.answers, self.keys = list(answers), []

    def client(self) -> ExchangeClient:
        return ExchangeClient("http://exchange/", "token", httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers.get("Idempotency-Key"))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def refusal(status: int, key: str = "closed", **headers) -> httpx.Response:
    body = {"error": key, "vi": "Đã hết hạn nộp.", "en": "Closed."}
    return httpx.Response(status, json=body, headers=headers)


def me() -> httpx.Response:
    return httpx.Response(200, json={"name": "an", "courses": {}, "new": "field"})


# Against the real service


def test_files_come_back_as_they_were_sent(exchange, name):
    an, teacher = exchange.client("an"), exchange.teacher()
    (released,) = [one for one in an.assignments(COURSE_ID) if one.name == name]
    assert {f.path: an.assignment_file(released, f) for f in released.files} == WORK
    handed_in = an.submit(COURSE_ID, name, WORK, "key")
    assert {f.path: teacher.submission_file(handed_in, f) for f in handed_in.files} == WORK
    teacher.send_feedback(handed_in, {"assignment.html": b"<p>"})
    (returned,) = an.submissions(COURSE_ID, name)
    assert [an.feedback_file(returned, f) for f in returned.feedback] == [b"<p>"]


def test_same_key_hands_in_once(exchange, name):
    an = exchange.client("an")
    first, again = (an.submit(COURSE_ID, name, WORK, "key") for _ in range(2))
    assert first == again
    assert an.submit(COURSE_ID, name, WORK, "other").number == 2


def test_identity_is_the_tokens(exchange, name):
    for person in ("an", "binh"):
        exchange.client(person).submit(COURSE_ID, name, WORK, "key")
    assert [one.user for one in exchange.client("an").submissions(COURSE_ID, name)] == ["an"]
    assert [one.user for one in exchange.teacher().submissions(COURSE_ID, name)] == ["an", "binh"]
    with pytest.raises(ExchangeError) as refused:
        exchange.client("an").submissions(COURSE_ID, name, user="binh")
    assert (refused.value.key, refused.value.status) == ("not_found", 404)


def test_withdrawn_assignment_is_gone_for_learners_only(exchange, name):
    teacher, an = exchange.teacher(), exchange.client("an")
    an.submit(COURSE_ID, name, WORK, "key")
    teacher.withdraw(COURSE_ID, name)
    assert name not in {one.name for one in an.assignments(COURSE_ID)}
    assert len(teacher.submissions(COURSE_ID, name)) == 1


# What goes wrong


def test_service_that_is_killed_is_waited_for(hub, tmp_path):
    with ServiceProcess(tmp_path / "exchange", hub) as service:
        service.ready().release()
        people = [ExchangeClient(service.url + PREFIX, token) for token in LEARNERS]
        jobs = [(n, person) for n in range(8) for person in people]
        with ThreadPoolExecutor(len(people)) as pool:
            answers = pool.map(lambda job: hand_in(*job), jobs)
            numbers = [next(answers)]
            service.kill()
            service.start()
            numbers += answers
        assert sorted(numbers) == sorted(n + 1 for n, _ in jobs)
        assert len(service.everything()) == len(jobs)


def hand_in(n: int, person: ExchangeClient) -> int:
    work = {"assignment.ipynb": str(n).encode()}
    return person.submit(COURSE, "bai-1", work, f"key-{n}").number


@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), refusal(503), httpx.Response(502)],
)
def test_tries_again_until_it_is_answered(failure, pauses):
    server = Server(failure, failure, me())
    assert server.client().me().name == "an"
    assert len(pauses) == 2 and 0 < pauses[0] < pauses[1]


def test_submission_keeps_its_key_when_it_is_tried_again(pauses):
    server = Server(httpx.ReadError("cut off"), refusal(503), refusal(403))
    with pytest.raises(ExchangeError):
        server.client().submit(COURSE_ID, "bai", WORK, "key")
    assert server.keys == ["key"] * 3


def test_waits_as_long_as_it_is_asked(pauses):
    assert Server(refusal(429, **{"Retry-After": "4"}), me()).client().me().name == "an"
    assert pauses == [4]


def test_does_not_wait_for_minutes(pauses):
    with pytest.raises(ExchangeError, match="hết hạn"):
        Server(refusal(429, **{"Retry-After": "600"})).client().me()
    assert pauses == []


@pytest.mark.parametrize(("lang", "told"), [("vi", "Đã hết hạn nộp."), ("en", "Closed.")])
def test_refusal_is_final_and_a_sentence_of_the_language(lang, told, pauses, monkeypatch):
    monkeypatch.setenv("AULAC_LANG", lang)
    with pytest.raises(ExchangeError) as refused:
        Server(refusal(403)).client().me()
    assert (str(refused.value), refused.value.key, pauses) == (told, "closed", [])


def test_gives_up_with_a_sentence(pauses, monkeypatch):
    monkeypatch.setenv("AULAC_LANG", "vi")
    clock = iter(range(1000))
    monkeypatch.setattr(client.time, "monotonic", lambda: next(clock))
    with pytest.raises(ExchangeError, match="không trả lời"):
        Server(*[httpx.ConnectError("refused")] * 9).client().me()
    assert pauses


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"name": 1}'])
def test_answer_that_makes_no_sense(body, monkeypatch):
    monkeypatch.setenv("AULAC_LANG", "vi")
    with pytest.raises(ExchangeError, match="bị hỏng"):
        Server(httpx.Response(200, content=body)).client().me()
    with pytest.raises(ExchangeError, match="không trả lời"):
        Server(httpx.Response(400, content=body)).client().me()


def test_file_that_was_damaged_on_the_way_is_not_taken(exchange, name, monkeypatch):
    an = exchange.client("an")
    (released,) = [one for one in an.assignments(COURSE_ID) if one.name == name]
    file = released.files[0].model_copy(update={"sha256": "0" * 64})
    with pytest.raises(ExchangeError) as broken:
        an.assignment_file(released, file)
    assert broken.value.key == "broken"


def test_outside_of_a_classroom(monkeypatch):
    monkeypatch.delenv("AULAC_EXCHANGE", raising=False)
    with pytest.raises(ExchangeError) as refused:
        ExchangeClient.of_this_server()
    assert refused.value.key == "no_classroom"


def test_token_is_in_no_message(exchange):
    secret = ExchangeClient(exchange.url, "very-secret")
    with pytest.raises(ExchangeError) as refused:
        secret.me()
    assert refused.value.key == "unknown_person"
    assert "very-secret" not in repr(refused.value) + repr(secret)
