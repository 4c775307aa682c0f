"""What the operator of a server decides, in `server.toml`."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..language import sentence


class SettingsError(Exception):
    """The settings cannot be used; the message says where and why, in the current language."""


Person = Annotated[str, Field(pattern=r"^@?[a-z_][a-z0-9_-]{0,31}$")]  # @name: a group of Linux


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("no time zone has this name") from None


Zone = Annotated[str, AfterValidator(_zone)]
Class = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$")]
ProviderAddress = Annotated[str, Field(pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Oidc(Part):
    """An OpenID Connect provider; `issuer` is its address, without `/.well-known/...`."""

    issuer: ProviderAddress
    client_id: str
    username_claim: str = "preferred_username"


class Limits(Part):
    """What protects the machine from everybody's arriving at once."""

    spawns_at_once: int = Field(2 * (os.cpu_count() or 1), ge=1)
    servers: int = Field(200, ge=1)
    idle_minutes: int = Field(45, ge=1)


class Privacy(Part):
    """Days after which `aulac server tidy` deletes."""

    submissions_days: int = Field(730, ge=1)
    audit_days: int = Field(365, ge=1)


class Members(Part):
    """Who teaches and who learns: account names, or `@group` for the members of a Linux group."""

    instructors: list[Person]
    learners: list[Person]


class Settings(Part):
    """`address` is what people type; `bind` is where the proxy with TLS finds the classroom."""

    address: str = Field(pattern=r"^https?://[^/]+$")
    bind: str = Field("127.0.0.1:8000", pattern=r"^[^:]+:\d{1,5}$")
    language: Literal["vi", "en"] = "vi"
    timezone: Zone = "Asia/Ho_Chi_Minh"
    login: Literal["pam", "oidc"] = "pam"
    oidc: Oidc | None = None
    exchange_database: str = ""  # an SQLAlchemy URL; by default SQLite
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    classes: dict[Class, Members] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if self.login == "oidc" and not self.oidc:
            raise ValueError("[oidc] is missing")
        return self


def read(path: Path) -> Settings:
    """Read the settings. Raises SettingsError."""
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise SettingsError(sentence(f"Chưa có {path}.", f"There is no {path}.")) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = str(error)
    except ValidationError as error:
        problem = "; ".join(
            f"{'.'.join(map(str, found['loc'])) or 'server.toml'}: {found['msg']}"
            for found in error.errors()
        )
    raise SettingsError(
        sentence(f"Không dùng được {path}: {problem}", f"Cannot use {path}: {problem}")
    )
