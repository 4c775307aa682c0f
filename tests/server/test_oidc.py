"""Logging in at a provider of the school's own: a real Hub, a small real provider."""

import pytest
from bare_hub import BareHub, Person, complaint
from machine import Machine
from provider import CLIENT, DISCOVERY, SECRET, TOKEN, USERINFO, Provider

from aulac.classroom.server.refusals import SENTENCES, told

SETTINGS = f"""
address = "ADDRESS"
login = "oidc"
[oidc]
issuer = "PROVIDER"
client_id = "{CLIENT}"
username_claim = "ten"
[classes.nlp]
instructors = ["giang"]
learners = ["an", "binh", "root", "chi", "cu", "moi", "dang", "kim"]
"""


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        machine.add_user("chi")  # an account of the system's own, not made for the class
        (machine.root / "home" / "cu").mkdir()
        yield machine


@pytest.fixture(scope="module")
def running_provider():
    with Provider() as provider:
        yield provider


@pytest.fixture
def provider(running_provider):
    running_provider.refresh()
    return running_provider


def start(machine, provider, **told: str) -> BareHub:
    settings = SETTINGS.replace("PROVIDER", provider.url)
    return BareHub(machine, settings, SECRET, WATCH_TOKEN="0123456789-watch", **told)


@pytest.fixture(scope="module")
def hub(machine, running_provider):
    with start(machine, running_provider) as hub:
        yield hub


@pytest.fixture(scope="module")
def unanswered_hub(machine, running_provider):
    """A Hub that the provider has not told its addresses yet."""
    with start(machine, running_provider) as hub:
        yield hub


def log_in(hub, page: str = "/hub/login"):
    """Come to the login page and press its button."""
    person = Person(hub.url)
    return person, press(person, person.http.get(page))


def press(person: Person, page):
    return person.http.get(person.link(page, "to-provider"))


def test_who_logs_in_first_gets_an_account_and_comes_where_they_wanted(hub, provider, machine):
    provider.claims = {"ten": "An", "sub": "1"}
    person, page = log_in(hub, "/hub/login?next=/hub/token")

    assert page.url.path == "/hub/token" and person.whoami() == "an"
    assert person.api("GET", "user").json()["groups"] == ["nbgrader-nlp"]
    entry = machine.run("getent", "passwd", "an").stdout.split(":")
    assert int(entry[2]) >= 1000 and entry[5] == "/home/an"
    assert "aulac" in machine.run("id", "-nG", "an").stdout.split()
    assert machine.run("stat", "-c", "%a %U", "/home/an").stdout.split() == ["700", "an"]
    assert machine.run("passwd", "--status", "an").stdout.split()[1] == "L"


def test_the_second_login_finds_the_same_account(hub, provider, machine):
    provider.claims = {"ten": "an"}
    log_in(hub)
    before = machine.run("id", "an").stdout
    person, _ = log_in(hub)
    assert person.whoami() == "an" and machine.run("id", "an").stdout == before


def test_instructors_are_instructors(hub, provider):
    provider.claims = {"ten": "giang"}
    person, _ = log_in(hub)
    assert person.api("GET", "user").json()["groups"] == ["formgrade-nlp"]


@pytest.mark.parametrize(
    ("claims", "key"),
    [
        ({}, "bad_claim"),
        ({"ten": None}, "bad_claim"),
        ({"ten": 7}, "bad_claim"),
        ({"ten": ["an"]}, "bad_claim"),
        ({"ten": {"an": 1}}, "bad_claim"),
        ({"ten": True}, "bad_claim"),
        ({"ten": ""}, "bad_claim"),
        ({"ten": "../x"}, "bad_claim"),
        ({"ten": "an "}, "bad_claim"),
        ({"ten": "an\n"}, "bad_claim"),
        ({"ten": "an\0"}, "bad_claim"),
        ({"ten": "-an"}, "bad_claim"),
        ({"ten": "а" + "n"}, "bad_claim"),  # a Cyrillic letter
        ({"ten": "\u212aim"}, "bad_claim"),  # the sign of Kelvin
        ({"ten": "a" * 40}, "bad_claim"),
        ({"ten": "a" * 500_000}, "bad_claim"),
        ({"preferred_username": "an"}, "bad_claim"),
        (["an"], "bad_claim"),
        ("an", "bad_claim"),
        ({"ten": "an@truong.edu.vn"}, "email_claim"),
        ({"ten": "la_mat"}, "not_on_roster"),
        ({"ten": "root"}, "no_account"),
        ({"ten": "chi"}, "no_account"),
        ({"ten": "cu"}, "no_account"),  # whose home is there already, and somebody else's
    ],
)
def test_a_claim_that_names_nobody_lets_nobody_in(hub, provider, machine, claims, key):
    accounts = machine.run("getent", "passwd").stdout
    provider.claims = claims
    person, page = log_in(hub)
    assert (page.status_code, complaint(page)) == (403, told(key, "ten")[0])
    assert person.whoami() is None
    assert machine.run("getent", "passwd").stdout == accounts


def nonsense(handler):
    handler.send(b"<html>xin ch\xc3\xa0o</html>")


def broken(handler):
    handler.send(b'{"error": "x"}', 500)


def other_type(handler):
    handler.say([1, 2])


def empty(handler):
    handler.say({})


