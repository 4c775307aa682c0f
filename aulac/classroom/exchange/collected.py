"""What collecting writes beside the work of a learner, under names of ours."""

from datetime import UTC, datetime
from typing import Protocol

from graders.course import TIMESTAMP

SUBMISSION_ID = "submission_id.txt"


class Received(Protocol):
    """A submission, as the database or the wire has it."""

    id: object
    received_at: datetime


def ours(submission: Received) -> dict[str, bytes]:
    """Return when it came and which one it is, as files."""
    return {
        TIMESTAMP: timestamp(submission).encode(),
        SUBMISSION_ID: str(submission.id).encode(),
    }


def timestamp(submission: Received) -> str:
    """When it came, as nbgrader writes times."""
    return submission.received_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
