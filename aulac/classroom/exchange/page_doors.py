"""What stands before every page: who has opened it, in which role, from which form."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Form, Path, Request

from . import schemas
from .doors import TheService
from .identity import Person
from .words import Refusal


class LoggedOut(Exception):
    """Nobody is logged in: the browser is sent to the Hub, and comes back."""


async def in_a_page(request: Request) -> None:
    """What goes wrong is told by a page, not by JSON."""
    request.state.in_a_page = True


async def visitor(request: Request, service: TheService) -> Person:
    """Who is logged in; raises LoggedOut, Refusal 429 or 503."""
    token = request.cookies.get(service.login.session, "")
    try:
        person = await service.hub.person(f"token {token}")
    except Refusal as refusal:
        if refusal.status_code != 401:
            raise
        raise LoggedOut from None
    request.state.person, request.state.session = person.name, token
    service.requests.take(person.name)
    return person


def form_key(session: str) -> str:
    """What forms of this session carry, and nobody else can know."""
    return hmac.new(session.encode(), b"forms of the exchange", hashlib.sha256).hexdigest()


Visitor = Annotated[Person, Depends(visitor)]


async def opened(request: Request, _person: Visitor) -> None:
    """A person has opened the page; scripts of others on this address may not. Raises Refusal."""
    how = request.headers.get("sec-fetch-mode", "navigate")
    where = request.headers.get("sec-fetch-dest", "document")
    if (how, where) != ("navigate", "document"):
        raise Refusal(403, "not_opened")


async def teacher(course: Annotated[schemas.Slug, Path()], person: Visitor) -> Person:
    """An instructor of the course; raises Refusal 404 for everybody else."""
    if person.courses.get(course) != "instructor":
        raise Refusal(404, "not_found")
    return person


Teacher = Annotated[Person, Depends(teacher)]


def enrolled(
    course: Annotated[schemas.Slug, Path()], _person: Teacher, service: TheService
) -> set[str] | None:
    """The learners of the course as the Hub knows them; None where it does not tell."""
    return service.hub.enrolled(course)


Enrolled = Annotated[set[str] | None, Depends(enrolled)]


async def own_form(
    request: Request, _person: Visitor, key: Annotated[str, Form(max_length=100)] = ""
) -> None:
    """The form comes from a page of this session; raises Refusal 403."""
    if not hmac.compare_digest(key.encode(), form_key(request.state.session).encode()):
        raise Refusal(403, "old_form")