def endless(handler):
    handler.send(b" " * 3_000_000)


def elsewhere(handler):
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def hang_up(handler):
    handler.close_connection = True


@pytest.mark.parametrize("address", [TOKEN, USERINFO])
@pytest.mark.parametrize(
    "answer", [nonsense, broken, other_type, endless, elsewhere, hang_up], ids=lambda a: a.__name__
)
def test_a_provider_that_answers_nonsense_lets_nobody_in(hub, provider, address, answer):
    provider.claims, provider.answer = {"ten": "an"}, {address: answer}
    person, page = log_in(hub)
    expected = {"provider_away", "bad_claim"} if address == USERINFO else {"provider_away"}
    assert complaint(page) in {told(key, "ten")[0] for key in expected}
    assert page.status_code in (403, 503) and "Traceback" not in page.text
    assert person.whoami() is None
    provider.answer = {}
    assert press(person, page).url.path == "/hub/home"


def test_a_provider_that_hangs_lets_nobody_in(hub, provider):
    provider.claims = {"ten": "an"}
    provider.answer = {USERINFO: lambda handler: handler.rfile.read(1)}
    person, page = log_in(hub)
    assert (page.status_code, complaint(page)) == (503, SENTENCES["provider_away"][0])
    assert person.whoami() is None


@pytest.mark.parametrize(
    "answer", [nonsense, broken, other_type, empty, elsewhere, hang_up], ids=lambda a: a.__name__
)
def test_a_provider_that_does_not_say_its_addresses(unanswered_hub, provider, answer):
    provider.answer = {DISCOVERY: answer}
    _, page = log_in(unanswered_hub)
    assert (page.status_code, complaint(page)) == (503, SENTENCES["provider_away"][0])


def test_a_provider_that_calls_itself_otherwise_is_not_believed(unanswered_hub, provider):
    provider.issuer = "https://khac.example"
    _, page = log_in(unanswered_hub)
    assert (page.status_code, complaint(page)) == (503, SENTENCES["provider_away"][0])
    assert provider.asked == [DISCOVERY]


def test_a_provider_that_comes_back_and_wants_the_secret_in_the_header(machine, provider):
    provider.claims, provider.answer = {"ten": "an"}, {DISCOVERY: broken}
    provider.methods = ["client_secret_basic"]
    with start(machine, provider) as hub:
        person, page = log_in(hub, "/hub/login?next=/hub/token")
        assert complaint(page) == SENTENCES["provider_away"][0]
        provider.answer = {}
        assert press(person, page).url.path == "/hub/token"
        assert person.whoami() == "an"


def callback(person: Person, hub) -> str:
    """Begin to log in; return the address to which the provider would send the browser."""
    first = person.http.get("/hub/oauth_login", follow_redirects=False)
    second = person.http.get(first.headers["Location"], follow_redirects=False)
    assert second.headers["Location"].startswith(hub.url)
    return second.headers["Location"]


def test_a_code_is_good_once(hub, provider):
    provider.claims = {"ten": "an"}
    person = Person(hub.url)
    address = callback(person, hub)
    begun = dict(person.http.cookies)
    assert person.http.get(address).url.path == "/hub/home"
    for cookies in ({}, begun):
        thief = Person(hub.url, cookies=cookies)
        assert complaint(thief.http.get(address)) == SENTENCES["again"][0]
        assert thief.whoami() is None


def test_a_code_of_another_browser_is_not_taken(hub, provider):
    """Nobody can be logged in as somebody else by a link."""
    provider.claims = {"ten": "an"}
    sender, victim = Person(hub.url), Person(hub.url)
    address = callback(sender, hub)
    callback(victim, hub)
    assert complaint(victim.http.get(address)) == SENTENCES["again"][0]
    assert victim.whoami() is None


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=%ff", "?error=access_denied&state=x"]
)
def test_a_callback_out_of_thin_air_is_a_sentence(hub, query):
    person = Person(hub.url)
    page = person.http.get("/hub/oauth_callback" + query)
    assert page.status_code == 400 and complaint(page) == SENTENCES["again"][0]
    assert person.whoami() is None


def test_the_button_leads_nowhere_but_to_the_classroom(hub, provider):
    provider.claims = {"ten": "an"}
    _, page = log_in(hub, "/hub/login?next=https://example.org/x")
    assert str(page.url).startswith(hub.url)


def test_the_secret_is_in_no_log_no_page_and_no_environment(hub, provider, machine):
    provider.claims = {"ten": "an"}
    person, page = log_in(hub)
    person.http.get("/hub/spawn/an")
    machine.wait_for(lambda: machine.processes("desk_server.py"))
    assert SECRET not in hub.log + page.text
    environments = machine.run("sh", "-c", "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline")
    assert CLIENT not in environments.stdout and SECRET not in environments.stdout


@pytest.mark.parametrize(("secret", "mode"), [("", 0o600), (SECRET, 0o640)])
def test_without_a_secret_of_its_own_the_hub_does_not_start(
    machine, provider, tmp_path, secret, mode
):
    hub = start(machine, provider)
    kept = hub.outside / "secrets" / "oidc_client_secret"
    kept.write_text(secret)
    kept.chmod(mode)
    with pytest.raises(AssertionError, match="oidc_client_secret"), hub:
        pass
