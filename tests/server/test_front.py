"""The written configurations of nginx and systemd, in the hands of the real programs."""

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import front
import httpx
import pytest
from loops import finish
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from aulac.classroom.ports import LOOPBACK, free_port
from aulac.cli import main

MEGABYTE = 2**20


@pytest.fixture
def state(tmp_path):
    """Writes the settings of a classroom with this address and this place behind."""

    def write(address: str, bind: str = "127.0.0.1:8000") -> Path:
        classes = '[classes.nlp]\ninstructors = ["giang"]\nlearners = ["an"]\n'
        text = f'address = "{address}"\nbind = "{bind}"\n{classes}'
        (tmp_path / "server.toml").write_text(text)
        return tmp_path

    return write


@pytest.fixture
def web(state, capsys, tmp_path):
    """nginx as written, with a backend; `http` trusts the certificate."""
    if not front.NGINX:
        pytest.fail("these tests need nginx: on Debian, apt-get install nginx-light")
    plain, secure, behind = free_port(), free_port(), free_port()
    url = f"https://{front.HOST}:{secure}"
    folder = state(url, f"{LOOPBACK}:{behind}")
    assert main(["server", "--state", str(folder), "tls", "nginx"]) == 0
    own = front.site(capsys.readouterr().out, tmp_path, plain)
    trust = front.certificate(tmp_path)
    nginx = [front.NGINX, "-c", str(own), "-p", str(tmp_path)]
    tried = subprocess.run([*nginx, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    with ExitStack() as stack:
        stack.enter_context(front.running(sys.executable, front.__file__, str(behind)))
        stack.enter_context(front.running(*nginx))
        for port in (behind, plain, secure):
            wait_for(port)
        http = stack.enter_context(httpx.Client(base_url=url, verify=trust, timeout=60))
        yield SimpleNamespace(url=url, http=http, trust=trust, plain=plain, secure=secure)


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while socket.socket().connect_ex((LOOPBACK, port)):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_plain_http_leads_to_tls_and_browsers_remember(web):
    answer = httpx.get(f"http://{front.HOST}:{web.plain}/hub/login?next=/hub/x%20y")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{web.url}/hub/login?next=/hub/x%20y"
    assert "max-age=31536000" in web.http.get("/told").headers["Strict-Transport-Security"]
    assert "max-age=31536000" in web.http.get("/missing").headers["Strict-Transport-Security"]


def test_a_login_and_its_cookie(web):
    assert web.http.get("/me").text == "nobody"
    page = web.http.post("/told", data={"username": "an"}, follow_redirects=True)
    assert page.text == "an" and str(page.url) == f"{web.url}/me"


def test_who_comes_and_by_what_is_told_and_cannot_be_forged(web):
    lies = {
        "X-Real-IP": "203.0.113.9",
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "http",
        "X-Scheme": "http",
        "Forwarded": "for=203.0.113.9;proto=http",
        "X-Forwarded-Host": "khac.example",
    }
    heard = web.http.get("/told", headers=lies).json()
    assert heard["X-Real-Ip"] == heard["X-Forwarded-For"] == LOOPBACK
    assert heard["X-Scheme"] == heard["X-Forwarded-Proto"] == "https"
    assert heard["Host"] == heard["X-Forwarded-Host"] == f"{front.HOST}:{web.secure}"
    assert "203.0.113.9" not in json.dumps(heard) and "khac" not in json.dumps(heard)


def test_a_large_upload_arrives_whole_and_a_larger_one_is_refused(web):
    body = bytes(range(256)) * 4096 * 60
    assert web.http.put("/upload", content=body).text == hashlib.sha256(body).hexdigest()
    assert web.http.put("/upload", content=body + body).status_code == 413


def test_a_websocket_keeps_its_protocol_and_its_bytes(web):
    async def talk():
        request = HTTPRequest(
            web.url.replace("https", "wss") + "/ws", ssl_options=web.trust, connect_timeout=60
        )
        line = await websocket_connect(request, subprotocols=["v1.kernel.websocket.jupyter.org"])
        answers = []
        for message in ("chào", b"\x00\xff" * 100_000):
            await line.write_message(message, binary=isinstance(message, bytes))
            answers.append(await line.read_message())
        return line.selected_subprotocol, answers

    protocol, answers = finish(talk())
    assert protocol == "v1.kernel.websocket.jupyter.org"
    assert answers == ["chào", b"\x00\xff" * 100_000]


def test_events_are_not_held_back(web):
    with web.http.stream("GET", "/events") as answer:
        chunks = answer.iter_text()
        assert next(chunks) == "data: một\n\n"
        httpx.post(f"{web.url}/next", verify=web.trust)
        assert "".join(chunks) == "data: hai\n\n"


def test_caddy_gets_the_same_place_behind(state, capsys):
    folder = state("https://lop.truong.example", "127.0.0.1:8123")
    assert main(["server", "--state", str(folder), "tls", "caddy"]) == 0
    written = capsys.readouterr().out
    assert "\nlop.truong.example {" in written and "reverse_proxy 127.0.0.1:8123 {" in written


@pytest.mark.parametrize("address", ["http://lop.truong.example", ""])
def test_without_an_https_address_nothing_is_written_but_a_sentence(state, capsys, address):
    folder = state(address)
    assert main(["server", "--state", str(folder), "tls", "nginx"]) == 1
    said = capsys.readouterr().out
    assert "address" in said and "server {" not in said


def test_the_units_are_what_systemd_understands(state, capsys, tmp_path):
    folder = tmp_path / "units"
    place = state("https://lop.truong.example")
    assert main(["server", "--state", str(place), "units", "--to", str(folder)]) == 0
    assert "systemctl enable --now" in capsys.readouterr().out
    written = sorted(folder.iterdir())
    assert [unit.name for unit in written] == [
        "aulac-backup.service",
        "aulac-backup.timer",
        "aulac-tidy.service",
        "aulac-tidy.timer",
        "aulac.service",
    ]
    service = (folder / "aulac.service").read_text()
    assert f"classroom --server --state {place}" in service
    if analyze := shutil.which("systemd-analyze"):
        found = subprocess.run(
            [analyze, "verify", *map(str, written)], capture_output=True, text=True
        )
        assert (found.returncode, found.stderr) == (0, "")


def test_nothing_in_the_units_takes_namespaces_proc_or_etc_from_the_graders(state, tmp_path):
    place = state("https://lop.truong.example")
    main(["server", "--state", str(place), "units", "--to", str(tmp_path / "units")])
    text = (tmp_path / "units" / "aulac.service").read_text()
    names = {line.split("=")[0] for line in text.splitlines() if "=" in line}
    harmful = {
        *("RestrictNamespaces", "ProtectProc", "ProcSubset", "ProtectKernelTunables"),
        *("ProtectKernelLogs", "ProtectControlGroups", "ProtectHome", "PrivateUsers"),
        *("SystemCallFilter", "NoNewPrivileges", "MemoryDenyWriteExecute", "RestrictSUIDSGID"),
    }
    assert not names & harmful
    assert "ProtectSystem=yes" in text
