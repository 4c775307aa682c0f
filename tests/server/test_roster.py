"""Who gets in with the password of a Linux account, and as what: a real Hub, real PAM."""

import json

import pytest
from bare_hub import BareHub, Person, complaint
from machine import Machine

from aulac.classroom.server.places import EXCHANGE
from aulac.classroom.server.refusals import SENTENCES

SETTINGS = """
address = "ADDRESS"
[classes.nlp]
instructors = ["giang"]
learners = ["an", "kim", "root", "he_thong", "khoa", "@lop_a"]
[classes.toan]
instructors = []
learners = ["giang"]
"""
WATCH = "0123456789-watch-token"
PASSWORD = "mật khẩu dài"


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        for name in ("an", "kim", "giang", "la_mat", "moi"):
            machine.add_user(name, PASSWORD)
        machine.add_user("binh", PASSWORD, "lop_a")
        machine.run("useradd", "--system", "--shell", "/bin/bash", "he_thong", check=True)
        machine.run("useradd", "--shell", "/usr/sbin/nologin", "khoa", check=True)
        known = "".join(f"{name}:{PASSWORD}\n" for name in ("root", "he_thong", "khoa"))
        machine.run("chpasswd", input=known, check=True)
        yield machine


@pytest.fixture(scope="module")
def hub(machine):
    with BareHub(machine, SETTINGS, REFRESH="1", WATCH_TOKEN=WATCH) as hub:
        yield hub


@pytest.fixture
def settings(hub):
    """Changes the settings of the running Hub; afterwards they are as before."""
    before = hub.settings

    def change(old: str, new: str) -> None:
        assert old in before
        hub.settings = before.replace(old, new)

    yield change
    hub.settings = before


def test_the_exchange_alone_is_told_who_learns_where(hub, machine):
    """Those who have never logged in, too."""
    file = f"{hub.state}/roster.json"
    told = json.loads(machine.run("cat", file, check=True).stdout)
    assert {"binh", "an"} <= set(told["nlp"]) and told["toan"] == ["giang"]
    assert machine.run("stat", "-c", "%a %U %G", file).stdout.split() == ["640", "root", EXCHANGE]
    assert machine.run("cat", file, user="an").returncode


def groups(person: Person) -> list[str]:
    return sorted(person.api("GET", "user").json().get("groups", []))


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("an", "an", ["nbgrader-nlp"]),
        (" An ", "an", ["nbgrader-nlp"]),
        ("binh", "binh", ["nbgrader-nlp"]),
        ("giang", "giang", ["formgrade-nlp", "nbgrader-toan"]),
    ],
)
def test_people_of_the_roster_get_in_as_what_they_are(hub, typed, name, expected):
    person = Person(hub.url)
    page = person.log_in(typed, PASSWORD, "/hub/login?next=/hub/token")
    assert page.url.path == "/hub/token"
    assert person.whoami() == name
    assert groups(person) == expected


def test_who_is_on_no_list_is_told_so(hub):
    person = Person(hub.url)
    page = person.log_in("la_mat", PASSWORD)
    assert page.status_code == 403
    assert complaint(page) == SENTENCES["not_on_roster"][0]
    assert person.whoami() is None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("an", "khác"),
        ("an", ""),
        ("an", "a" * 100_000),
        ("root", PASSWORD),
        ("he_thong", PASSWORD),
        ("khoa", PASSWORD),
        ("khong_co", PASSWORD),
        ("../an", PASSWORD),
        ("а" + "n", PASSWORD),  # a Cyrillic letter
        ("\u212aim", PASSWORD),  # the sign of Kelvin, whose lower case is k
        ("a" * 100, PASSWORD),
        ("", PASSWORD),
    ],
)
def test_nobody_else_gets_in_and_all_hear_the_same(hub, name, password):
    person = Person(hub.url)
    page = person.log_in(name, password)
    assert (page.status_code, complaint(page)) == (403, SENTENCES["wrong"][0])
    assert person.whoami() is None
    assert "Traceback" not in page.text


