"""The record of who did what, or tried to, and from where."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request

from . import names
from .database import Audit

DONE = "done"
LONGEST = 500  # characters of an address; all that good names can make fit


def entry(request: Request, now: datetime, course: str = "", outcome: str = DONE) -> Audit:
    """Return the row for a request; a refused one has the key of its sentence as `outcome`."""
    route = request.scope.get("route")
    return Audit(
        time=now,
        person=getattr(request.state, "person", ""),
        address=request.client.host if request.client else "",
        action=getattr(route, "name", request.method),
        object=names.shown(request.scope["path"].rpartition("/api/v1/")[2], LONGEST),
        outcome=outcome,
        course=course or _course(request),
    )


def of_course(session: Session, course: str, after: int, limit: int) -> list[Audit]:
    """Return the rows of a course that come after the row `after`, oldest first."""
    rows = select(Audit).where(Audit.course == course, Audit.id > after)
    return list(session.scalars(rows.order_by(Audit.id).limit(limit)))


def _course(request: Request) -> str:
    try:
        return names.slug(request.path_params.get("course", ""))
    except names.BadName:
        return ""
