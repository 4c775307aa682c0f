"""The routes of the exchange below api/v1."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from . import assignments, audit, names, results, schemas, submissions, uploads
from .assignments import Seen
from .database import Files
from .doors import (
    Caller,
    Course,
    IdempotencyKey,
    Instructor,
    Member,
    Name,
    Sent,
    TheService,
    User,
    Whose,
    unhurried,
)
from .gradebook_dates import taken_over
from .service import Service
from .submissions import Handed
from .uploads import Upload
from .words import Refusal

ERRORS = {
    status: {"model": schemas.Error}
    for status in (400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503)
}
BYTES = {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
SAVED_NOT_RUN = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
ASSIGNMENT = "/courses/{course}/assignments/{name}"

router = APIRouter(responses=ERRORS)


@router.get("/me")
async def me(person: Caller) -> schemas.Me:
    return schemas.Me(name=person.name, courses=person.courses)


@router.get("/courses/{course}/assignments")
def list_assignments(
    course: Course, person: Member, service: TheService
) -> list[schemas.Assignment]:
    now = service.clock()
    with service.database.reading() as session:
        return [one.at(now) for one in assignments.seen(session, course, person.name)]


@router.put(ASSIGNMENT, openapi_extra=uploads.BODY)
def release_assignment(
    request: Request,
    course: Course,
    name: Name,
    person: Instructor,
    service: TheService,
    sent: Sent,
) -> schemas.Assignment:
    files, now = described(sent), service.clock()
    with kept(service, sent, files), service.database.writing() as session:
        assignments.release(session, course, name, files, person.name, now)
        session.add(audit.entry(request, now))
        return assignments.seen_one(session, course, person.name, name).at(now)


@router.patch(ASSIGNMENT)
def change_assignment(
    request: Request,
    course: Course,
    name: Name,
    change: schemas.Policy,
    person: Instructor,
    service: TheService,
) -> schemas.Assignment:
    now = service.clock()
    if change.results != "none" and not service.helper.grades:
        raise Refusal(409, "no_grading")
    with service.database.writing() as session:
        assignment = assignments.find(session, course, name, lock=True)
        before, fields = assignment.due, change.model_dump(exclude_unset=True)
        assignments.change(assignment, taken_over(session, assignment, fields))
        session.add(audit.entry(request, now))
        changed = assignments.seen_one(session, course, person.name, name).at(now)
    if {"due", "gradebook_due"} & fields.keys():
        service.gradebooks.due_changed(course, name, before)
    service.helper.wake()
    return changed


@router.delete(ASSIGNMENT, status_code=204)
def withdraw_assignment(
    request: Request, course: Course, name: Name, _person: Instructor, service: TheService
) -> None:
    """No longer hand out the assignment; nothing is destroyed."""
    with service.database.writing() as session:
        assignments.find(session, course, name, lock=True).released = False
        session.add(audit.entry(request, service.clock()))


@router.get(ASSIGNMENT + "/files/{path:path}", response_class=FileResponse, responses=BYTES)
def read_assignment_file(
    course: Course, name: Name, path: str, person: Member, service: TheService
) -> FileResponse:
    with service.database.reading() as session:
        seen = assignments.seen_one(session, course, person.name, name)
        return download(service, seen.release.files, path)


@router.put(ASSIGNMENT + "/extensions/{user}")
def grant_extension(
    request: Request,
    course: Course,
    name: Name,
    user: User,
    grant: schemas.Grant,
    _person: Instructor,
    service: TheService,
) -> schemas.Extension:
    with service.database.writing() as session:
        assignment = assignments.find(session, course, name, lock=True)
        extension = assignments.grant(session, assignment, user, grant.terms)
        session.add(audit.entry(request, service.clock()))
        granted = schemas.Extension.model_validate(extension)
    service.gradebooks.extension_changed(course, name)
    service.helper.wake()
    return granted


@router.delete(ASSIGNMENT + "/extensions/{user}", status_code=204)
def revoke_extension(
    request: Request,
    course: Course,
    name: Name,
    user: User,
    _person: Instructor,
    service: TheService,
) -> None:
    with service.database.writing() as session:
        assignment = assignments.find(session, course, name, lock=True)
        assignments.revoke(session, assignment, user)
        session.add(audit.entry(request, service.clock()))
    service.gradebooks.extension_changed(course, name)
    service.helper.wake()


@router.post(
    ASSIGNMENT + "/submissions",
    status_code=201,
    openapi_extra=uploads.BODY,
    dependencies=[Depends(unhurried)],
    responses={200: {"model": schemas.Submission, "description": "The same request once more"}},
)
def submit(
    request: Request,
    response: Response,
    course: Course,
    name: Name,
    person: Member,
    service: TheService,
    sent: Sent,
    idempotency_key: IdempotencyKey = None,
) -> schemas.Submission:
    """Hand in work, always as the caller. The answer means that it is safe on the disk."""
    now, limit = service.clock(), service.limits.person
    handed = Handed(person.name, described(sent), now, idempotency_key)
    with service.database.reading() as session:  # refused work leaves nothing on the disk
        submissions.consider(session, course, name, handed, limit)
    with kept(service, sent, handed.files), service.database.writing() as session:
        found = submissions.consider(session, course, name, handed, limit)
        if isinstance(found, Seen):
            found = submissions.accept(session, found, handed, service.signer)
        else:
            response.status_code = 200
        session.add(audit.entry(request, now))
    service.helper.wake()
    return submissions.shown(found)


@router.get(ASSIGNMENT + "/submissions")
def list_submissions(
    course: Course, name: Name, service: TheService, user: Whose, latest: bool = False
) -> list[schemas.Submission]:
    """One's own; an instructor gets everybody's."""
    with service.database.reading() as session:
        assignments.find(session, course, name)
        found = submissions.listing(session, course, name, user, latest)
        return [submissions.shown(one) for one in found]


@router.get("/courses/{course}/submissions")
def list_all_submissions(
    course: Course, service: TheService, user: Whose, latest: bool = False
) -> list[schemas.Submission]:
    """Those to all assignments of the course, withdrawn ones too."""
    with service.database.reading() as session:
        found = submissions.listing(session, course, None, user, latest)
        return [submissions.shown(one) for one in found]


@router.get("/courses/{course}/results")
def list_results(course: Course, person: Member, service: TheService) -> list[schemas.Result]:
    """Of one's own submissions."""
    with service.database.reading() as session:
        now, storage = service.clock(), service.storage
        found = results.of_course(session, storage, course, person.name, now)
        return [attempt.shown() for one in found for attempt in one.attempts]


