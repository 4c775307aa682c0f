"""What a backup says about itself, first of all that is in it."""

import os
import pwd
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..exchange import names
from ..language import sentence
from .archive import Damaged
from .deputies import Failed
from .places import SERVICES

NAME = "manifest.json"
LARGEST = 16 * 2**20  # bytes
SETTINGS, DUMP = "server.toml", "exchange.pgdump"
_PART = re.compile(r"server\.toml|exchange\.pgdump|(secrets|hub|exchange)\.tar|classes/(.+)\.tar")
_HOME = re.compile(r"homes/([a-z_][a-z0-9_-]{0,31})\.tar")
_PLAIN = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}"
_DATABASE = f"^(khoa_hoc/({_PLAIN}/)*)?{_PLAIN}$"


def _part(name: str) -> str:
    found = _PART.fullmatch(name)
    if not (_HOME.fullmatch(name) or (found and (not found[2] or names.slug(found[2])))):
        raise ValueError("no part of a backup")
    return name


LinuxName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_-]{0,31}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls, **fields):
        """Raises Failed where something bears a name that a backup cannot have."""
        try:
            return cls(**fields)
        except ValidationError as error:
            found = error.errors()[0]
            what = names.shown(str(found["input"]), 200)
            raise Failed(
                sentence(
                    f"Không sao lưu được {what} ({found['msg']}): trong tên chỉ dùng chữ không "
                    "dấu, chữ số, dấu . - _",
                    f"{what} cannot be backed up ({found['msg']}): use only plain letters, "
                    "digits, . - _ in names.",
                )
            ) from None


class Part(Strict):
    """A member of the archive, of this size in bytes, and the account to which it belongs.

    A `.tar` is the folder of that name, with this mode; `databases` are those of SQLite in it.
    """

    name: Annotated[str, AfterValidator(_part)]
    owner: str
    mode: Annotated[int, Field(ge=0, le=0o2777)]
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    databases: list[Annotated[str, Field(pattern=_DATABASE)]] = []

    @property
    def home_of(self) -> str | None:
        """The account whose home this is."""
        found = _HOME.fullmatch(self.name)
        return found and found[1]

    @model_validator(mode="after")
    def _belongs(self) -> "Part":
        ours = {"root", *SERVICES, pwd.getpwuid(os.geteuid()).pw_name}
        if self.owner not in ({self.home_of} if self.home_of else ours):
            raise ValueError(f"{self.name} cannot belong to {self.owner}")
        return self


class Manifest(Strict):
    """`groups` are those of Linux that the settings name, with the members of the classes in them.

    `left_out` are things in homes that could not be kept.
    """

    format: Literal[1] = 1
    made_at: str
    versions: dict[str, str]
    parts: Annotated[list[Part], Field(min_length=1)]
    groups: dict[LinuxName, list[LinuxName]] = {}
    left_out: list[str] = []

    @model_validator(mode="after")
    def _once(self) -> "Manifest":
        if len({part.name for part in self.parts}) < len(self.parts):
            raise ValueError("a part is named twice")
        return self

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Raises Damaged."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            found = error.errors()[0]
            raise Damaged(f"{NAME}: {found['loc']}: {found['msg']}") from None
