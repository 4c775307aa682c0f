"""The doctor finds what is wrong, says it in one sentence, and knows the mend."""

import json
import os
import socket
import sys

import pytest
from running_classroom import RunningClassroom
from test_classroom import TINY

from aulac.classroom import checks, doctor, ports
from aulac.classroom.state import State


@pytest.fixture
def state(tmp_path):
    state = State(tmp_path / "state")
    state.create()
    return state


def test_a_sound_machine(state, capsys):
    assert doctor.run(state.root, ports.free_port()) == 0
    printed = capsys.readouterr().out
    assert "Máy đã sẵn sàng" in printed and "✗" not in printed


def test_english(state, capsys, monkeypatch):
    monkeypatch.setenv("AULAC_LANG", "en")
    assert doctor.run(state.root, ports.free_port()) == 0
    assert "This machine is ready" in capsys.readouterr().out


def test_port_in_use_names_the_process(state, capsys):
    with socket.create_server((ports.LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        assert doctor.run(state.root, port) == 1
    printed = capsys.readouterr().out
    assert f"Cổng {port} đang do" in printed and f"({os.getpid()})" in printed
    assert f"--port {port + 10}" in printed


def test_missing_commands(tmp_path):
    found = doctor.commands(tmp_path)
    assert not found.ok and "alembic" in found.sentence and "make setup" in found.mend


def test_missing_and_wrong_packages(monkeypatch):
    required = ["psutil>=999", "no-such-package", "pip; extra == 'x'"]
    monkeypatch.setattr(doctor.metadata, "requires", lambda _: required)
    found = doctor.packages("aulac")
    assert not found.ok
    assert "psutil" in found.sentence and ">=999" in found.sentence
    assert "thiếu no-such-package" in found.sentence and "pip" not in found.sentence


def test_other_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert not doctor.python().ok


def test_other_encoding(monkeypatch):
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    found = doctor.encoding()
    assert not found.ok and "LANG" in found.mend


def test_open_passwords(state):
    state.accounts.write_text("{}")
    state.accounts.chmod(0o644)
    found = doctor.privacy(state)
    assert not found.ok and str(state.accounts) in found.mend


def test_little_space(state, monkeypatch):
    monkeypatch.setattr(checks, "DISK_MEGABYTES", 10**12)
    assert not checks.disk(state).ok


def test_folder_of_someone_else(state, monkeypatch):
    monkeypatch.setattr(checks.os, "getuid", lambda: 12345)
    assert not checks.folder(state).ok


def test_no_browser_is_only_a_note(state, capsys, monkeypatch):
    monkeypatch.setattr(doctor, "BROWSERS", ())
    assert doctor.run(state.root, ports.free_port()) == 0
    assert "apt-get install chromium" in capsys.readouterr().out


def test_running_crashed_and_cleared(tmp_path, capsys):
    with RunningClassroom(tmp_path / "state", TINY) as classroom:
        assert doctor.run(classroom.state.root, classroom.port) == 0
        assert f"đang chạy tại {classroom.url}/" in capsys.readouterr().out
        classroom.process.kill()
        classroom.process.wait()
        left = classroom.processes
        assert doctor.run(classroom.state.root, ports.free_port()) == 1
        printed = capsys.readouterr().out
        assert all(str(process.pid) in printed for process in left)
        for process in left:
            process.kill()


def test_a_machine_without_a_sandbox_says_what_to_enable(monkeypatch, tmp_path):
    assert doctor.sandbox().ok
    fake = tmp_path / "python"
    problem = {"key": "x", "vi": "Hãy bật user namespaces.", "en": "Enable user namespaces."}
    told = json.dumps({"level": None, "cgroup": False, "problems": [problem]})
    fake.write_text(f"#!/bin/sh\necho '{told}'\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    found = doctor.sandbox()
    assert not found.ok and "chưa dựng được" in found.sentence
    assert found.mend == "Hãy bật user namespaces."
