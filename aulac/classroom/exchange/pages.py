"""The pages of the exchange: a learner's results, and an instructor's class."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from graders.course import CourseError
from graders.database import GradebookError

from . import progress, results, schemas, submissions
from .doors import TheService
from .page_doors import Enrolled, LoggedOut, Teacher, Visitor, in_a_page, opened
from .service import Service
from .shown import STATIC, page
from .words import Refusal

FEEDBACK_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False, dependencies=[Depends(in_a_page)])
Name = Annotated[schemas.Slug, Path()]


@router.get("/oauth_callback")
async def log_in(request: Request, service: TheService, code: str = "", state: str = ""):
    """The browser comes back from the Hub."""
    token, next_page = await service.login.finish(request, code, state)
    await service.hub.person(f"token {token}")
    return service.login.remember(request, next_page, state, token)


@router.get("/")
async def start() -> RedirectResponse:
    return RedirectResponse("results/", 303)


@router.get("/pages/{name}")
async def static(name: Literal["pages.css", "pages.js"]) -> Response:
    content, kind = STATIC[name]
    return Response(content, media_type=kind, headers={"Cache-Control": "max-age=600"})


@router.get("/results/", dependencies=[Depends(opened)])
def show_results(request: Request, person: Visitor, service: TheService) -> HTMLResponse:
    now = service.clock()
    with service.database.reading() as session:
        courses = {
            course: results.of_course(session, service.storage, course, person.name, now)
            for course in sorted(person.courses)
        }
    return page(request, "results.html", now, person=person, courses=courses)


@router.get("/results/waiting")
def count_waiting(person: Visitor, service: TheService) -> JSONResponse:
    with service.database.reading() as session:
        return JSONResponse(results.waiting(session, person.name, service.clock()))


@router.get("/results/{id}/feedback/{path:path}", dependencies=[Depends(opened)])
def show_feedback(id: UUID, path: str, person: Visitor, service: TheService) -> FileResponse:
    """A page of feedback; nothing in it runs."""
    with service.database.reading() as session:
        files = submissions.visible(session, id, person).feedback
    found = next((f for f in files if f["path"] == path and path.endswith(".html")), None)
    if found is None:
        raise Refusal(404, "not_found")
    headers = {"Content-Security-Policy": FEEDBACK_POLICY, "X-Content-Type-Options": "nosniff"}
    return FileResponse(
        service.storage.path(found["sha256"]), media_type="text/html", headers=headers
    )


@router.get("/results/{id}/receipt.json", dependencies=[Depends(opened)])
def save_receipt(id: UUID, person: Visitor, service: TheService) -> Response:
    with service.database.reading() as session:
        found = submissions.visible(session, id, person)
        receipt = schemas.Receipt.model_validate(found)
    name = f"{found.assignment.name}-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(receipt.model_dump_json(), media_type="application/json", headers=headers)


@router.get("/class/{course}/", dependencies=[Depends(opened)])
def show_class(
    request: Request, course: Name, person: Teacher, enrolled: Enrolled, service: TheService
) -> HTMLResponse:
    now, (book, problem) = service.clock(), read_gradebook(service, course)
    with service.database.reading() as session:
        everybody = progress.roster(session, course, book, enrolled)
        found = progress.of_course(session, service.storage, course, everybody, book, now)
    values = {"person": person, "course": course, "found": found, "problem": problem}
    return page(request, "class.html", now, incomplete=enrolled is None, **values)


@router.get("/class/{course}/grades.csv", dependencies=[Depends(opened)])
def save_grades(course: Name, _person: Teacher, service: TheService) -> Response:
    try:
        content = progress.csv_of(service.settings.course_dir, course)
    except (CourseError, GradebookError):
        raise Refusal(503, "no_gradebook") from None
    headers = {"Content-Disposition": f'attachment; filename="{course}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def read_gradebook(service: Service, course: str) -> tuple[dict, bool]:
    """Return the marks in the gradebook, and whether it could not be read."""
    try:
        return progress.gradebook(service.settings.course_dir, course), False
    except (CourseError, GradebookError):
        return {}, True


async def begin_login(request: Request, _error: LoggedOut) -> Response:
    """Who is not logged in goes to the Hub first; a form that was sent is lost."""
    if request.method != "GET":
        raise Refusal(403, "old_form")
    service: Service = request.app.state.service
    service.requests.take("/" + request.client.host)  # like no name of a person
    return service.login.begin(request)
