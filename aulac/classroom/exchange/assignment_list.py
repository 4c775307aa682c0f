"""JupyterLab's assignment list: refusals as sentences, due dates, and points once they are there.

A Jupyter server extension in place of nbgrader's own; what is seen in the browser is nbgrader's:

    {"ServerApp": {"jpserver_extensions": {
        "aulac.classroom.exchange.assignment_list": true,
        "nbgrader.server_extensions.assignment_list": false}}}
"""

import asyncio
import json
import os
import time

from jupyter_server.utils import url_path_join as ujoin
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.server_extensions.assignment_list import handlers
from tornado import web

from ..language import sentence
from .client import ExchangeClient
from .client import ExchangeError as ClientError

BESIDE = " · "
RESULT_SECONDS, PAUSE = 8.0, 0.4


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server) -> None:
    address = ujoin(server.web_app.settings["base_url"], "/assignments/(?P<action>submit)")
    server.web_app.add_handlers(".*$", [(address, SubmitHandler)])  # before nbgrader's
    handlers.load_jupyter_server_extension(server)
    manager = AssignmentList(parent=server)
    manager.root_dir = server.root_dir
    server.web_app.settings["assignment_list_manager"] = manager


class AssignmentList(handlers.AssignmentList):
    """Gives nbgrader's list what it shows, and does what its buttons ask.

    The list shows `assignment_id` and sends it back: what stands beside the name is cut off again.
    """

    def list_released_assignments(self, course_id=None):
        answer = self.run("List", course_id)
        for entry in answer["value"] if answer["success"] else ():
            if entry["standing"]:
                entry["assignment_id"] += BESIDE + entry["standing"]
            entry["path"] = self.shown(entry["path"])
            for notebook in entry["notebooks"]:
                notebook["path"] = self.shown(notebook["path"])
        return answer

    def list_submitted_assignments(self, course_id=None):
        answer = self.run("List", course_id, cached=True)
        if answer["success"] and self.fetch_new_feedback(answer["value"]):
            answer = self.run("List", course_id, cached=True)
        for entry in answer["value"] if answer["success"] else ():
            for submission in entry["submissions"]:
                submission["timestamp"] = submission["label"]
                if folder := submission["local_feedback_path"]:
                    submission["local_feedback_path"] = self.shown(folder)
        return answer

    def fetch_new_feedback(self, entries: list[dict]) -> bool:
        """Bring what came back since the last time; whether there was any."""
        new = [
            (one["course_id"], one["assignment_id"])
            for one in entries
            if any(is_new(submission) for submission in one["submissions"])
        ]
        return any([self.fetch_feedback(*which)["success"] for which in new])

    def fetch_assignment(self, course_id, assignment_id):
        return self.run("FetchAssignment", course_id, assignment_id)

    def fetch_feedback(self, course_id, assignment_id):
        return self.run("FetchFeedback", course_id, assignment_id)

    def submit_assignment(self, course_id, assignment_id):
        return self.run("Submit", course_id, assignment_id)

    def run(self, action: str, course_id, assignment_id="", **options) -> dict:
        """nbgrader's answer to a button: `success`, and as `value` what came or a sentence."""
        with self.get_assignment_dir_config() as config:
            if course_id:
                config.CourseDirectory.course_id = course_id
            config.CourseDirectory.assignment_id = assignment_id.partition(BESIDE)[0]
            exchange = getattr(ExchangeFactory(config=config), action)(
                coursedir=CourseDirectory(config=config),
                authenticator=Authenticator(config=config),
                config=config,
                **options,
            )
            try:
                return {"success": True, "value": exchange.start()}
            except ExchangeError as error:
                return {"success": False, "value": str(error)}
            except Exception:
                self.log.exception("%s %s %s", action, course_id, assignment_id)
                return {"success": False, "value": unexpected()}

    def shown(self, path: str) -> str:
        """The path as the file browser knows it."""
        return os.path.relpath(path, self.root_dir)


class SubmitHandler(handlers.BaseAssignmentHandler):
    """Hands in, and answers when the result is there, or after some seconds; nobody else waits."""

    @web.authenticated
    async def post(self, action):
        asked = self.get_json_body()
        course, name = asked["course_id"], asked["assignment_id"]
        answer = self.manager.submit_assignment(course, name)
        if answer["success"]:
            await result_of(course, name.partition(BESIDE)[0])
            answer = self.manager.list_assignments(course_id=course)
        self.finish(json.dumps(answer))


async def result_of(course: str, name: str) -> None:
    """Wait until nothing of this assignment is being graded any more, or long enough."""
    client, end = ExchangeClient.of_this_server(), time.monotonic() + RESULT_SECONDS
    while time.monotonic() < end:
        await asyncio.sleep(PAUSE)
        try:
            found = await asyncio.to_thread(client.results, course)
        except ClientError:
            return
        if not any(one.status == "soon" for one in found if one.assignment == name):
            return


def is_new(submission: dict) -> bool:
    there, here = submission["has_exchange_feedback"], submission["has_local_feedback"]
    return there and (not here or submission["feedback_updated"])


def unexpected() -> str:
    return sentence(
        "Có lỗi bất ngờ, việc này chưa làm được. Hãy thử lại; nếu vẫn vậy, hãy báo giảng viên.",
        "Something went wrong and nothing was done. Try again, then tell the instructor.",
    )
