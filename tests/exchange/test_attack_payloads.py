"""Attacks by what is sent: paths, JSON bombs, multipart bombs, HTTP itself.

Each is refused with a sentence, keeps nothing, is on record, and leaves the service well.
"""

import socket
from urllib.parse import urlsplit

import pytest
from desk import BAI, error_of
from running_exchange import running_exchange
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER

from aulac.classroom.exchange.limits import Limits

FORM = {"Content-Type": "multipart/form-data; boundary=b"}
JSON = {"Content-Type": "application/json"}
HANDED_IN = BAI + "/submissions"
READ = [
    "..%2f..%2fexchange.sqlite",
    "..%252f..%252fexchange.sqlite",
    "%2e%2e%2freceipts.pem",
    "..%c0%af..%c0%afreceipts.pem",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
    "%5c%5cserver%5cshare",
    "c:%5cwindows%5cwin.ini",
    "bai.ipynb%00.html",
    "bai.ipynb%2f",
    "bai.ipynb.",
    "BAI.IPYNB",
    "bai.ipynb%2f..%2fbai.ipynb",
    "CON",
    "%F0%9F%92%A3" * 1000,
]
SENT = [
    b"..\\..\\receipts.pem",
    b"C:/a",
    b"a:stream",
    b"a\x00.ipynb",
    b"NUL .txt",
    b"aux.c",
    b"./a",
    b"a/./b",
    b"a/\xe2\x80\xae/b",
    b"a" * 3000,
    b"/".join([b"a"] * 1000),
]
SAME_FILE = [("Data.csv", "data.csv"), ("Ế.txt", "e\u0302\u0301.txt"), ("a", "A/b")]


def part(disposition: bytes, *headers: bytes) -> bytes:
    lines = (b"--b", b"Content-Disposition: " + disposition, *headers, b"", b"x", b"")
    return b"\r\n".join(lines)


