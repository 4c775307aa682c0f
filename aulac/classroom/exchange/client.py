"""The exchange service as programs of learners and instructors talk to it."""

import hashlib
import os
import random
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from ..language import sentence
from .schemas import Assignment, File, Me, Result, Submission, iso

ADDRESS, TOKEN = "AULAC_EXCHANGE", "JUPYTERHUB_API_TOKEN"
FIRST_PAUSE, LONGEST_PAUSE = 0.3, 2.0  # seconds
READING, SENDING = 5.0, 20.0  # seconds of patience; JupyterLab stands still meanwhile
BUSY = (429, 502, 503, 504)


class ExchangeError(Exception):
    """The service refused or did not answer; its text is a sentence for the person.

    key: why, as the service names it; status: of HTTP, 0 when there was no answer.
    """

    def __init__(self, key: str, vi: str, en: str, status: int = 0):
        super().__init__(sentence(vi, en))
        self.key, self.status = key, status


class ExchangeClient:
    """The service at `url` (with its prefix), for the owner of a token of the Hub.

    Every method raises ExchangeError. Each call may be repeated without harm, and is, for some
    seconds, where the service does not answer or asks to wait.
    """

    def __init__(self, url: str, token: str, transport: httpx.BaseTransport | None = None):
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1/",
            headers={"Authorization": f"token {token}"},
            timeout=httpx.Timeout(15, connect=5),
            transport=transport,
            trust_env=False,
        )

    @classmethod
    def of_this_server(cls) -> "ExchangeClient":
        """The client of the Jupyter server that this process belongs to."""
        if not {ADDRESS, TOKEN} <= set(os.environ):
            raise ExchangeError(
                "no_classroom",
                "Hãy làm việc này trong lớp học (JupyterLab của bạn): ở đây không có dịch vụ nộp "
                "bài.",
                "Do this in the classroom (your JupyterLab): there is no exchange here.",
            )
        return _client(os.environ[ADDRESS], os.environ[TOKEN])

    def me(self) -> Me:
        return _read(Me, self._call("GET", "me"))

    def assignments(self, course: str) -> list[Assignment]:
        return _read(list[Assignment], self._call("GET", f"{_course(course)}/assignments"))

    def release(self, course: str, name: str, files: Mapping[str, bytes]) -> Assignment:
        """Publish these files, by relative path, as the newest version."""
        answer = self._call("PUT", _assignment(course, name), files=_parts(files))
        return _read(Assignment, answer)

    def set_due(self, course: str, name: str, due: datetime) -> Assignment:
        return self._change(course, name, due=iso(due.astimezone(UTC)))

    def tell_gradebook_due(self, course: str, name: str, due: datetime | None) -> Assignment:
        """Say what the gradebook has; it counts where it was changed there since the last time."""
        return self._change(course, name, gradebook_due=due and iso(due.astimezone(UTC)))

    def _change(self, course: str, name: str, **fields) -> Assignment:
        return _read(Assignment, self._call("PATCH", _assignment(course, name), json=fields))

    def withdraw(self, course: str, name: str) -> None:
        self._call("DELETE", _assignment(course, name))

    def assignment_file(self, assignment: Assignment, file: File) -> bytes:
        folder = f"{_assignment(assignment.course, assignment.name)}/files"
        return self._download(f"{folder}/{quote(file.path)}", file)

    def submit(self, course: str, name: str, files: Mapping[str, bytes], key: str) -> Submission:
        """Hand in these files as the owner of the token; the same key hands them in only once."""
        answer = self._call(
            "POST",
            f"{_assignment(course, name)}/submissions",
            files=_parts(files),
            headers={"Idempotency-Key": key},
        )
        return _read(Submission, answer)

    def submissions(self, course: str, name: str = "", **query) -> list[Submission]:
        """One's own, to one assignment or all; an instructor gets everybody's, or asks: `user`."""
        place = _assignment(course, name) if name else _course(course)
        return _read(list[Submission], self._call("GET", f"{place}/submissions", params=query))

    def results(self, course: str) -> list[Result]:
        """What came out of one's own submissions."""
        return _read(list[Result], self._call("GET", f"{_course(course)}/results"))

    def submission_file(self, submission: Submission, file: File) -> bytes:
        return self._download(f"submissions/{submission.id}/files/{quote(file.path)}", file)

    def send_feedback(self, submission: Submission, files: Mapping[str, bytes]) -> None:
        """Give these files back to the learner, in place of earlier ones."""
        self._call("PUT", f"submissions/{submission.id}/feedback", files=_parts(files))

    def feedback_file(self, submission: Submission, file: File) -> bytes:
        return self._download(f"submissions/{submission.id}/feedback/{quote(file.path)}", file)

    def _download(self, path: str, file: File) -> bytes:
        content = self._call("GET", path).content
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise _broken()
        return content

    def _call(self, method: str, path: str, **request) -> httpx.Response:
        patience = READING if method == "GET" else SENDING
        for pause in _pauses(patience):
            try:
                answer = self._http.request(method, path, **request)
            except httpx.TransportError:
                failure, asked = _unreachable(), 0.0
            else:
                if answer.is_success:
                    return answer
                failure, asked = _refusal(answer), _asked_pause(answer)
            if failure.status not in (0, *BUSY) or asked > patience or not pause:
                break
            time.sleep(max(pause, asked))
        raise failure


@cache
def _client(url: str, token: str) -> ExchangeClient:
    """One client for all that a server asks: making one takes longer than most answers."""
    return ExchangeClient(url, token)


def _pauses(patience: float) -> Iterator[float]:
    """Seconds to wait after each failure, 0 when it is time to give up."""
    end, pause = time.monotonic() + patience, FIRST_PAUSE
    while time.monotonic() + pause < end:
        yield pause * random.uniform(0.8, 1.2)  # many clients fail together: spread their returns
        pause = min(2 * pause, LONGEST_PAUSE)
    yield 0


def _asked_pause(answer: httpx.Response) -> float:
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0


def _course(course: str) -> str:
    return f"courses/{quote(course, safe='')}"


def _assignment(course: str, name: str) -> str:
    return f"{_course(course)}/assignments/{quote(name, safe='')}"


def _parts(files: Mapping[str, bytes]) -> list[tuple]:
    return [("files", (path, content)) for path, content in files.items()]


def _read(kind, answer: httpx.Response):
    try:
        return TypeAdapter(kind).validate_json(answer.content, extra="ignore")
    except ValidationError:
        raise _broken() from None


def _refusal(answer: httpx.Response) -> ExchangeError:
    try:
        body = answer.json()
        return ExchangeError(body["error"], body["vi"], body["en"], answer.status_code)
    except (ValueError, KeyError, TypeError):
        return _unreachable(answer.status_code)


def _unreachable(status: int = 0) -> ExchangeError:
    return ExchangeError(
        "unreachable",
        "Dịch vụ nộp bài hiện không trả lời. Bài của bạn vẫn còn trong thư mục; hãy thử lại sau "
        "ít phút.",
        "The exchange does not answer right now. Your work is still in its folder; try again in a "
        "few minutes.",
        status,
    )


def _broken() -> ExchangeError:
    return ExchangeError(
        "broken",
        "Dữ liệu nhận được từ dịch vụ nộp bài bị hỏng. Hãy thử lại; nếu vẫn vậy, hãy báo giảng "
        "viên.",
        "What came from the exchange is damaged. Try again; if it happens again, tell the "
        "instructor.",
    )
