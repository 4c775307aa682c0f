"""An assignment for its instructor: progress, dates, results, extensions, each with its form."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from . import assignments, audit, progress
from .doors import TheService
from .forms import Typed
from .page_doors import Enrolled, Teacher, in_a_page, opened, own_form
from .pages import Name, read_gradebook
from .rules import Results, Terms
from .service import Service
from .shown import page
from .words import Refusal

ADDRESS = "/class/{course}/{name}/"
NOTHING = Typed({"user": "", "due": "", "late_until": "", "attempts": ""})

router = APIRouter(include_in_schema=False, dependencies=[Depends(in_a_page)])
Text = Annotated[str, Form(max_length=255)]


class Here:
    """The assignment that the request is about, for its instructor."""

    def __init__(
        self,
        request: Request,
        course: Name,
        name: Name,
        person: Teacher,
        enrolled: Enrolled,
        service: TheService,
    ):
        self.request, self.course, self.name = request, course, name
        self.person, self.enrolled, self.service = person, enrolled, service

    def show(self, status: int = 200, **typed: Typed) -> Response:
        """The page, its forms as they were `typed`."""
        service: Service = self.service
        now, (book, problem) = service.clock(), read_gradebook(service, self.course)
        with service.database.reading() as session:
            found = assignments.find(session, self.course, self.name)
            everybody = progress.roster(session, self.course, book, self.enrolled)
            one = progress.of_assignment(session, service.storage, found, everybody, book, now)
        minutes = str(-(-(found.cool_down or 0) // 60) or "")
        forms = {
            "dates": Typed.of(found.terms),
            "policy": Typed({"given": found.results, "cool_down": minutes}),
            "extension": NOTHING,
        }
        return page(
            self.request,
            "assignment.html",
            now,
            status,
            person=self.person,
            course=self.course,
            one=one,
            problem=problem,
            incomplete=self.enrolled is None,
            wrong=bool(typed),
            **(forms | typed),
        )

    def back(self, part: str) -> RedirectResponse:
        """What was asked is done; the worker may have something to do."""
        self.service.helper.wake()
        return RedirectResponse(f"./#{part}", 303)


TheAssignment = Annotated[Here, Depends()]


@router.get(ADDRESS, dependencies=[Depends(opened)])
def show_assignment(here: TheAssignment) -> Response:
    return here.show()


@router.get(ADDRESS + "{form}", dependencies=[Depends(opened)])
async def leave_form(form: Literal["dates", "policy", "extensions"]) -> RedirectResponse:
    """Who opens a form that was shown again, say in the other language, gets the page."""
    return RedirectResponse("./", 303)


@router.post(ADDRESS + "dates", dependencies=[Depends(own_form)])
def set_dates(
    here: TheAssignment, due: Text = "", late_until: Text = "", attempts: Text = ""
) -> Response:
    """Say until when, and how often, everybody may hand in."""
    typed = Typed({"due": due, "late_until": late_until, "attempts": attempts})
    terms = typed.terms()
    if not terms.sound():
        typed.errors["late_until"] = "bad_times"
    if typed.errors:
        return here.show(422, dates=typed)
    service = here.service
    with service.database.writing() as session:
        assignment = assignments.find(session, here.course, here.name, lock=True)
        before = assignment.due
        assignments.change(assignment, vars(terms))
        session.add(audit.entry(here.request, service.clock()))
    service.gradebooks.due_changed(here.course, here.name, before)
    return here.back("dates")


@router.post(ADDRESS + "policy", dependencies=[Depends(own_form)])
def set_policy(
    here: TheAssignment, given: Annotated[Results, Form()], cool_down: Text = ""
) -> Response:
    """Say when results are given; `cool_down` is in minutes."""
    typed = Typed({"given": given, "cool_down": cool_down})
    minutes = typed.count("cool_down")
    if typed.errors:
        return here.show(422, policy=typed)
    service = here.service
    if given != "none" and not service.helper.grades:
        raise Refusal(409, "no_grading")
    with service.database.writing() as session:
        assignment = assignments.find(session, here.course, here.name, lock=True)
        change = {"results": given, "cool_down": minutes and minutes * 60}
        assignments.change(assignment, change)
        session.add(audit.entry(here.request, service.clock()))
    return here.back("policy")


@router.post(ADDRESS + "extensions", dependencies=[Depends(own_form)])
def give_extension(
    here: TheAssignment,
    user: Text = "",
    due: Text = "",
    late_until: Text = "",
    attempts: Text = "",
) -> Response:
    """Give one learner more time or attempts; a form without any takes the extension back."""
    typed = Typed({"user": user, "due": due, "late_until": late_until, "attempts": attempts})
    learner, terms, service = typed.user("user"), typed.terms(), here.service
    if typed.errors:
        return here.show(422, extension=typed)
    try:
        with service.database.writing() as session:
            assignment = assignments.find(session, here.course, here.name, lock=True)
            if terms == Terms():
                assignments.revoke(session, assignment, learner)
            else:
                assignments.grant(session, assignment, learner, terms)
            session.add(audit.entry(here.request, service.clock()))
    except Refusal as refusal:
        if terms == Terms():
            typed.errors["user"] = "no_extension"
        else:
            typed.errors["late_until"] = refusal.key
        return here.show(422, extension=typed)
    service.gradebooks.extension_changed(here.course, here.name)
    return here.back("extensions")
