"""What a learner of a server cannot reach: others, their work, the services and their secrets."""

import json

import pytest
import requests

CLASS = "nhap-mon"

LOOK = """
import json, os, sys
def tried(act, path):
    try:
        act(path)
        return True
    except OSError:
        return False
def read(path):
    os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1)
def write(path):
    inside = os.path.join(path, "moi") if os.path.isdir(path) else path
    open(inside, "ab").close()
paths = json.loads(os.environ["LOOK_AT"])
print(json.dumps({path: [tried(read, path), tried(write, path)] for path in paths}))
"""
ENVIRONMENTS = """
import json, os
found = {}
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        owner = os.stat(f"/proc/{pid}").st_uid
        open(f"/proc/{pid}/environ", "rb").read(1)
        found[pid] = owner
    except OSError:
        pass
print(json.dumps(sorted(set(found.values()))))
"""
LISTENING = """
import json, psutil
found = [c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.pid]
print(json.dumps([[c.laddr.port, psutil.Process(c.pid).username()] for c in found]))
"""


@pytest.fixture(scope="module")
def an(visit):
    an = visit("an")
    an.open_server()
    return an


@pytest.fixture(scope="module")
def binh(visit):
    binh = visit("binh")
    binh.open_server()
    return binh


def environment(visitor) -> dict[str, str]:
    return visitor.tell("import json, os; print(json.dumps(dict(os.environ)))")


def hub(visitor, method: str, path: str, token: str) -> int:
    headers = {"Authorization": f"token {token}"}
    url = f"{visitor.server.url}/hub/api/{path}"
    return requests.request(method, url, headers=headers, json={}).status_code


def test_files_of_others_and_of_the_classroom(an, binh, server, machine):
    state = server.state
    shut = [
        "/home/binh",
        *(str(state / one) for one in ("classes", "exchange", "hub", "secrets", "logs", "home")),
        *(str(state / "home" / one) for one in ("aulac-grader", "aulac-exchange", "aulac-book")),
        *(
            str(state / "classes" / CLASS / one)
            for one in ("", "khoa_hoc", "khoa_hoc/gradebook.db")
        ),
        *(str(state / one) for one in ("server.toml", "lock", "running.json", "hub/cookie_secret")),
        *(str(state / one) for one in ("hub/jupyterhub.sqlite", "hub/privacy_token")),
        str(state / "exchange" / "receipts.pem"),
    ]
    there = machine.run("ls", "-d", *shut)
    assert not there.returncode, there.stderr
    seen = machine.run("python3", "-c", LOOK, user="an", told={"LOOK_AT": json.dumps(shut)}).stdout
    assert json.loads(seen) == {path: [False, False] for path in shut}
    readable = [str(state), str(state / "lessons"), str(state / "lessons" / "vi")]
    seen = machine.run("python3", "-c", LOOK, user="an", told={"LOOK_AT": json.dumps(readable)})
    assert json.loads(seen.stdout) == {path: [True, False] for path in readable}


def test_environments_of_others_and_so_their_tokens(an, binh, machine):
    assert an.tell(ENVIRONMENTS) == [int(machine.account("an")[2])]


def test_no_secret_in_the_own_environment_and_on_command_lines(an, server, machine):
    secrets = [
        server.outside(server.state / "hub" / "cookie_secret").read_text().strip(),
        server.outside(server.state / "hub" / "privacy_token").read_text(),
    ]
    own = environment(an)
    assert not {"CONFIGPROXY_AUTH_TOKEN", "JPY_COOKIE_SECRET"} & set(own)
    lines = machine.run("ps", "-eo", "args", "-ww", user="an").stdout
    for secret in [*secrets, own["JUPYTERHUB_API_TOKEN"], own["JPY_API_TOKEN"]]:
        assert secret not in lines
    assert not [secret for secret in secrets if secret in json.dumps(own)]
    assert own["JUPYTERHUB_API_TOKEN"] not in server.log


def test_every_service_has_an_account_of_its_own(server, machine):
    listed = machine.run("ps", "-eo", "user:20=,args=", "-ww").stdout.splitlines()
    accounts = {line.split(None, 1)[0] for line in listed if "/python" in line}
    assert {"aulac-proxy", "aulac-exchange", "aulac-grader", "aulac-culler"} <= accounts
    as_root = [line for line in listed if line.startswith("root") and "/python" in line]
    assert len([line for line in as_root if "jupyterhub" in line]) == 1  # the Hub


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "users"),
        ("GET", "users/binh"),
        ("POST", "users/binh/tokens"),
        ("POST", "users/an/tokens"),
        ("DELETE", "users/binh/server"),
        ("DELETE", "users/binh"),
        ("GET", "groups"),
        ("POST", "groups/formgrade-nhap-mon/users"),
        ("GET", "services"),
        ("GET", "proxy"),
        ("POST", "proxy"),
        ("POST", "shutdown"),
        ("GET", "info"),
    ],
)
def test_the_hub_gives_a_learners_server_nothing(an, method, path):
    token = environment(an)["JUPYTERHUB_API_TOKEN"]
    assert hub(an, method, path, token) in (403, 404)


def test_other_peoples_servers(an, binh):
    token = environment(an)["JUPYTERHUB_API_TOKEN"]
    for path in ("lab", "api/contents", "api/kernels"):
        url = f"{an.server.url}/user/binh/{path}"
        answer = requests.get(url, headers={"Authorization": f"token {token}"})
        assert answer.status_code in (403, 404) or "/hub/login" in answer.url, path
        assert an.get(f"/user/binh/{path}").status_code in (403, 404), path


def test_ports_of_services_and_of_others_refuse(an, binh, machine):
    """Straight to each port of this classroom, past the proxy, with the own token."""
    token = environment(an)["JUPYTERHUB_API_TOKEN"]
    ports = {port: owner for port, owner in json.loads(machine.python(LISTENING).stdout)}
    assert {"root", "binh", "aulac-proxy", "aulac-exchange", "aulac-grader"} <= {*ports.values()}
    headers = {"Authorization": f"token {token}"}
    for port in (port for port, owner in ports.items() if owner != "an"):
        for path in (
            "/api/routes",
            "/user/binh/api/contents",
            f"/services/formgrade-{CLASS}/api/contents",
            f"/services/formgrade-{CLASS}/formgrader/api/assignments",
            f"/services/exchange/api/v1/courses/{CLASS}/audit",
        ):
            answer = requests.get(
                f"http://127.0.0.1:{port}{path}", headers=headers, allow_redirects=False
            )
            assert answer.status_code >= 300, (port, path)


def test_a_learner_cannot_end_what_is_not_their_own(an, machine):
    for words in ("jupyterhub --config", "aulac.classroom.exchange", "server.proxy"):
        for pid in machine.processes(words):
            assert machine.run("kill", "-0", str(pid), user="an").returncode


def test_a_learner_removed_from_the_roster_loses_access(visit, server):
    chi = visit("chi")
    assert chi.get("/services/exchange/results/").status_code == 200
    settings = server.outside(server.state / "server.toml")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"@hoc", "chi"', '"@hoc"'), encoding="utf-8")
    try:
        chi.get("/hub/spawn/chi")  # the Hub asks the roster again
        assert not server.machine.processes("learner_server", user="chi")
        assert CLASS not in chi.get("/services/exchange/results/").text
        assert visit("chi").get("/hub/home").url.endswith("/hub/login?next=%2Fhub%2Fhome")
    finally:
        settings.write_text(text, encoding="utf-8")
