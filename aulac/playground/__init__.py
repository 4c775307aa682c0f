"""Playgrounds: try a module's subject on your own text, in the page or with Gradio.

A module that has one keeps two files in its folder:

- playground.py: `WORDS` (for each language at least title, intro, label and placeholder),
  `EXAMPLES` (a name in each language and a text), `view(text, lang)` -> sections (see view.py),
  `tables()` -> what the script needs, `build(lang)` -> gradio.Blocks. It does not import gradio
  before `build`, and imports its companions (other files of the folder) when it is loaded.
- playground.js: registers a function that computes the same sections in the page.

The book takes `page_html`, `tables_script` and the folder STATIC from here. A page loads the
classic script static/playground.js, then the module's tables and its playground.js, in any order.
"""

import functools
import importlib.util
import json
import sys
from html import escape
from pathlib import Path
from types import ModuleType

from ..course.source import LANGUAGES, find_root, read_modules
from .view import WORDS, html

STATIC = Path(__file__).parent / "static"
SERVER = "../../playground/"  # as seen from a page of a module, P vi/01_chu_viet/playground.html


def names() -> list[str]:
    """The modules that have a playground, in the order of the course."""
    modules = read_modules(find_root())
    return [module.name for module in modules if module.playground_path.is_file()]


@functools.cache
def load(name: str) -> ModuleType:
    """Return a module's playground. Its companions stay its own: sys.modules never shows them."""
    folder = find_root() / "notebooks" / name
    own = {path.stem for path in folder.glob("*.py")}
    hidden = {key: sys.modules.pop(key) for key in own & set(sys.modules)}
    spec = importlib.util.spec_from_file_location(
        f"aulac_playground_{name}", folder / "playground.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(folder))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(folder))
        for key in own:
            sys.modules.pop(key, None)
        sys.modules.update(hidden)
    return module


def page_html(name: str, lang: str, server: str = SERVER) -> str:
    """Return the element that the script fills; without JavaScript it shows one example."""
    playground, words = load(name), WORDS[lang]
    example = playground.EXAMPLES[0]["text"]
    return (
        f'<div class="aulac-playground" lang="{lang}" data-module="{escape(name)}" '
        f'data-lang="{lang}" data-server="{escape(server)}">\n'
        f"<noscript><p>{escape(words['no_script'])}</p></noscript>\n"
        f'<p class="aulac-example"><code>{escape(example)}</code></p>\n'
        f'<div class="aulac-result">{html(playground.view(example, lang), lang)}</div>\n</div>\n'
    )


def tables_script(name: str) -> str:
    """Return the script that hands a module's tables to its JavaScript: ASCII, safe in a page."""
    tables = load(name).tables() | {"chrome": {lang: WORDS[lang] for lang in LANGUAGES}}
    data = json.dumps(tables, separators=(",", ":")).replace("<", "\\u003c")
    place = f"((window.aulacPlayground ||= {{}}).tables ||= {{}})[{json.dumps(name)}]"
    return f"{place} = {data};\n"
