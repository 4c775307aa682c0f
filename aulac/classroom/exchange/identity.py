"""Who is asking: the Hub knows, and its groups say in which role."""

import asyncio
import re
from dataclasses import dataclass
from typing import Literal

from jupyterhub.services.auth import HubAuth
from tornado.web import HTTPError

from . import names
from .settings import Settings
from .words import Refusal

Role = Literal["instructor", "learner"]
GROUPS: dict[str, Role] = {"nbgrader-": "learner", "formgrade-": "instructor"}  # as in nbgrader
REMEMBERED = 10  # seconds that an answer of the Hub is used again
PATIENCE = 10  # seconds to wait for the Hub

_HEADER = re.compile(r"(?:token|bearer) +([!-~]{1,1000})", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """A user of the Hub, with a role in each of their courses."""

    name: str
    courses: dict[str, Role]


class Hub:
    """Asks the Hub whose token this is."""

    def __init__(self, settings: Settings):
        self._auth = HubAuth(
            api_url=settings.hub_url,
            api_token=settings.hub_token,
            access_scopes={f"access:services!service={settings.name}"},
            cache_max_age=REMEMBERED,
        )

    async def person(self, header: str) -> Person:
        """Return whose `Authorization` this is.

        The token must be a user's and carry the scope that opens this service. Raises Refusal 401,
        or 503 when the Hub does not answer.
        """
        token = _HEADER.fullmatch(header)
        model = token and await self._ask(token[1])
        if not model or model.get("kind") != "user" or not self._may_enter(model):
            raise Refusal(401, "unknown_person")
        return Person(model["name"], roles(model.get("groups", [])))

    async def _ask(self, token: str) -> dict | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._auth.user_for_token(token, sync=False)
        except (TimeoutError, HTTPError):
            raise Refusal(503, "hub_away", retry_after=2) from None

    def _may_enter(self, model: dict) -> bool:
        scopes = self._auth.check_scopes(self._auth.access_scopes, model)
        return bool(scopes) and _is_stored_form(model["name"])


def roles(groups: list[str]) -> dict[str, Role]:
    """Return the role in each course; who is in both groups of a course is its instructor."""
    found: dict[str, Role] = {}
    for prefix, role in GROUPS.items():
        courses = (group.removeprefix(prefix) for group in groups if group.startswith(prefix))
        found |= {course: role for course in courses if _is_slug(course)}
    return found


def _is_slug(course: str) -> bool:
    try:
        return names.slug(course) == course
    except names.BadName:
        return False


def _is_stored_form(name: str) -> bool:
    """Two users of the Hub whose names differ only in normal form must not become one person."""
    try:
        return names.user(name) == name
    except names.BadName:
        return False
