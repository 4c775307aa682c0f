"""The whole classroom, with people who log in at a provider of the school's own."""

import html
import re
from pathlib import Path

import pytest
from machine import Machine
from provider import CLIENT, SECRET, Provider
from running_server import STATE, RunningServer, Visitor
from tiny import TINY

SETTINGS = """
login = "oidc"
[oidc]
issuer = "{issuer}"
client_id = "{client}"
[classes.nhap-mon]
instructors = ["minh"]
learners = ["an"]
"""


@pytest.fixture(scope="module")
def classroom():
    with Provider() as provider, Machine() as machine:
        settings = SETTINGS.format(issuer=provider.url, client=CLIENT)
        server = RunningServer(machine, settings, TINY)
        secrets = server.outside(STATE / "secrets")
        secrets.mkdir(mode=0o700)
        (secrets / "oidc_client_secret").touch(0o600)
        (secrets / "oidc_client_secret").write_text(SECRET)
        with server:
            yield provider, server


def come(classroom, name: str) -> Visitor:
    provider, server = classroom
    provider.claims = {"preferred_username": name}
    visitor = Visitor(server, name)
    link = re.search(r'id="to-provider" href="([^"]*)"', visitor.get("/hub/login").text)
    visitor.get(html.unescape(link[1]))
    return visitor


def test_an_instructor_and_a_learner_meet_at_the_exchange(classroom):
    teacher, learner = come(classroom, "minh"), come(classroom, "an")
    teacher.press("nhap-mon", "01_chao/assign")
    assert teacher.press("nhap-mon", "01_chao/release")["success"]
    learner.open_server()
    (listed,) = learner.ask("assignments?course_id=nhap-mon").json()["value"]
    assert listed["assignment_id"] == "01_chao"
    assert learner.server.outside(Path("/home/an/bai_hoc")).is_dir()


def test_a_learner_of_the_provider_is_no_instructor(classroom):
    learner = come(classroom, "an")
    assert learner.get("/services/formgrade-nhap-mon/formgrader").status_code == 403


def test_no_process_knows_the_secret_by_its_environment(classroom):
    _, server = classroom
    told = server.machine.run("sh", "-c", "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline")
    assert "JUPYTERHUB_API_TOKEN" in told.stdout and SECRET not in told.stdout
    assert SECRET not in server.log
