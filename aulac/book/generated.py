"""The pages that nobody writes by hand: a module's overview, quiz, playground; the glossary."""

from .. import playground
from ..course.facts import lesson_facts
from ..course.glossary import Entry
from ..course.source import Module
from ..practice.questions import read_questions
from ..practice.quiz_view import quiz_html
from ..text import sort_key
from .words import WORDS


def module_list(modules: list[Module], lang: str) -> str:
    """The table of modules on the landing page."""
    words = WORDS[lang]
    lines = [f"| {words['module']} | {words['question']} | {words['time']} |", "|---|---|---|"]
    for module in modules:
        spec = module.spec
        link = f"[{number(module)}. {spec['title'][lang]}]({module.name}/index.md)"
        lines.append(f"| {link} | {spec['question'][lang]} | {duration(module, lang)} |")
    return "\n".join(lines) + "\n"


def module_page(module: Module, modules: list[Module], lang: str) -> str:
    """A module's overview: its question, what one will be able to do, its parts in order."""
    spec, words = module.spec, WORDS[lang]
    before = [other for other in modules if other.name in module.prerequisites]
    needs = ", ".join(f"[{m.spec['title'][lang]}](../{m.name}/index.md)" for m in before)
    outcomes = "\n".join(f"- {outcome[lang]}" for outcome in spec["outcomes"])
    return f"""# {number(module)}. {spec["title"][lang]}

**{spec["question"][lang]}**

{words["time"]}: {duration(module, lang)} · {words["needs"]}: {needs or words["nothing"]}

## {words["outcomes"]}

{outcomes}

## {words["parts"]}

{parts(module, lang)}
"""


def parts(module: Module, lang: str) -> str:
    """The lessons, then quiz, playground and assignment of a module, as a numbered list."""
    words, lines = WORDS[lang], []
    for lesson in module.lessons:
        facts = lesson_facts(module.lesson_path(lesson), lang)
        lines.append(f"[{facts.title}]({lesson}.ipynb), {facts.facts[0]}")
    if module.quiz_path.is_file():
        lines.append(f"[{words['quiz']}](quiz.md)")
    if module.playground_path.is_file():
        lines.append(f"[{words['playground']}](playground.md)")
    lines.append(words["assignment"].format(points=module.spec["points"]))
    return "\n".join(f"1. {line}" for line in lines)


def quiz_page(module: Module, lang: str) -> str:
    """The review questions of a module, playable in the page."""
    words, title = WORDS[lang], module.spec["title"][lang]
    html = quiz_html(read_questions(module.quiz_path), lang)
    return page(f"{words['quiz']}: {title}", words["quiz_intro"], html, "quiz.css", "quiz.js")


def playground_page(module: Module, lang: str) -> str:
    """The playground of a module, which runs in the page."""
    words, title = WORDS[lang], module.spec["title"][lang]
    own = f"playgrounds/{module.name}"
    files = ("playground.css", "playground.js", f"{own}.tables.js", f"{own}.js")
    html = playground.page_html(module.name, lang)
    intro = f"{playground.load(module.name).WORDS[lang]['intro']} {words['playground_intro']}"
    return page(f"{words['playground']}: {title}", intro, html, *files)


def page(title: str, intro: str, html: str, *files: str) -> str:
    """A page of one paragraph and one piece of HTML, with the styles and scripts it needs."""
    loads = "\n".join(
        f'<link rel="stylesheet" href="../_static/{name}">'
        if name.endswith(".css")
        else f'<script defer src="../_static/{name}"></script>'
        for name in files
    )
    return f"# {title}\n\n{intro}\n\n``````{{raw}} html\n{loads}\n{html}\n``````\n"


def glossary_page(entries: list[Entry], lang: str) -> str:
    """All words of the course, in the order of this language's dictionary."""
    words, other = WORDS[lang], "en" if lang == "vi" else "vi"
    lines = [f"# {words['glossary']}", "", words["glossary_intro"], "", "``````{glossary}"]
    for entry in sorted(entries, key=lambda entry: sort_key(entry.word[lang])):
        meaning = " ".join(entry.means[lang].split())
        if entry.word["vi"] != entry.word["en"]:
            meaning = f'<i lang="{other}">{entry.word[other]}</i> · {meaning}'
        lines += [entry.word[lang], f"  {meaning}", ""]
    return "\n".join([*lines, "``````", ""])


def number(module: Module) -> int:
    """The number a module's folder begins with."""
    return int(module.name.split("_")[0])


def duration(module: Module, lang: str) -> str:
    return f"{module.spec['minutes']} {WORDS[lang]['minutes']}"
