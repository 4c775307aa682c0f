"""The life of a classroom on a server: what it refuses, how it stops, what it keeps."""

import os
import re
import socket
from types import SimpleNamespace

import pytest
import requests
from loops import finish
from machine import PLACE, Machine
from running_server import AULAC, RunningServer, Visitor
from tiny import TINY

from aulac.classroom.ports import LOOPBACK
from aulac.classroom.server.settings import read
from aulac.classroom.server.spawner import AccountSpawner

CLASSES = '[classes.nhap-mon]\ninstructors = ["minh"]\nlearners = ["an"]\n'
KEEP = "import os; open(os.path.expanduser('~/bai_tap/cua_toi.txt'), 'w').write('của tôi')"
KEPT = "import os; print(open(os.path.expanduser('~/bai_tap/cua_toi.txt')).read())"
DETACHED = """
import subprocess
nothing = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
subprocess.Popen(["sleep", "1000"], start_new_session=True, **nothing)
"""


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        for name in ("an", "minh"):
            machine.add_user(name, f"{name}-pw")
        yield machine


def start(machine, state, user="root", **told):
    """Start the classroom; it is expected to refuse."""
    command = (*AULAC, "classroom", "--server", "--state", str(state))
    done = machine.run(*command, user=user, told=told)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_only_root_starts_it(machine):
    assert "sudo" in start(machine, PLACE / "nobody", user="an")
    assert not (machine.root / "srv/nobody").exists()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_settings_it_writes_them_and_says_so(machine, lang):
    state = PLACE / f"new-{lang}"
    said = start(machine, state, AULAC_LANG=lang)
    file = machine.root / str(state / "server.toml")[1:]
    assert str(state / "server.toml") in said
    assert file.stat().st_mode & 0o777 == 0o600
    assert read(file).address.startswith("https://")
    file.write_text('address = "không phải địa chỉ"\n')
    said = start(machine, state, AULAC_LANG=lang)
    assert "address" in said and "classes" in said


def test_a_folder_that_others_may_not_enter_is_named(machine):
    machine.run("mkdir", "-m", "700", str(PLACE / "shut"), check=True)
    assert f"{PLACE / 'shut'} không cho vào" in start(machine, PLACE / "shut" / "in" / "aulac")


def test_an_account_of_a_person_is_no_services(machine):
    with Machine() as other:
        other.add_user("aulac-book")
        server = RunningServer(other, CLASSES, TINY)
        assert "aulac-book" in start(other, server.state)


@pytest.fixture(scope="module")
def life(machine):
    """What was seen of a classroom that was stopped, started, killed and started again."""
    seen = SimpleNamespace()
    server = RunningServer(machine, CLASSES, TINY)
    with socket.socket() as taken:
        taken.bind((LOOPBACK, server.port))
        taken.listen()
        seen.taken = start(machine, server.state)
    an = Visitor(server, "an")
    with server:
        old_token = token_of_formgrader(machine)
        an.log_in("an-pw")
        an.open_server()
        an.run(KEEP)
        an.run(DETACHED)
        seen.second = machine.run(
            *AULAC, "classroom", "--server", "--state", str(server.state)
        ).stdout
        seen.code = server.stop()
        seen.said, seen.left = server.output, machine.run("ps", "-eo", "args=").stdout
    with server:
        seen.tokens = [
            requests.get(f"{server.url}/hub/api/user", headers={"Authorization": f"token {token}"})
            for token in (old_token, token_of_formgrader(machine))
        ]
        seen.home = an.get("/hub/home")
        an.open_server()
        seen.kept = an.run(KEPT)
        server.stop("KILL")
        seen.orphans = machine.processes("learner_server")
        server.start()
        seen.again, seen.alive = server.output, machine.processes("learner_server")
        seen.home_again = an.get("/hub/home")
    return seen


def token_of_formgrader(machine) -> str:
    (pid, *_) = machine.processes("server.formgrader")
    environment = (machine.root / "proc" / str(pid) / "environ").read_text()
    return re.search(r"JUPYTERHUB_API_TOKEN=([^\0]+)", environment)[1]


def test_a_token_that_an_instructor_may_have_copied_ends_with_a_restart(life):
    assert [answer.status_code for answer in life.tokens] == [403, 200]


def test_the_hub_takes_no_process_for_that_of_an_earlier_run():
    spawner = AccountSpawner()
    spawner.load_state({"pid": os.getpid()})
    assert finish(spawner.poll()) == 0


def test_a_port_in_use(life):
    assert "bind" in life.taken and LOOPBACK in life.taken


def test_a_second_start_says_where_the_first_one_is(life):
    assert re.search(r"đang chạy tại http://\S+", life.second)


def test_it_stops_without_a_trace(life):
    assert life.code == 0
    assert "không còn tiến trình nào" in life.said
    assert "jupyter" not in life.left and "aulac" not in life.left and "sleep" not in life.left


def test_sessions_and_work_survive_a_restart(life):
    assert life.home.url.endswith("/hub/home") and life.home.status_code == 200
    assert life.kept.strip() == "của tôi"


def test_after_a_crash_it_clears_what_was_left_and_starts(life):
    assert life.orphans and not life.alive
    assert "sót lại từ lần chạy trước" in life.again
    assert life.home_again.status_code == 200
