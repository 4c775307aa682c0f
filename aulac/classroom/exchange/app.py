"""The exchange as an ASGI application."""

import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import exc, text
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from . import assignment_page, audit, names, pages, schemas
from .api import ERRORS, router
from .clock import Clock, utc_now
from .doors import TheService
from .limits import BodyLimit
from .page_doors import LoggedOut
from .service import Service
from .settings import Settings
from .shown import sorry
from .words import Refusal

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PASSING = (exc.OperationalError, exc.InterfaceError, exc.IntegrityError, exc.TimeoutError)
KEYS = {404: "not_found", 405: "method_not_allowed"}

log = logging.getLogger("aulac.exchange")


def create_app(settings: Settings, clock: Clock = utc_now) -> FastAPI:
    """Return the application; `clock` tells the time in UTC."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = await run_in_threadpool(Service.start, settings)
        app.state.service.clock = clock
        async with app.state.service.helper.running():
            yield
        await app.state.service.hub.close()
        app.state.service.database.close()

    api = settings.prefix + "api/v1"
    app = FastAPI(
        title="Âu Lạc exchange",
        version="1",
        openapi_url=api + "/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.add_middleware(BodyLimit)
    app.include_router(router, prefix=api)
    for one in (pages.router, assignment_page.router):
        app.include_router(one, prefix=settings.prefix.rstrip("/"))
    app.add_api_route(settings.prefix + "health", health, responses={503: ERRORS[503]})
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(LoggedOut, pages.begin_login)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(OSError, no_room)
    app.add_exception_handler(Exception, failed)
    for passing in PASSING:
        app.add_exception_handler(passing, busy)
    return app


def health(service: TheService) -> schemas.Health:
    with service.database.reading() as session:
        session.execute(text("SELECT 1"))
    return schemas.Health(status="ok")


async def refused(request: Request, error: HTTPException) -> JSONResponse:
    """Answer with the sentence of a Refusal, and record it."""
    if not isinstance(error, Refusal):
        key = KEYS.get(error.status_code, "invalid")
        error = Refusal(error.status_code, key, detail=error.detail)
    if error.status_code == 405:
        error.headers = {"Allow": ", ".join(methods(request))}
    await run_in_threadpool(record, request, error)
    if getattr(request.state, "in_a_page", False):
        return sorry(request, error)
    return JSONResponse(error.body(), error.status_code, error.headers)


def methods(request: Request) -> list[str]:
    """Return what the address of the request takes; Starlette names one route's methods only."""
    here = request.scope["route"]
    found = (route.methods for route in router.routes if route.path == here.path)
    return sorted(here.methods.union(*found))


async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    places = {names.shown(".".join(map(str, found["loc"]))) for found in error.errors()}
    return await refused(request, Refusal(422, "invalid", detail=", ".join(sorted(places))))


async def busy(request: Request, error: Exception) -> JSONResponse:
    log.warning("%s: %s", type(error).__name__, error)
    return await refused(request, Refusal(503, "busy", retry_after=2))


async def no_room(request: Request, error: OSError) -> JSONResponse:
    if error.errno not in NO_ROOM:
        raise error
    return await busy(request, error)


async def failed(request: Request, _error: Exception) -> JSONResponse:
    return await refused(request, Refusal(500, "internal"))


def record(request: Request, refusal: Refusal) -> None:
    """Write a refusal to the audit.

    They can be made without end, so only so many are kept of each person, and of all the unknown
    together, for addresses can be forged. When even this cannot be written, the log has to do.
    """
    service: Service = request.app.state.service
    row = audit.entry(request, service.clock(), refusal.course, refusal.key)
    if service.refusals.wait(row.person):
        return
    try:
        with service.database.writing() as session:
            session.add(row)
    except exc.SQLAlchemyError as error:
        log.error("audit: %s by %r: %s", refusal.key, row.person, type(error).__name__)
