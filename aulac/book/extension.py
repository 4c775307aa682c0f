"""What Sphinx is told about the book: search without marks, lesson banners, language switch."""

from docutils import nodes
from jinja2 import Environment, PackageLoader, select_autoescape
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

from ..course.facts import FACTS
from ..course.source import LANGUAGES
from ..text import unaccented_key
from .words import WORDS

LESSONS = {"vi": "bai_hoc", "en": "lessons"}  # the folders of a learner's home in the classroom
templates = Environment(loader=PackageLoader("aulac.book"), autoescape=select_autoescape())


class Vietnamese(SearchLanguage):
    """Words are found with their marks or without them: the index holds none."""

    lang = "vi"
    language_name = "Vietnamese"

    def stem(self, word: str) -> str:
        return unaccented_key(word.lower())


class English(SearchEnglish):
    """English stems, and Vietnamese words without their marks."""

    def stem(self, word: str) -> str:
        return super().stem(unaccented_key(word.lower()))


def lesson_banner(app: Sphinx, doctree: nodes.document) -> None:
    """Turns the line of facts below a lesson's title into its banner."""
    following = next(doctree.findall(nodes.paragraph), None)
    facts = FACTS.fullmatch(f"**{following.astext()}**") if following else None
    if facts:
        html = banner(app.env.docname, app.config.language, facts["facts"].split(" · "))
        following.replace_self(nodes.raw("", html, format="html"))


def banner(docname: str, lang: str, facts: list[str]) -> str:
    module, lesson = docname.split("/")
    return templates.get_template("banner.html").render(
        words=WORDS[lang],
        facts=facts,
        notebook=f"{LESSONS[lang]}/{docname}.ipynb",
        download=f"../notebooks/{docname}.ipynb",
        download_all=f"../notebooks/{module}.zip",
    )


def page_context(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tells the templates this page's address in the other language, and the words they need."""
    lang = app.config.language
    up = "../" * (pagename.count("/") + 1)
    context["words"] = WORDS[lang]
    context["translations"] = {other: f"{up}{other}/{pagename}.html" for other in LANGUAGES}


def setup(app: Sphinx) -> dict:
    app.add_search_language(Vietnamese)
    app.add_search_language(English)
    app.connect("doctree-read", lesson_banner)
    app.connect("html-page-context", page_context)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
