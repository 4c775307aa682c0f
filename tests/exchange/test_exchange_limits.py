"""Sizes, numbers, rates, bombs."""

import io
import socket
from urllib.parse import urlsplit

import pytest
from desk import API, BAI, Desk, error_of
from hypothesis import given
from hypothesis import strategies as st
from running_exchange import running_exchange
from stand_in_hub import INSTRUCTOR, LEARNER, SECOND

from aulac.classroom.exchange.limits import Buckets, Limits, Rate

RAW = {"Content-Type": "multipart/form-data; boundary=b"}
PART = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nx\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"a": b"x" * 2001}, "file_too_large"),
        ({f"f{i}": b"x" * 1900 for i in range(5)}, "too_large"),
        ({f"f{i}": b"x" for i in range(6)}, "too_many_files"),
        ({"a": b"x" * 50_000}, "too_large"),
    ],
)
def test_too_much_is_refused_and_nothing_is_kept(desk, files, error):
    desk.release()
    before = desk.stored()
    assert error_of(desk.submit(files=files)) == (413, error)
    assert desk.stored() == before


def test_a_body_without_a_length_is_stopped_at_the_limit(desk):
    desk.release()
    sent = 0

    def endless():
        nonlocal sent
        while sent < 10_000_000:
            sent += 1000
            yield b"x" * 1000

    answer = desk.ask("POST", BAI + "/submissions", content=endless(), headers=RAW)
    assert error_of(answer) == (413, "too_large")


def test_what_is_exactly_at_the_limits_is_taken(desk):
    desk.release()
    files = {f"f{i}": bytes([i]) * 1000 for i in range(5)}
    assert desk.submit(files=files).status_code == 201


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", RAW, 422),
        (b"--b--\r\n", RAW, 422),
        (b"no form at all", RAW, 400),
        (PART, {"Content-Type": "multipart/form-data"}, 400),
        (PART, {"Content-Type": "application/json"}, 415),
        (PART.replace(b'"files"', b'"other"'), RAW, 422),
        (PART.replace(b'; filename="a"', b""), RAW, 400),
        (PART.replace(b'"a"', b'""'), RAW, 422),
        (PART.replace(b'name="files"; ', b""), RAW, 400),
        (PART.replace(b'"a"', b'"\xff\xfe\x00"'), RAW, 422),
        (PART * 3, RAW, 201),
    ],
)
def test_a_broken_form_is_refused(desk, body, headers, status):
    desk.release()
    answer = desk.ask("POST", BAI + "/submissions", content=body, headers=headers)
    assert answer.status_code == status
    assert status == 201 or error_of(answer)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 60_000,
        b'{"due":' * 10_000 + b"1",
        b'{"attempts": ' + b"9" * 10_000 + b"}",
        b'{"attempts": NaN}',
        b'{"attempts": 1e400}',
        b'{"due": "\\ud800"}',
        b'{"\\u0000": 1}',
        b'{"due": null, "due": 5}',
        b"\xff\xfe",
        b"null",
        b"",
    ],
)
def test_json_bombs_do_no_harm(desk, body):
    desk.release()
    answer = desk.ask(
        "PATCH", BAI, INSTRUCTOR, content=body, headers={"Content-Type": "application/json"}
    )
    assert error_of(answer)[0] in (400, 422)


def test_a_large_json_body_is_not_read(desk):
    body = b'{"payload": "' + b"x" * 1_000_000 + b'", "signature": "", "key": ""}'
    answer = desk.http.post(
        API + "/receipts/check", content=body, headers={"Content-Type": "application/json"}
    )
    assert error_of(answer) == (413, "too_large")


def test_the_longest_receipt_can_be_checked(hub, tmp_path):
    path = "/".join(("ế" * 66, "ộ" * 66, "ữ" * 66))
    files = {f"{path[:-2]}{i:02}": b"" for i in range(Limits().files)}
    with Desk.opened(hub, tmp_path, Limits()) as desk:
        desk.release()
        receipt = desk.submit(files=files).json()["receipt"]
        assert desk.ask("POST", "/receipts/check", None, json=receipt).json() == {"valid": True}


def test_one_person_cannot_fill_the_disk(desk):
    desk.release()
    answers = [desk.submit(files={"a": bytes([i]) * 2000}) for i in range(12)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [413] * 2
    assert error_of(answers[-1]) == (413, "quota")
    assert len(desk.stored()) == 11
    assert desk.submit(SECOND).status_code == 201


def test_work_that_is_refused_leaves_no_file(desk):
    desk.release(due=1)
    desk.wait(2)
    before = desk.stored()
    assert error_of(desk.submit(files={"a": b"too late"})) == (403, "closed")
    assert desk.stored() == before


def test_who_sends_too_often_is_asked_to_wait_and_others_are_not(hub, tmp_path):
    limits = Limits(submissions=Rate(2, 0.001))
    with Desk.opened(hub, tmp_path, limits) as desk:
        desk.release()
        answers = [desk.submit() for _ in range(3)]
        assert [answer.status_code for answer in answers] == [201, 201, 429]
        assert error_of(answers[-1]) == (429, "too_many")
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 1000
        assert desk.submit(SECOND).status_code == 201
        assert desk.get(BAI + "/submissions").status_code == 200


def test_requests_of_any_kind_are_counted(hub, tmp_path):
    with Desk.opened(hub, tmp_path, Limits(requests=Rate(3, 0.001))) as desk:
        assert [desk.get("/me", LEARNER).status_code for _ in range(4)] == [200] * 3 + [429]
        assert desk.get("/me", SECOND).status_code == 200


@given(st.lists(st.floats(0, 100), max_size=50))
def test_a_bucket_gives_no_more_than_its_rate(pauses):
    now, given_out = 0.0, 0

    def clock():
        return now

    buckets = Buckets(Rate(5, 0.5), clock)
    for pause in pauses:
        now += pause
        wait = buckets.wait("an")
        given_out += not wait
        if wait:
            now += wait + 1e-9
            assert buckets.wait("an") == 0
            given_out += 1
        assert given_out <= 5 + now * 0.5 + 1e-6


def test_buckets_forget_who_came_long_ago():
    now = 0.0
    buckets = Buckets(Rate(1, 1), lambda: now)
    for person in range(10_001):
        buckets.wait(str(person))
    now = 100.0
    buckets.wait("new")
    assert len(buckets.buckets) == 1


def test_large_files_keep_their_content(hub, tmp_path):
    content = io.BytesIO(b"".join(i.to_bytes(4, "big") for i in range(600_000))).getvalue()
    with Desk.opened(hub, tmp_path, Limits()) as desk:
        desk.release({"data.bin": content})
        assert desk.get(f"{BAI}/files/data.bin").content == content


def test_who_sends_too_slowly_is_told_so(tmp_path):
    limits = Limits(seconds=0.1)
    with running_exchange(tmp_path, limits) as service:
        head = (
            f"POST {urlsplit(service.url).path}api/v1{BAI}/submissions HTTP/1.1\r\n"
            f"Host: here\r\nConnection: close\r\nAuthorization: token {LEARNER}\r\n"
            "Content-Length: 1000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"
        )
        address = urlsplit(service.url)
        with socket.create_connection((address.hostname, address.port)) as connection:
            connection.sendall(head.encode() + PART[:20])
            answer = connection.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 408 ") and b'"too_slow"' in answer
