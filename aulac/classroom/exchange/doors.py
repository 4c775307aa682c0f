"""What stands before every route: who asks, in which role, how fast, with which files."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request, Security
from fastapi.security import APIKeyHeader

from . import schemas, uploads
from .identity import Person, Role
from .service import Service
from .uploads import Upload
from .words import Refusal

authorization = APIKeyHeader(
    name="Authorization",
    scheme_name="HubToken",
    description="`token` and a token of JupyterHub",
    auto_error=False,
)


async def service(request: Request) -> Service:
    return request.app.state.service


TheService = Annotated[Service, Depends(service)]


async def caller(
    request: Request,
    service: TheService,
    header: Annotated[str | None, Security(authorization)],
) -> Person:
    """Whose token it is; raises Refusal 401, 429 or 503."""
    person = await service.hub.person(header or "")
    request.state.person = person.name
    service.requests.take(person.name)
    return person


Caller = Annotated[Person, Depends(caller)]
Course = Annotated[schemas.Slug, Path()]
Name = Annotated[schemas.Slug, Path()]
User = Annotated[schemas.UserName, Path()]
IdempotencyKey = Annotated[str | None, Header(pattern="^[!-~]{1,200}$")]


async def role(course: Course, person: Caller) -> Role:
    """The caller's role in the course; raises Refusal 404 for who has none."""
    if course not in person.courses:
        raise Refusal(404, "not_found")
    return person.courses[course]


async def member(_role: Annotated[Role, Depends(role)], person: Caller) -> Person:
    return person


async def whose(
    role: Annotated[Role, Depends(role)],
    person: Caller,
    user: Annotated[schemas.UserName | None, Query()] = None,
) -> str | None:
    """The person whose work is asked for, None for everybody's; a learner has only their own."""
    if role == "instructor":
        return user
    if user not in (None, person.name):
        raise Refusal(404, "not_found")
    return person.name


async def instructor(role: Annotated[Role, Depends(role)], person: Caller) -> Person:
    """An instructor of the course; raises Refusal 403."""
    if role != "instructor":
        raise Refusal(403, "instructors_only")
    return person


async def unhurried(person: Caller, service: TheService) -> None:
    """The caller has not handed in too often lately; raises Refusal 429."""
    service.submissions.take(person.name)


async def files(
    request: Request, service: TheService, _person: Caller
) -> AsyncIterator[list[Upload]]:
    async with uploads.reading(request, service.limits) as found:
        yield found


Member = Annotated[Person, Depends(member)]
Whose = Annotated[str | None, Depends(whose)]
Instructor = Annotated[Person, Depends(instructor)]
Sent = Annotated[list[Upload], Depends(files)]
