"""What goes over the wire."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from . import names
from .rules import Results, State, Terms
from .words import Refusal


def _only_text(value: object) -> object:
    if isinstance(value, str) or value is None:
        return value
    raise ValueError("a time is a text in ISO 8601")


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("no such time") from None


def iso(moment: datetime) -> str:
    """Return a moment in UTC the way all answers write it, such as 2026-11-25T08:30:00Z."""
    return moment.isoformat().replace("+00:00", "Z")


def _user(text: str) -> str:
    """Nobody can have a name that is not accepted: there is no such person."""
    try:
        return names.user(text)
    except names.BadName:
        raise Refusal(404, "not_found") from None


Status = Literal[
    "given", "no_points", "soon", "cooling", "after_due", "by_hand", "replaced", "failed"
]
Moment = Annotated[AwareDatetime, BeforeValidator(_only_text), AfterValidator(_in_utc)]
Slug = Annotated[str, Field(pattern=names.SLUG), AfterValidator(names.slug)]
UserName = Annotated[str, Field(max_length=names.LONGEST_PART), AfterValidator(_user)]
Attempts = Annotated[int, Field(ge=1, le=1000, strict=True)]


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True, extra="forbid")


class Error(Schema):
    """Why a request was refused: a key for programs, a sentence for people."""

    error: str
    vi: str
    en: str


class Me(Schema):
    name: str
    courses: dict[str, Literal["instructor", "learner"]]


class File(Schema):
    path: str
    size: int
    sha256: str


class Assignment(Schema):
    """A released assignment as the caller has it, with their own extension."""

    course: str
    name: str
    version: int
    released_at: datetime
    due: datetime | None
    late_until: datetime | None
    attempts: int | None
    attempts_used: int
    state: State
    results: Results
    cool_down: int | None
    files: list[File]


class Change(Schema):
    """New limits of an assignment; what is not named stays as it is, null lifts a limit."""

    due: Moment | None = None
    late_until: Moment | None = None
    attempts: Attempts | None = None


class Policy(Change):
    """New limits, when results are given, and the seconds between two gradings of one learner.

    `gradebook_due` is the date in the course's gradebook; it becomes `due` where it has changed
    there.
    """

    gradebook_due: Moment | None = None
    results: Results = "none"
    cool_down: Annotated[int, Field(ge=1, le=7 * 24 * 3600, strict=True)] | None = None


class Grant(Change):
    """What one person is granted; what is not named is as for everybody."""

    @property
    def terms(self) -> Terms:
        return Terms(self.due, self.late_until, self.attempts)


class Extension(Schema):
    user: str
    due: datetime | None
    late_until: datetime | None
    attempts: int | None


class Receipt(Schema):
    """The payload is canonical JSON; the signature is Ed25519 over its UTF-8, in base64."""

    payload: str
    signature: str
    key: str


class Submission(Schema):
    id: UUID
    course: str
    assignment: str
    version: int
    user: str
    number: int
    received_at: datetime
    late: bool
    files: list[File]
    receipt: Receipt
    feedback: list[File]


class Result(Schema):
    """What came out of a submission of the caller's, or what it waits for.

    `unmarked` answers wait for a person's mark; points are null where the feedback names none.
    """

    submission: UUID
    assignment: str
    status: Status
    score: float | None
    points: float | None
    unmarked: int


class Key(Schema):
    key: str
    public_key: str
    keys: dict[str, str]


class Verdict(Schema):
    valid: bool


class AuditRow(Schema):
    id: int
    time: datetime
    person: str
    address: str
    action: str
    object: str
    outcome: str


class Health(Schema):
    status: Literal["ok"]
