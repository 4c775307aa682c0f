"""Who is asking: the Hub knows, and its groups say in which role.

The formgrader of a class is a service of the Hub, and teaches the class it is named after.
"""

import asyncio
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

import httpx
from jupyterhub.services.auth import HubAuth
from tornado.web import HTTPError

from . import names
from .settings import Settings
from .words import Refusal

Role = Literal["instructor", "learner"]
FORMGRADER = "formgrade-"
GROUPS: dict[str, Role] = {"nbgrader-": "learner", FORMGRADER: "instructor"}  # as in nbgrader
REMEMBERED = 10  # seconds that an answer of the Hub is used again
PATIENCE = 10  # seconds to wait for the Hub

_HEADER = re.compile(r"(?:token|bearer) +([!-~]{1,1000})", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """A user of the Hub, or a formgrader, with a role in each of their courses."""

    name: str
    courses: dict[str, Role]


class Hub:
    """Asks the Hub whose token this is, and who is in a course."""

    def __init__(self, settings: Settings):
        self._roster = settings.roster
        self._http = httpx.Client(
            base_url=settings.hub_url,
            headers={"Authorization": f"token {settings.hub_token}"},
            timeout=PATIENCE,
            trust_env=False,
        )
        self._auth = HubAuth(
            api_url=settings.hub_url,
            api_token=settings.hub_token,
            access_scopes={f"access:services!service={settings.name}"},
            cache_max_age=REMEMBERED,
        )

    async def person(self, header: str) -> Person:
        """Return whose `Authorization` this is.

        The token must carry the scope that opens this service, and be a user's or a formgrader's.
        Raises Refusal 401, or 503 when the Hub does not answer.
        """
        token = _HEADER.fullmatch(header)
        model = token and await self._ask(token[1])
        if not model or not self._may_enter(model):
            raise Refusal(401, "unknown_person")
        return Person(model["name"], roles(_groups(model)))

    def enrolled(self, course: str) -> set[str] | None:
        """Return the learners of a course, by the roster or the Hub; None where neither tells."""
        try:
            if self._roster:
                found = json.loads(self._roster.read_text(encoding="utf-8"))[course]
            else:
                answer = self._http.get(f"/groups/{quote(f'nbgrader-{course}', safe='')}")
                found = answer.raise_for_status().json()["users"]
        except (OSError, httpx.HTTPError, ValueError, KeyError):
            return None
        return {name for name in found if _is_stored_form(name)}

    async def close(self) -> None:
        """Close the connections to the Hub, and the resolver of names of this event loop."""
        self._http.close()
        with suppress(ImportError):  # JupyterHub 5 keeps none
            from jupyterhub.httpclient import JupyterHubHTTPClient

            await JupyterHubHTTPClient.loop_instance().close()

    async def _ask(self, token: str) -> dict | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._auth.user_for_token(token, sync=False)
        except (TimeoutError, HTTPError):
            raise Refusal(503, "hub_away", retry_after=2) from None

    def _may_enter(self, model: dict) -> bool:
        scopes = self._auth.check_scopes(self._auth.access_scopes, model)
        return bool(scopes) and _is_stored_form(model["name"]) and _is_of_its_kind(model)


def roles(groups: list[str]) -> dict[str, Role]:
    """Return the role in each course; who is in both groups of a course is its instructor."""
    found: dict[str, Role] = {}
    for prefix, role in GROUPS.items():
        courses = (group.removeprefix(prefix) for group in groups if group.startswith(prefix))
        found |= {course: role for course in courses if _is_slug(course)}
    return found


def _is_of_its_kind(model: dict) -> bool:
    """Only services are named as formgraders are, and no other service may enter."""
    kind = "service" if model["name"].startswith(FORMGRADER) else "user"
    return model.get("kind") == kind


def _groups(model: dict) -> list[str]:
    return [model["name"]] if model["kind"] == "service" else model.get("groups", [])


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