@router.get("/submissions/{id}")
def read_submission(id: UUID, person: Caller, service: TheService) -> schemas.Submission:
    with service.database.reading() as session:
        return submissions.shown(submissions.visible(session, id, person))


@router.get("/submissions/{id}/files/{path:path}", response_class=FileResponse, responses=BYTES)
def read_submitted_file(id: UUID, path: str, person: Caller, service: TheService) -> FileResponse:
    with service.database.reading() as session:
        return download(service, submissions.visible(session, id, person).files, path)


@router.get("/submissions/{id}/feedback/{path:path}", response_class=FileResponse, responses=BYTES)
def read_feedback_file(id: UUID, path: str, person: Caller, service: TheService) -> FileResponse:
    with service.database.reading() as session:
        return download(service, submissions.visible(session, id, person).feedback, path)


def marked(id: UUID, person: Caller, service: TheService) -> UUID:
    """A submission of a course that the caller teaches; raises Refusal 403 or 404."""
    with service.database.reading() as session:
        course = submissions.visible(session, id, person).assignment.course
    if person.courses[course] != "instructor":
        raise Refusal(403, "instructors_only", course=course)
    return id


Marked = Annotated[UUID, Depends(marked)]


@router.put("/submissions/{id}/feedback", openapi_extra=uploads.BODY)
def return_feedback(
    request: Request, marked: Marked, person: Caller, service: TheService, sent: Sent
) -> schemas.Submission:
    """Return feedback in place of earlier feedback."""
    files = described(sent)
    with kept(service, sent, files), service.database.writing() as session:
        submission = submissions.visible(session, marked, person)
        submission.feedback = files
        session.add(audit.entry(request, service.clock(), submission.assignment.course))
    return submissions.shown(submission)


@router.get("/courses/{course}/audit")
def read_audit(
    course: Course,
    _person: Instructor,
    service: TheService,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[schemas.AuditRow]:
    with service.database.reading() as session:
        found = audit.of_course(session, course, after, limit)
        return [schemas.AuditRow.model_validate(row) for row in found]


@router.get("/key")
async def read_key(service: TheService) -> schemas.Key:
    """The key that signs, and all that ever did: old receipts stay good."""
    keys = service.signer.keys
    known = {name: base64.b64encode(raw).decode() for name, raw in keys.public.items()}
    return schemas.Key(key=keys.name, public_key=known[keys.name], keys=known)


@router.post("/receipts/check")
async def check_receipt(receipt: schemas.Receipt, service: TheService) -> schemas.Verdict:
    valid = service.signer.check(receipt.payload, receipt.signature, receipt.key)
    return schemas.Verdict(valid=valid)


def described(sent: list[Upload]) -> Files:
    return [upload.described() for upload in sent]


@contextmanager
def kept(service: Service, sent: list[Upload], files: Files) -> Iterator[None]:
    """Store what was sent, safe on the disk; the block has the time to name it in a row."""
    with service.storage.arriving():
        for upload, file in zip(sent, files, strict=True):
            service.storage.put(upload.content, file["sha256"])
        yield


def download(service: Service, files: Files, path: str) -> FileResponse:
    """Answer with the file of this path. Raises Refusal 404."""
    try:
        wanted = names.path(path)
    except names.BadName:
        raise Refusal(404, "not_found") from None
    for file in files:
        if file["path"] == wanted:
            return FileResponse(
                service.storage.path(file["sha256"]),
                headers=SAVED_NOT_RUN,
                media_type="application/octet-stream",
                filename=wanted.rpartition("/")[2],
            )
    raise Refusal(404, "not_found")
