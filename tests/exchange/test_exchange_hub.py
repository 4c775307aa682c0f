"""A real Hub starts the exchange and vouches for its people, by their tokens' scopes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from desk import error_of

from aulac.classroom.exchange.client import ExchangeClient, ExchangeError
from aulac.classroom.exchange.identity import Hub
from aulac.classroom.exchange.settings import Settings
from aulac.classroom.ports import LOOPBACK, free_port

CONFIG = Path(__file__).with_name("hub_config.py")
ROOT = Path(__file__).parents[2]
MAKER, EXCHANGE = "0123456789-maker-token", "0123456789-exchange-token"


@pytest.fixture(scope="module")
def real_hub(tmp_path_factory):
    """The address of a Hub whose exchange answers."""
    here, port = tmp_path_factory.mktemp("hub"), free_port()
    tokens = {"MAKER_TOKEN": MAKER, "EXCHANGE_TOKEN": EXCHANGE}
    environment = {"HERE": str(here), "PORT": str(port)} | tokens
    with open(here / "log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", CONFIG],
            cwd=here,
            env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"http://{LOOPBACK}:{port}"
    try:
        while not answers(url + "/services/exchange/health"):
            assert process.poll() is None, (here / "log").read_text()
            time.sleep(0.1)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def token(real_hub):
    """Makes a person's token, with all that the person may do or with some scopes only."""

    def make(name: str, *scopes: str) -> str:
        maker = {"Authorization": f"token {MAKER}"}
        users = f"{real_hub}/hub/api/users/{name}"
        body = {"scopes": list(scopes)} if scopes else {}
        answer = httpx.post(f"{users}/tokens", headers=maker, json=body)
        assert answer.is_success, answer.text
        return answer.json()["token"]

    return make


def test_people_and_roles_come_from_the_hub(real_hub, token):
    url = real_hub + "/services/exchange/"
    learner = ExchangeClient(url, token("an"))
    teacher = ExchangeClient(url, token("giang"))
    assert learner.me().courses == {"nhap-mon": "learner"}
    assert teacher.me().courses == {"nhap-mon": "instructor"}
    teacher.release("nhap-mon", "bai-1", {"bài.ipynb": b"{}"})
    assert learner.submit("nhap-mon", "bai-1", {"bài.ipynb": b"{}"}, "k").user == "an"
    with pytest.raises(ExchangeError) as refused:
        learner.withdraw("nhap-mon", "bai-1")
    assert refused.value.key == "instructors_only"


LOW = ["read:users!user", "self", "access:servers!user", "users:activity!user"]


@pytest.mark.parametrize("scope", LOW)
def test_a_stolen_token_with_few_rights_does_not_open_the_exchange(real_hub, token, scope):
    assert error_of(answer_to(real_hub, token("giang", scope))) == (401, "unknown_person")


def test_a_token_that_may_only_enter_the_exchange_is_enough(real_hub, token):
    narrow = token("an", "access:services!service=exchange")
    client = ExchangeClient(real_hub + "/services/exchange/", narrow)
    assert client.me().courses == {"nhap-mon": "learner"}


@pytest.fixture(scope="module")
def ended(real_hub) -> dict[str, str]:
    """Tokens that the exchange has seen while they were good: it remembers both as long."""
    tokens = f"{real_hub}/hub/api/users/an/tokens"
    maker = {"Authorization": f"token {MAKER}"}
    made = {
        how: httpx.post(tokens, headers=maker, json=body).json()
        for how, body in (("revoked", {}), ("expired", {"expires_in": 1}))
    }
    seen = {how: answer_to(real_hub, made[how]["token"]) for how in ("expired", "revoked")}
    assert seen["revoked"].is_success
    httpx.delete(f"{tokens}/{made['revoked']['id']}", headers=maker).raise_for_status()
    return {how: one["token"] for how, one in made.items()}


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_token_that_has_ended_opens_nothing_for_long(real_hub, ended, how):
    while (answer := answer_to(real_hub, ended[how])).is_success:
        time.sleep(0.5)
    assert error_of(answer) == (401, "unknown_person")


def answer_to(real_hub: str, token: str) -> httpx.Response:
    headers = {"Authorization": f"token {token}"}
    return httpx.get(real_hub + "/services/exchange/api/v1/me", headers=headers)


def test_the_token_of_a_service_is_nobody(real_hub):
    assert error_of(answer_to(real_hub, MAKER)) == (401, "unknown_person")


def test_the_exchange_learns_who_is_in_a_course_and_nothing_else(real_hub, tmp_path):
    hub = Hub(Settings(tmp_path, f"{real_hub}/hub/api", EXCHANGE))
    assert hub.enrolled("nhap-mon") == {"an"}
    assert hub.enrolled("khac") is None
    for path in ("users", "users/an", "groups/formgrade-nhap-mon"):
        headers = {"Authorization": f"token {EXCHANGE}"}
        assert httpx.get(f"{real_hub}/hub/api/{path}", headers=headers).status_code in (403, 404)
