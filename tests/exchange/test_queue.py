"""Results on submit: what is graded when, in which order, and what survives."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta

import httpx
import pytest
from desk import BAI as OTHER
from desk import START, error_of
from grading_room import BAI, KEEPS_SPACES, NAME, grading_room, make_course, work
from sqlalchemy import select
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND, THIRD, running_hub
from tiny import TINY

from aulac.classroom.exchange import queue
from aulac.classroom.exchange.database import Assignment, Database
from aulac.classroom.exchange.queue import Job
from aulac.classroom.ports import LOOPBACK, free_port
from graders.course import read_course
from graders.gradebook import Gradebook

SLOW = "import time\ntime.sleep(3)\n" + KEEPS_SPACES


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("khoa") / "học", TINY)


@pytest.fixture(scope="module")
def hub():
    with running_hub() as hub:
        yield hub


@pytest.fixture(scope="module")
def room(hub, tmp_path_factory, course):
    """A worker takes seconds to start: these tests share one."""
    with grading_room(hub, tmp_path_factory.mktemp("phòng"), course) as room:
        room.open(results="at_once")
        yield room


def wait_for(happened):
    end = time.monotonic() + 180
    while not (found := happened()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def jobs(database: Database, **which) -> list[Job]:
    with database.reading() as session:
        return list(session.scalars(select(Job).filter_by(**which).order_by(Job.ready_at)))


def test_a_submission_is_graded_and_recorded(room):
    view = room.result(room.submit(answer=KEEPS_SPACES))
    assert (view["score"], view["points"], view["unmarked"], view["lang"]) == (1, 5, 1, "vi")
    verdicts = {
        r["name"]: r["verdict"] for t in view["notebooks"][0]["tasks"] for r in t["results"]
    }
    assert verdicts == {"simple": "passed", "spaces": "failed", "memo": "unmarked"}
    with Gradebook(read_course(room.course)) as book:
        assert book.scores(NAME, "an") == {
            ("assignment", "greet-simple"): 1,
            ("assignment", "greet-spaces"): 0,
            ("assignment", "memo"): None,
        }
        before = book.on_record(NAME, "an")
    command = [sys.executable, "-m", "graders", "grade", NAME, "--course", str(room.course)]
    subprocess.run(command, check=True, capture_output=True)
    with Gradebook(read_course(room.course)) as book:
        assert book.on_record(NAME, "an") == before


def test_the_worker_shares_the_course_and_keeps_the_exchange_to_itself(room):
    """The formgrader works in the course directory under another account of the same group."""
    room.result(room.submit())
    for folder in (room.course / "submitted" / "an", room.course / "autograded" / "an"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o777 == 0o770
    (collected,) = (room.course / "submitted" / "an" / NAME).glob("*.ipynb")
    assert stat.S_IMODE(collected.stat().st_mode) == 0o660
    for path in (room.desk.folder / "worker.lock", *room.desk.stored()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_hidden_tests_stay_on_the_server(room):
    id = room.submit(answer=KEEPS_SPACES)
    room.result(id)
    for name in ("assignment.html", "assignment.json"):
        text = room.desk.get(f"/submissions/{id}/feedback/{name}").text
        assert "greet" in text and "Thủy" not in text and "HIDDEN" not in text


def test_an_unreadable_notebook_gets_a_sentence_and_does_not_stop_the_next(room):
    bad = room.desk.submit(LEARNER, {"assignment.ipynb": b"{"}, path=BAI).json()["id"]
    good = room.submit(SECOND)
    assert room.result(bad)["status"] == "refused"
    assert room.result(good, SECOND)["score"] == 3


def test_a_worker_that_is_killed_loses_nothing(room):
    room.result(room.submit())
    service = room.desk.app.state.service
    id = room.submit(answer=SLOW)
    wait_for(lambda: jobs(service.database, submission_id=id, state="running"))
    os.kill(service.helper.process.pid, signal.SIGKILL)
    assert room.result(id)["score"] == 1
    (job,) = jobs(service.database, submission_id=id)
    assert (job.state, job.tries) == ("done", 2)


def test_a_service_that_is_killed_loses_nothing(hub, tmp_path, course):
    port, folder = free_port(), tmp_path / "exchange"
    url = f"http://{LOOPBACK}:{port}/services/exchange/"
    environment = os.environ | {
        "AULAC_EXCHANGE_DIR": str(folder),
        "AULAC_EXCHANGE_COURSE_DIR": str(course),
        "JUPYTERHUB_API_URL": hub.url,
        "JUPYTERHUB_API_TOKEN": "own-token",
        "JUPYTERHUB_SERVICE_URL": url,
    }
    command = [sys.executable, "-m", "aulac.classroom.exchange"]

    def ask(method, path, token, **more):
        headers = {"Authorization": f"token {token}"}
        answer = httpx.request(method, f"{url}api/v1{path}", headers=headers, timeout=60, **more)
        assert answer.status_code < 300, answer.text
        return answer

    def is_up():
        try:
            return httpx.get(url + "health").status_code == 200
        except httpx.TransportError:
            return False

    def parts(answer):
        return [("files", item) for item in work(course, answer).items()]

    with subprocess.Popen(command, env=environment) as service:
        wait_for(is_up)
        ask("PUT", BAI, INSTRUCTOR, files=parts("..."))
        ask("PATCH", BAI, INSTRUCTOR, json={"results": "at_once"})
        id = ask("POST", BAI + "/submissions", LEARNER, files=parts(SLOW)).json()["id"]
        service.kill()
    with subprocess.Popen(command, env=environment) as service:
        wait_for(is_up)
        wait_for(lambda: ask("GET", f"/submissions/{id}", LEARNER).json()["feedback"])
        service.terminate()


def test_without_a_course_directory_no_results_are_promised(desk):
    desk.release()
    answer = desk.ask("PATCH", OTHER, INSTRUCTOR, json={"results": "at_once"})
    assert error_of(answer) == (409, "no_grading")
    assert desk.change(attempts=2)["results"] == "none"


@pytest.mark.parametrize("policy", [{"results": "now"}, {"cool_down": 0}, {"cool_down": "60"}])
def test_a_policy_is_checked(desk, policy):
    desk.release()
    assert error_of(desk.ask("PATCH", OTHER, INSTRUCTOR, json=policy)) == (422, "invalid")


class Line:
    """The queue of a desk without a worker: the test takes and finishes."""

    def __init__(self, desk):
        self.desk, self.database = desk, desk.app.state.service.database

    def policy(self, name: str = "bai-1", **values) -> str:
        path = f"/courses/{COURSE}/assignments/{name}"
        self.desk.release(path=path)
        with self.database.writing() as session:
            found = session.scalar(select(Assignment).where(Assignment.name == name))
            for key, value in values.items():
                setattr(found, key, value)
        return path

    def take(self) -> tuple[str, str, int] | None:
        with self.database.writing() as session:
            job = queue.take(session, self.desk.now)
            if job:
                self.last = job
                return job.user, job.submission.assignment.name, job.submission.number

    def finish(self) -> None:
        with self.database.writing() as session:
            queue.finish(session, self.last, [])

    def lose_the_worker(self) -> None:
        with self.database.writing() as session:
            queue.give_back_all(session)


@pytest.fixture
def line(any_desk):
    return Line(any_desk)


def test_who_has_had_least_lately_comes_first(line):
    paths = [line.policy(f"bai-{i}", results="at_once") for i in (1, 2, 3)]
    for path in paths:
        line.desk.submit(LEARNER, path=path)
        line.desk.wait(0.01)
    for token, path in ((SECOND, paths[0]), (SECOND, paths[1]), (THIRD, paths[2])):
        line.desk.submit(token, path=path)
        line.desk.wait(0.01)
    order = []
    while taken := line.take():
        order.append(taken[0])
        line.finish()
    assert order == ["an", "bình", "chi", "an", "bình", "an"]


def test_one_learner_has_one_at_a_time(line):
    paths = [line.policy(f"bai-{i}", results="at_once") for i in (1, 2)]
    for path in paths:
        line.desk.submit(LEARNER, path=path)
    assert line.take() == ("an", "bai-1", 1)
    assert line.take() is None
    line.finish()
    assert line.take() == ("an", "bai-2", 1)


def test_only_the_newest_that_waits_is_graded(line):
    line.policy(results="at_once")
    for _ in range(3):
        line.desk.submit()
    assert line.take() == ("an", "bai-1", 3)
    line.finish()
    assert line.take() is None
    assert [job.state for job in jobs(line.database)] == ["replaced", "replaced", "done"]


def test_between_two_gradings_there_is_the_cool_down(line):
    line.policy(results="at_once", cool_down=600)
    line.desk.submit()
    assert line.take()
    line.finish()
    line.desk.wait(0.1)
    line.desk.submit()
    assert line.take() is None
    line.desk.wait(0.1)
    assert line.take() == ("an", "bai-1", 2)


def test_results_after_the_due_date_are_after_ones_own(line):
    due = START + timedelta(hours=1)
    line.policy(results="after_due", due=due, late_until=START + timedelta(hours=9))
    line.desk.extend("bình", due=2)
    line.desk.submit(LEARNER)
    line.desk.submit(SECOND)
    line.desk.wait(1)
    assert line.take() is None
    line.desk.wait(0.1)
    assert line.take() == ("an", "bai-1", 1)
    assert line.take() is None
    line.desk.wait(1)
    assert line.take() == ("bình", "bai-1", 1)


def test_without_a_policy_nothing_is_graded_until_there_is_one(line):
    line.policy()
    line.desk.submit()
    assert line.take() is None
    line.policy(results="at_once")
    assert line.take() == ("an", "bai-1", 1)


def test_a_refused_submission_is_not_queued(line):
    line.policy(results="at_once", due=START - timedelta(hours=1))
    assert error_of(line.desk.submit()) == (403, "closed")
    assert jobs(line.database) == []


def test_the_same_request_once_more_is_one_job(line):
    line.policy(results="at_once")
    for _ in range(2):
        line.desk.submit(key="k")
    assert len(jobs(line.database)) == 1


def test_what_was_lost_comes_back_but_not_for_ever(line):
    line.policy(results="at_once")
    line.desk.submit()
    for _ in range(queue.TRIES):
        assert line.take() == ("an", "bai-1", 1)
        line.lose_the_worker()
    assert line.take() is None
    assert [job.state for job in jobs(line.database)] == ["failed"]


def test_who_ends_the_worker_takes_nobody_along(line):
    line.policy(results="at_once")
    for token in (LEARNER, SECOND):
        line.desk.submit(token)
        line.desk.wait(0.01)
    assert (line.take()[0], line.take()[0]) == ("an", "bình")
    line.lose_the_worker()
    order = []
    while taken := line.take():
        assert line.take() is None
        order.append(taken[0])
        if taken[0] == "an":
            line.lose_the_worker()
        else:
            line.finish()
    assert order == ["an", "an", "bình"]
    assert {job.user: job.state for job in jobs(line.database)} == {"an": "failed", "bình": "done"}


def test_what_was_lost_does_not_overtake_newer_work(line):
    line.policy(results="at_once")
    line.desk.submit()
    line.take()
    line.desk.wait(0.1)
    line.desk.submit()
    line.lose_the_worker()
    assert line.take() == ("an", "bai-1", 2)
    line.finish()
    assert line.take() is None


def test_what_failed_does_not_overtake_newer_work(line):
    line.policy(results="at_once")
    line.desk.submit()
    line.take()
    line.desk.submit()
    with line.database.writing() as session:
        queue.try_again(session, line.last, line.desk.now, "no sandbox")
    assert line.take() == ("an", "bai-1", 2)
    line.finish()
    line.desk.wait(1)
    assert line.take() is None


def test_a_failure_that_passes_is_tried_again_without_end(line):
    line.policy(results="at_once")
    line.desk.submit()
    for _ in range(2 * queue.TRIES):
        assert line.take()
        with line.database.writing() as session:
            queue.try_again(session, line.last, line.desk.now, "disk full", counts=False)
        line.desk.wait(0.01)
    assert [job.state for job in jobs(line.database)] == ["waiting"]


def test_a_failure_of_ours_is_tried_again_and_then_told(line):
    line.policy(results="at_once")
    line.desk.submit()
    for _ in range(queue.TRIES):
        assert line.take()
        with line.database.writing() as session:
            queue.try_again(session, line.last, line.desk.now, "no sandbox")
        assert line.take() is None
        line.desk.wait(0.01)
    (job,) = jobs(line.database)
    assert (job.state, job.reason) == ("failed", "no sandbox")
    assert json.loads(line.desk.get(OTHER + "/submissions").text)[0]["feedback"] == []
