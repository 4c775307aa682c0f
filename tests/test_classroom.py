"""The laptop classroom, started for real: its life, its doors, and what it must never lose."""

import errno
import os
import re
import signal
import stat
import sys
from pathlib import Path

import psutil
import pytest
import requests
from running_classroom import RunningClassroom
from tiny import TINY

from aulac.classroom import checks, homes, laptop, proxy
from aulac.classroom.accounts import INSTRUCTOR, LEARNER, new_password
from aulac.classroom.delivery import deliver as deliver_files
from aulac.classroom.exchange.client import ExchangeClient
from aulac.classroom.ports import LOOPBACK, is_free
from aulac.classroom.state import State
from aulac.course.build import COURSE_ID

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A classroom in which both accounts have their servers, started without our bin on PATH."""
    state = tmp_path_factory.mktemp("running") / "state"
    with RunningClassroom(state, TINY, PATH="/usr/bin:/bin") as classroom:
        classroom.sessions = {name: log_in(classroom, name) for name in (LEARNER, INSTRUCTOR)}
        for name, session in classroom.sessions.items():
            open_server(classroom, session, name)
        yield classroom
    assert not classroom.processes
    assert "không còn tiến trình nào" in classroom.output


def log_in(classroom, account: str, password: str | None = None) -> requests.Session:
    """Fill in the login form; the session knows whether it was let in."""
    session = requests.Session()
    page = session.get(f"{classroom.url}/hub/login")
    form = {
        "_xsrf": re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1],
        "username": account,
        "password": classroom.passwords[account] if password is None else password,
    }
    session.answer = session.post(f"{classroom.url}/hub/login", data=form)
    session.answer.encoding = "utf-8"
    return session


def open_server(classroom, session: requests.Session, account: str) -> None:
    session.get(f"{classroom.url}/hub/spawn/{account}")
    lab = f"{classroom.url}/user/{account}/lab"
    classroom.wait_for(lambda: session.get(lab).url == lab)


def start_kernel(classroom) -> None:
    session = log_in(classroom, LEARNER)
    open_server(classroom, session, LEARNER)
    home = f"{classroom.url}/user/{LEARNER}"
    session.get(f"{home}/lab")
    cookies = {c.path: c.value for c in session.cookies if c.name == "_xsrf"}
    headers = {"X-XSRFToken": cookies[f"/user/{LEARNER}/"]}
    assert session.post(f"{home}/api/kernels", json={}, headers=headers).status_code == 201


# Doors


def test_welcome_names_address_accounts_and_passwords(running):
    assert f"{running.url}/" in running.output
    for account, password in running.passwords.items():
        assert account in running.output and password in running.output


def test_address_answers_once_it_is_printed(running):
    assert running.get("/hub/health")[0] == 200
    assert running.get("/hub/login")[0] == 200


def test_listens_on_loopback_only(running):
    addresses = {
        connection.laddr.ip
        for process in running.processes
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert addresses == {LOOPBACK}


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", ""])
def test_refuses_other_addresses(address, tmp_path, capsys):
    assert laptop.run(tmp_path / "state", host=address, open_browser=False) == 1
    assert "không mở ra mạng" in capsys.readouterr().out
    assert not (tmp_path / "state").exists()


def test_proxy_refuses_other_addresses():
    assert proxy.only_loopback(["--ip", LOOPBACK, "--api-ip", LOOPBACK])
    assert not proxy.only_loopback(["--ip", "0.0.0.0", "--api-ip", LOOPBACK])
    assert not proxy.only_loopback(["--api-ip", LOOPBACK])


@pytest.mark.parametrize(
    ("account", "password"),
    [(LEARNER, "sai"), (LEARNER, ""), ("root", "sai"), ("", ""), ("ai_do", "ai_do")],
)
def test_strangers_stay_outside(running, account, password):
    answer = log_in(running, account, password).answer
    assert answer.status_code == 403
    assert "Mật khẩu chưa đúng" in answer.text


def test_one_account_does_not_open_the_other(running):
    password = running.passwords[LEARNER]
    assert log_in(running, INSTRUCTOR, password).answer.status_code == 403
    learner = running.sessions[LEARNER]
    assert learner.get(f"{running.url}/user/{INSTRUCTOR}/api/contents").status_code in (403, 404)


def test_passwords_differ_each_time():
    assert len({new_password() for _ in range(100)}) == 100
    assert re.fullmatch(r"([a-z]{4}-){3}[a-z]{4}", new_password())


# Secrets


def test_state_is_private(running):
    assert stat.S_IMODE(running.state.root.stat().st_mode) == 0o700
    for path in (running.state.accounts, running.state.running, running.state.hub_log):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_secret_in_arguments_logs_or_the_learners_environment(running):
    environment = running.server_of(LEARNER).environ()
    shown = " ".join(environment.values()) + running.state.hub_log.read_text(encoding="utf-8")
    shown += " ".join(word for process in running.processes for word in process.cmdline())
    for password in running.passwords.values():
        assert password not in shown
    assert not {"CONFIGPROXY_AUTH_TOKEN", "JPY_COOKIE_SECRET"} & set(environment)
    assert set(environment) <= ALLOWED | {name for name in environment if "JUPYTER" in name}


ALLOWED = {
    "AULAC_CLASS",
    "AULAC_CLASSROOM",
    "AULAC_EXCHANGE",
    "AULAC_LANG",
    "AULAC_MIRROR",
    "HOME",
    "JPY_API_TOKEN",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "MPLCONFIGDIR",
    "PATH",
    "PYTHONUTF8",
    "SHELL",
    "TMPDIR",
    "TZ",
    "USER",
}


def test_commands_beside_python_come_first_on_path(running):
    for account in (LEARNER, INSTRUCTOR):
        path = running.server_of(account).environ()["PATH"]
        assert path.split(os.pathsep)[0] == str(BIN)


# Roles


def test_learner_has_no_formgrader_and_instructor_has(running):
    found = {
        name: session.get(f"{running.url}/user/{name}/formgrader/api/assignments").status_code
        for name, session in running.sessions.items()
    }
    assert found == {LEARNER: 404, INSTRUCTOR: 200}


def test_servers_reach_the_exchange_in_the_role_of_their_account(running):
    found = {}
    for account in (LEARNER, INSTRUCTOR):
        environment = running.server_of(account).environ()
        address, token = environment["AULAC_EXCHANGE"], environment["JUPYTERHUB_API_TOKEN"]
        found[account] = ExchangeClient(address, token).me()
        for place in ("users", "groups", "services", "proxy"):
            url = f"{running.url}/hub/api/{place}"
            refused = requests.get(url, headers={"Authorization": f"token {token}"})
            assert refused.status_code == 403, place
    assert {name: me.name for name, me in found.items()} == {name: name for name in found}
    assert found[LEARNER].courses == {COURSE_ID: "learner"}
    assert found[INSTRUCTOR].courses == {COURSE_ID: "instructor"}


def test_exchange_answers_at_the_address_of_the_classroom(running):
    assert running.get("/services/exchange/health")[0] == 200
    assert running.get("/services/exchange/api/v1/me")[0] == 401


def test_only_the_instructors_server_may_be_framed(running):
    policies = {
        name: session.get(f"{running.url}/user/{name}/lab").headers["Content-Security-Policy"]
        for name, session in running.sessions.items()
    }
    assert "frame-ancestors 'none'" in policies[LEARNER]
    assert "frame-ancestors 'self'" in policies[INSTRUCTOR]


def test_jupyterlab_speaks_vietnamese_and_shows_no_news(running):
    session, home = running.sessions[LEARNER], f"{running.url}/user/{LEARNER}/lab"
    assert '"@jupyterlab/apputils-extension:announcements"' in session.get(home).text
    settings = f"{home}/api/settings/@jupyterlab"
    locale = session.get(f"{settings}/translation-extension:plugin").json()["schema"]
    assert locale["properties"]["locale"]["default"] == "vi_VN"
    news = session.get(f"{settings}/apputils-extension:notification").json()["schema"]
    assert news["properties"]["fetchNews"]["default"] == "false"


def test_links_of_the_formgrader_lead_to_the_file(running):
    answer = running.sessions[INSTRUCTOR].get(f"{running.url}/tree/khoa_hoc/source")
    assert answer.url.endswith(f"/user/{INSTRUCTOR}/lab/tree/khoa_hoc/source")


# Life


def test_second_start_says_where_the_first_one_is(running):
    second = RunningClassroom(running.state.root, TINY)
    assert second.process.wait(60) == 0
    assert f"đang chạy tại {running.url}/" in second.output


def test_port_in_use(running, tmp_path):
    other = RunningClassroom(tmp_path / "other", TINY, port=running.port)
    assert other.process.wait(60) == 1
    assert f"Cổng {running.port} đang do" in other.output
    assert f"--port {running.port + 10}" in other.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_stops_without_a_trace(number, tmp_path):
    with RunningClassroom(tmp_path / "state", TINY, AULAC_LANG="en") as classroom:
        start_kernel(classroom)
        assert classroom.stop(number) == 0
        assert not classroom.processes
        assert is_free(classroom.port)
        assert "no process is left" in classroom.output


def test_start_after_a_crash_clears_what_was_left(tmp_path):
    with RunningClassroom(tmp_path / "state", TINY) as crashed:
        start_kernel(crashed)
        crashed.stop(signal.SIGKILL)
        left = crashed.processes
        assert left
        with RunningClassroom(tmp_path / "state", TINY, port=crashed.port) as again:
            assert "sót lại từ lần chạy trước" in again.output
            assert not {process for process in left if process.is_running()}
        assert not again.processes


def test_hub_that_dies_is_reported(tmp_path):
    with RunningClassroom(tmp_path / "state", TINY) as classroom:
        hub = next(p for p in classroom.processes if "jupyterhub" in p.cmdline())
        hub.kill()
        assert classroom.process.wait(60) == 1
        assert str(classroom.state.hub_log) in classroom.output
        assert not classroom.processes


def test_state_that_is_a_file(tmp_path, capsys):
    (tmp_path / "state").write_text("x")
    assert laptop.run(tmp_path / "state", open_browser=False) == 1
    assert "không phải là thư mục" in capsys.readouterr().out


def test_full_disk(tmp_path, capsys, monkeypatch):
    def no_room(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(homes, "prepare", no_room)
    assert laptop.run(tmp_path / "state", open_browser=False) == 1
    assert "những gì đã lưu vẫn còn" in capsys.readouterr().out
    monkeypatch.setattr(checks, "DISK_MEGABYTES", 10**12)
    assert laptop.run(tmp_path / "state", open_browser=False) == 1
    assert "còn trống" in capsys.readouterr().out


# Homes


@pytest.fixture
def state(tmp_path):
    state = State(tmp_path / "state")
    state.create()
    return state


def deliver(state, target: Path, **texts: str) -> list[Path]:
    source = state.root / "source"
    source.mkdir(exist_ok=True)
    for name, text in texts.items():
        (source / name).write_text(text)
    return deliver_files(source, target, state.delivered)


def test_unchanged_files_are_refreshed_and_changed_ones_kept(state, tmp_path):
    target = tmp_path / "bai_hoc"
    deliver(state, target, one="1", two="1")
    (target / "two").write_text("mine")
    assert deliver(state, target, one="2", two="2", three="2") == [target / "two"]
    assert [(target / name).read_text() for name in ("one", "two", "three")] == ["2", "mine", "2"]
    assert deliver(state, target, two="3") == [target / "two"]


def test_deleted_files_come_back(state, tmp_path):
    target = tmp_path / "bai_hoc"
    deliver(state, target, one="1")
    (target / "one").unlink()
    deliver(state, target)
    assert (target / "one").read_text() == "1"


def test_without_a_record_nothing_is_overwritten(state, tmp_path):
    target = tmp_path / "bai_hoc"
    deliver(state, target, one="1")
    (state.delivered / "bai_hoc.json").write_text("{ broken")
    assert deliver(state, target, one="2") == [target / "one"]
    assert (target / "one").read_text() == "1"


def test_a_released_course_keeps_its_language(state, monkeypatch):
    monkeypatch.chdir(TINY)
    homes.prepare(state, "vi")
    homes.prepare(state, "en")
    (notebook,) = (state.home(INSTRUCTOR) / homes.COURSE / "source").rglob("*.ipynb")
    assert "Bài tập" in notebook.read_text(encoding="utf-8")
    assert (state.home(LEARNER) / "lessons").is_dir() and (state.home(LEARNER) / "bai_hoc").is_dir()
