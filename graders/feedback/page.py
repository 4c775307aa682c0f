"""The feedback page of one notebook: self-contained HTML in which nothing runs or is fetched."""

import json
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .words import WORDS, level, limit, number

TEMPLATES = Path(__file__).parent.parent / "templates" / "learner_feedback"
SIGNS = {"passed": "✓", "partly": "◐", "failed": "✗", "unmarked": "…", "broken": "?"}


def render(view: dict) -> str:
    """The page of what `learner_view` returns."""
    lang = view["lang"]
    page = _template().render(
        view=view,
        words=WORDS[lang],
        signs=SIGNS,
        number=partial(number, lang=lang),
        limit=partial(limit, lang=lang),
        level=partial(level, lang=lang),
    )
    return page.strip() + "\n"


def as_json(view: dict) -> bytes:
    """The same for programs."""
    return json.dumps(view, ensure_ascii=False, indent=1).encode()


@cache
def _template():
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