def test_a_form_without_fields_is_refused_with_a_sentence(hub):
    person = Person(hub.url)
    page = person.send(person.http.get("/hub/login"))
    assert (page.status_code, complaint(page)) == (403, SENTENCES["wrong"][0])


def test_a_form_from_elsewhere_is_refused_with_a_sentence(hub):
    page = Person(hub.url).http.post("/hub/login", data={"username": "an", "password": PASSWORD})
    assert (page.status_code, complaint(page)) == (403, SENTENCES["again"][0])


def test_who_is_enrolled_gets_in_without_a_restart(hub, settings):
    person = Person(hub.url)
    assert complaint(person.log_in("moi", PASSWORD)) == SENTENCES["not_on_roster"][0]
    settings('"an", ', '"an", "moi", ')
    person.log_in("moi", PASSWORD)
    assert groups(person) == ["nbgrader-nlp"]


def test_a_new_role_arrives_in_an_open_session(hub, settings, machine):
    person = Person(hub.url)
    person.log_in("kim", PASSWORD)
    assert groups(person) == ["nbgrader-nlp"]
    settings('["giang"]\nlearners', '["giang", "kim"]\nlearners')
    machine.wait_for(lambda: groups(person) == ["formgrade-nlp", "nbgrader-nlp"])


def test_who_is_removed_loses_session_rights_tokens_and_server(hub, settings, machine):
    person = Person(hub.url)
    person.log_in("an", PASSWORD)
    person.http.get("/hub/spawn/an")
    machine.wait_for(lambda: "<p>an /user/an/bai" in person.http.get("/user/an/bai").text)
    made = person.api("POST", "users/an/tokens").json()
    kept = {"Authorization": f"token {made['token']}"}
    api = Person(hub.url).http
    assert api.get("/hub/api/user", headers=kept).json()["name"] == "an"

    settings('"an", ', "")
    machine.wait_for(lambda: person.whoami() is None)
    assert api.get("/hub/api/user", headers=kept).status_code == 403
    machine.wait_for(lambda: not machine.processes("desk_server.py"))
    assert person.http.get("/user/an/bai").url.path == "/hub/login"
    watch = {"Authorization": f"token {WATCH}"}
    users = api.get("/hub/api/users", headers=watch).json()
    assert [user.get("groups") for user in users if user["name"] == "an"] == [[]]


def test_settings_that_cannot_be_read_change_nothing(hub, settings):
    Person(hub.url).log_in("an", PASSWORD)  # so the good ones have been read
    settings("[classes.nlp]", "[classes.nlp")
    person = Person(hub.url)
    person.log_in("an", PASSWORD)
    assert groups(person) == ["nbgrader-nlp"]
    assert "server.toml" in hub.log


def test_who_fails_too_often_has_to_wait_and_nobody_else(hub):
    guesser, answer = Person(hub.url, "203.0.113.7"), None
    for _ in range(130):  # more than an address may: who is told to wait has not failed again
        answer = guesser.log_in("kim", "")
    assert (answer.status_code, complaint(answer)) == (429, SENTENCES["too_many"][0])
    assert int(answer.headers["Retry-After"]) > 0
    assert complaint(guesser.log_in("kim", PASSWORD)) == SENTENCES["too_many"][0]
    other = Person(hub.url, "203.0.113.7")
    other.log_in("binh", PASSWORD)
    assert other.whoami() == "binh"


def test_an_address_that_fails_with_many_names_has_to_wait(hub):
    guesser = Person(hub.url, "203.0.113.8")
    found = [complaint(guesser.log_in(f"ten_{number}", "")) for number in range(130)]
    assert found[0] == SENTENCES["wrong"][0]
    assert SENTENCES["too_many"][0] in found
    elsewhere = Person(hub.url, "203.0.113.9")
    elsewhere.log_in("an", PASSWORD)
    assert elsewhere.whoami() == "an"


def test_passwords_are_in_no_log(hub):
    Person(hub.url).log_in("an", "bí-mật-gõ-nhầm")
    Person(hub.url).log_in("an", PASSWORD)
    assert PASSWORD not in hub.log and "gõ-nhầm" not in hub.log
