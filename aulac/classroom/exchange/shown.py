"""Makes pages from the templates, in the language that the reader has chosen."""

from datetime import datetime
from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from graders.feedback.words import number

from ..language import language
from . import spans
from .page_doors import form_key
from .words import Refusal

TEMPLATES = Path(__file__).parent / "templates"
CLASSROOM = TEMPLATES.parent.parent / "templates"
STATIC = {
    "pages.css": (
        (CLASSROOM / "style.css").read_text(encoding="utf-8")
        + (TEMPLATES / "pages.css").read_text(encoding="utf-8"),
        "text/css",
    ),
    "pages.js": ((TEMPLATES / "pages.js").read_text(encoding="utf-8"), "text/javascript"),
}
LANGUAGES = ("vi", "en")
COOKIE = "aulac_lang"  # the same for all pages of the classroom
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def page(
    request: Request, template: str, now: datetime, status: int = 200, **values: object
) -> Response:
    """Return a page, or remember the language that the address asks for and come back."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES and request.method == "GET":
        answer = RedirectResponse(request.url.path, 303)
        answer.set_cookie(COOKIE, chosen, max_age=365 * 86400, path="/", samesite="lax")
        return answer
    lang = request.cookies.get(COOKIE)
    lang = lang if lang in LANGUAGES else language()
    session = getattr(request.state, "session", "")
    settings = request.app.state.service.settings
    text = (
        _templates()
        .get_template(template)
        .render(
            lang=lang,
            t=lambda vi, en: vi if lang == "vi" else en,
            now=now,
            span=lambda length: spans.span(length, lang),
            moment=lambda time: spans.moment(time, lang),
            zone=spans.zone(now),
            number=lambda value: number(value, lang),
            prefix=settings.prefix,
            home=settings.login_url.removesuffix("api/oauth2/authorize") + "home",
            key=form_key(session) if session else "",
            **values,
        )
    )
    return HTMLResponse(text, status, HEADERS)


def sorry(request: Request, refusal: Refusal) -> Response:
    """Return the page that tells a refusal."""
    body = refusal.body()
    now = request.app.state.service.clock()
    return page(request, "sorry.html", now, refusal.status_code, person=None, body=body)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
