"""Another click on Submit after an answer that was lost, through the plug-in, hands in once."""

from pathlib import Path

import pytest
from dying_service import BEFORE_THE_ANSWER
from people import NAME, Person
from service_process import ServiceProcess
from stand_in_hub import user

from aulac.classroom.exchange import client
from aulac.classroom.exchange.client import ExchangeClient
from aulac.course.build import COURSE_ID

WORK = {"assignment.ipynb": b'{"cells": []}'}


class Service(ServiceProcess):
    """A service that people come to by the plug-in."""

    def __init__(self, folder, hub):
        super().__init__(folder, hub)
        self.hub, self.url = hub, f"{self.url}/services/exchange/"

    def token(self, name: str, group: str) -> str:
        self.hub.users[f"{name}-token"] = user(name, f"{group}-{COURSE_ID}")
        return f"{name}-token"

    def client(self, name: str, group: str = "nbgrader") -> ExchangeClient:
        return ExchangeClient(self.url, self.token(name, group))


@pytest.fixture
def service(hub, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "SENDING", 0)
    with Service(tmp_path / "exchange", hub) as service:
        service.ready().client("giang_vien", "formgrade").release(COURSE_ID, NAME, WORK)
        yield service
        service.stop()


@pytest.fixture
def learner(service, tmp_path):
    """A learner whose first submission arrived, though the answer was lost."""
    learner = Person(tmp_path, "an", service)
    assert learner.nbgrader("fetch_assignment", NAME).code == 0
    service.kill()
    service.start(str(Path(__file__).with_name("dying_service.py")), BEFORE_THE_ANSWER)
    service.ready()
    told = learner.press("submit_assignment", COURSE_ID, NAME)
    assert not told["success"] and "không trả lời" in told["value"]
    assert service.process.wait() != 0
    service.start()
    service.ready()
    assert numbers(service) == [1]
    return learner


def numbers(service) -> list[int]:
    return [one.number for one in service.client("an").submissions(COURSE_ID, NAME)]


def receipts(learner) -> set[str]:
    return {path.name for path in learner.work.parent.glob(f"bien_nhan/{COURSE_ID}/{NAME}/*")}


def submit(learner) -> None:
    told = learner.press("submit_assignment", COURSE_ID, NAME)
    assert told["success"], told


def test_the_same_work_is_the_same_submission_until_its_receipt_is_here(service, learner):
    submit(learner)
    assert (numbers(service), receipts(learner)) == ([1], {"1.json"})
    submit(learner)
    assert (numbers(service), receipts(learner)) == ([1, 2], {"1.json", "2.json"})


def test_other_work_is_another_submission(service, learner):
    learner.write("{}")
    submit(learner)
    assert numbers(service) == [1, 2]


def test_what_the_list_has_shown_is_handed_in_again_on_purpose(service, learner):
    shown = learner.press("list_assignments", COURSE_ID)
    assert "lần 1" in str(shown["value"])
    assert receipts(learner) == {"1.json"}
    submit(learner)
    assert numbers(service) == [1, 2]
