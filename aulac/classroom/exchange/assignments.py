"""Assignments: releasing them, their limits, and how one person has them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from . import rules, schemas
from .database import Assignment, Extension, Files, Release, Submission
from .rules import Terms
from .words import Refusal


@dataclass(frozen=True)
class Seen:
    """An assignment as one person has it: its newest release, their terms, attempts used."""

    assignment: Assignment
    release: Release
    terms: Terms
    used: int

    def at(self, now: datetime) -> schemas.Assignment:
        return schemas.Assignment(
            course=self.assignment.course,
            name=self.assignment.name,
            version=self.release.version,
            released_at=self.release.released_at,
            due=self.terms.due,
            late_until=self.terms.late_until,
            attempts=self.terms.attempts,
            attempts_used=self.used,
            state=rules.state(self.terms, now),
            results=self.assignment.results,
            cool_down=self.assignment.cool_down,
            files=self.release.files,
        )


def seen(session: Session, course: str, user: str, name: str | None = None) -> list[Seen]:
    """Return what is released in a course, or the one assignment of this name, sorted by name."""
    used = (
        select(func.coalesce(func.max(Submission.number), 0))  # also when old ones were deleted
        .where(Submission.assignment_id == Assignment.id, Submission.user == user)
        .scalar_subquery()
    )
    newest = and_(Release.assignment_id == Assignment.id, Release.version == Assignment.version)
    theirs = and_(Extension.assignment_id == Assignment.id, Extension.user == user)
    rows = (
        select(Assignment, Release, Extension, used)
        .join(Release, newest)
        .outerjoin(Extension, theirs)
        .where(Assignment.course == course, Assignment.released)
        .order_by(Assignment.name)
    )
    if name is not None:
        rows = rows.where(Assignment.name == name)
    return [
        Seen(assignment, release, terms_of(assignment, extension), count)
        for assignment, release, extension, count in session.execute(rows)
    ]


def seen_one(session: Session, course: str, user: str, name: str) -> Seen:
    """Return the released assignment of this name. Raises Refusal 404."""
    found = seen(session, course, user, name)
    if not found:
        raise Refusal(404, "not_found")
    return found[0]


def find(session: Session, course: str, name: str, *, lock: bool = False) -> Assignment:
    """Return an assignment, released or withdrawn; `lock` makes others wait. Raises Refusal 404."""
    wanted = select(Assignment).where(Assignment.course == course, Assignment.name == name)
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise Refusal(404, "not_found")
    return found


def release(session: Session, course: str, name: str, files: Files, by: str, now: datetime) -> None:
    """Hand out the files as a new version, or again as the newest one when they are the same."""
    try:
        assignment = find(session, course, name, lock=True)
    except Refusal:
        assignment = Assignment(course=course, name=name, released=True, version=0)
        session.add(assignment)
        session.flush()
    assignment.released = True
    newest = session.get(Release, (assignment.id, assignment.version))
    if newest is None or newest.files != files:
        assignment.version += 1
        session.add(
            Release(
                assignment_id=assignment.id,
                version=assignment.version,
                released_at=now,
                released_by=by,
                files=files,
            )
        )


def change(assignment: Assignment, fields: dict) -> None:
    """Set what is named of a Policy. Raises Refusal 409 when limits contradict each other."""
    for name in ("results", "cool_down"):
        setattr(assignment, name, fields.pop(name, getattr(assignment, name)))
    terms = replace(assignment.terms, **fields)
    _check(terms)
    assignment.terms = terms


def grant(session: Session, assignment: Assignment, user: str, terms: Terms) -> Extension:
    """Give one person an extension in place of an earlier one. Raises Refusal 409."""
    _check(rules.extended(assignment.terms, terms))
    extension = Extension(assignment_id=assignment.id, user=user)
    extension.terms = terms
    return session.merge(extension)


def revoke(session: Session, assignment: Assignment, user: str) -> None:
    """Take an extension back. Raises Refusal 404."""
    extension = session.get(Extension, (assignment.id, user))
    if extension is None:
        raise Refusal(404, "not_found")
    session.delete(extension)


def _check(terms: Terms) -> None:
    if not terms.sound():
        raise Refusal(409, "bad_times")


def terms_of(assignment: Assignment, extension: Extension | None) -> Terms:
    own = assignment.terms
    return rules.extended(own, extension.terms) if extension else own