GOOD = part(b'form-data; name="files"; filename="a"')
END = b"--b--\r\n"
BOMBS = {
    "thousands of parts": (FORM, GOOD * 60 + END, 413),
    "a part without end": (FORM, GOOD.replace(b"x", b"x" * 200_000) + END, 413),
    "thousands of fields": (FORM, part(b'form-data; name="f"') * 60 + END, 400),
    "a header without end": (FORM, b"--b\r\nX: " + b"x" * 6000 + b"\r\n\r\nx\r\n" + END, 400),
    "headers without end": (FORM, part(b"form-data", *[b"X: y"] * 400) + END, 400),
    "no end at all": (FORM, GOOD, 422),
    "a junk preamble": (FORM, b"junk\r\n" * 900 + GOOD + END, 400),
    "a boundary that is none": (
        {"Content-Type": "multipart/form-data; boundary=" + "b" * 300},
        GOOD + END,
        400,
    ),
    "a form in the form": (FORM, part(b'form-data; name="files"', b"Content-Type: " + b"m/x"), 400),
    "zipped": (FORM | {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08" + bytes(900), 400),
}
NUMBER = b'{"attempts": %s}'
TEXTS = {
    "deep": b'{"payload": ' + b"[" * 50_000,
    "deep and closed": b'{"payload": ' + b"[" * 9000 + b"]" * 9000 + b"}",
    "huge number": NUMBER % (b"9" * 100_000),
    "huge exponent": NUMBER % b"1e999999999",
    "huge key": b'{"' + b"k" * 100_000 + b'": 1}',
    "many keys": b"{" + b",".join(b'"%d": 1' % i for i in range(9000)) + b"}",
    "the same key twice": b'{"attempts": 1, "attempts": "x"}',
    "not a number": NUMBER % b"NaN",
    "half a pair": b'{"payload": "\\ud800", "signature": "", "key": 5}',
    "not UTF-8": b'{"payload": "\xff\xfe"}',
    "UTF-16": '{"attempts": 1'.encode("utf-16"),
    "a list": b"[1, 2, 3]",
}


@pytest.fixture
def desk(desk):
    """The exchange with an assignment, and afterwards the proof that nothing was kept."""
    desk.release()
    yield desk
    assert desk.get(HANDED_IN, INSTRUCTOR).json() == []
    assert len(desk.stored()) == 1
    assert not list((desk.folder / "unfinished").iterdir())


def refused(desk, answer) -> int:
    """The status of a refusal that has a sentence, and is on record."""
    status, key = error_of(answer)
    assert desk.audit(limit=1000)[-1]["outcome"] == key
    return status


@pytest.mark.parametrize("path", READ)
def test_no_trick_with_a_path_reads_anything(desk, path):
    for token in (LEARNER, INSTRUCTOR):
        assert refused(desk, desk.get(f"{BAI}/files/{path}", token)) == 404


@pytest.mark.parametrize("name", SENT)
def test_no_trick_with_a_file_name_is_accepted(desk, name):
    body = part(b'form-data; name="files"; filename="' + name.replace(b"\\", b"\\\\") + b'"') + END
    answer = desk.ask("POST", HANDED_IN, content=body, headers=FORM)
    assert refused(desk, answer) in (400, 422)


def test_a_second_file_name_does_not_count(desk):
    body = part(b'form-data; name="files"; filename=".."; filename*=UTF-8\'\'a') + END
    assert refused(desk, desk.ask("POST", HANDED_IN, content=body, headers=FORM)) == 422


@pytest.mark.parametrize("names", SAME_FILE)
def test_names_that_are_one_file_elsewhere_are_refused(desk, names):
    assert refused(desk, desk.submit(files=dict.fromkeys(names, b"1"))) == 409


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_multipart_bomb_is_refused(desk, bomb):
    headers, body, status = BOMBS[bomb]
    answer = desk.ask("POST", HANDED_IN, content=body, headers=headers)
    assert refused(desk, answer) == status


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("method", "path"), [("PATCH", BAI), ("PUT", f"{BAI}/extensions/an")])
def test_a_json_bomb_is_refused(desk, method, path, text):
    answer = desk.ask(method, path, INSTRUCTOR, content=TEXTS[text], headers=JSON)
    assert refused(desk, answer) in (400, 422)


@pytest.mark.parametrize("text", TEXTS)
def test_a_json_bomb_of_nobody_is_refused(desk, text):
    answer = desk.ask("POST", "/receipts/check", None, content=TEXTS[text], headers=JSON)
    assert error_of(answer)[0] in (400, 422)


def test_a_text_of_64_megabytes_is_not_read(desk):
    body = b'{"due": "' + bytes(64 * 2**20)
    assert refused(desk, desk.ask("PATCH", BAI, INSTRUCTOR, content=body, headers=JSON)) == 413


HEAD = f"POST /services/exchange/api/v1{HANDED_IN} HTTP/1.1\r\nHost: a\r\n"
TOKEN = f"Authorization: token {LEARNER}\r\n"
RAW = {
    "headers without end": f"{HEAD}{'X: ' + 'y' * 1000}\r\n" + "X: y\r\n" * 40_000,
    "a header without end": HEAD + "X: " + "y" * 300_000,
    "a line without end": "GET /" + "a" * 300_000,
    "two lengths": f"{HEAD}{TOKEN}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "a length and chunks": (
        f"{HEAD}{TOKEN}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n"
    ),
    "a length that is none": f"{HEAD}{TOKEN}Content-Length: -1\r\n\r\n",
    "a length of letters": f"{HEAD}{TOKEN}Content-Length: 0x10\r\n\r\n",
    "a chunk that is none": f"{HEAD}{TOKEN}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a token on two lines": f"{HEAD}Authorization: token\r\n {LEARNER}\r\n\r\n",
    "no HTTP": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running_exchange(tmp_path_factory.mktemp("exchange"), Limits(seconds=2)) as exchange:
        yield exchange


@pytest.mark.parametrize("attack", RAW)
def test_broken_http_gets_no_further(served, attack):
    address = urlsplit(served.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        try:
            connection.sendall(RAW[attack].encode("latin-1"))
            connection.shutdown(socket.SHUT_WR)
            answer = connection.makefile("rb").read()
        except OSError:
            answer = b""
    assert not answer or answer.split()[1][:1] == b"4", answer
    assert b" 2" not in answer.partition(b"\r\n")[0]
    assert served.client("an").me().name == "an"


def test_many_who_never_finish_keep_nobody_out(served):
    address = urlsplit(served.url)
    idle = [socket.create_connection((address.hostname, address.port)) for _ in range(200)]
    for connection in idle:
        connection.sendall(f"{HEAD}{TOKEN}Content-Length: 1000\r\n".encode())
    assert served.client("an").me().name == "an"
    for connection in idle:
        connection.close()


@pytest.mark.parametrize("course", ["..", "%2e%2e", "{course}", "a%2fb", "a%00", "nhap-mon%2f.."])
@pytest.mark.parametrize("place", ["api/v1/courses/{}/assignments", "class/{}/grades.csv"])
def test_no_name_of_a_course_leads_to_a_folder(desk, hub, course, place):
    path = "/services/exchange/" + place.format(course)
    headers = {
        "Authorization": f"token {INSTRUCTOR}",
        "Cookie": f"service-exchange-session={INSTRUCTOR}",
    }
    assert desk.http.get(path, headers=headers).status_code in (404, 422)
    assert desk.get("/me", INSTRUCTOR).json()["courses"] == {COURSE: "instructor"}
