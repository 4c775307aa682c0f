"""Playgrounds: try a module's subject on your own text, in the page or with Gradio.

A module that has one keeps two files in its folder:

- playground.py: `WORDS` (for each language at least title, intro, label and placeholder),
  `EXAMPLES` (a name in each language and a text), `view(text, lang)` -> sections (see view.py),
  `tables()` -> what the script needs, `build(lang)` -> gradio.Blocks. It does not import gradio
  before `build`, and imports its companions (other files of the folder) when it is loaded.
  Where a model answers it says `AI = True`, and `assets()` -> the bytes of its weights by name.
- playground.js, perhaps with companions playground_*.js: registers a function that computes the
  same sections in the page.

The book takes `page_html`, `scripts` and the folder STATIC from here. A page loads the classic
script static/playground.js, then the module's tables and its own script, in any order. Weights are
scripts too, in pieces, so that they load in a page opened from a folder; they wait for a button.
"""

import base64
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
PIECE = 3 << 18  # bytes of weights in a script; a multiple of 3 needs no padding in base 64
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
    notice = f'<p class="aulac-notice" role="note">{escape(words["ai"])}</p>\n'
    return (
        f"{notice if answers_by_model(name) else ''}"
        f'<div class="aulac-playground" lang="{lang}" data-module="{escape(name)}" '
        f'data-lang="{lang}" data-server="{escape(server)}">\n'
        f"<noscript><p>{escape(words['no_script'])}</p></noscript>\n"
        f'<p class="aulac-example"><code>{escape(example)}</code></p>\n'
        f'<div class="aulac-result">{html(playground.view(example, lang), lang)}</div>\n</div>\n'
    )


def answers_by_model(name: str) -> bool:
    """Return whether a model answers in a module's playground, which people must be told."""
    return getattr(load(name), "AI", False)


def scripts(name: str) -> dict[str, str]:
    """Return a module's scripts by file name: its view, its tables, its weights in pieces."""
    folder = find_root() / "notebooks" / name
    sources = [*sorted(folder.glob("playground_*.js")), folder / "playground.js"]
    weights, places = _weights(name)
    pieces = [weights[start : start + PIECE] for start in range(0, len(weights), PIECE)]
    return {
        f"{name}.js": "".join(path.read_text(encoding="utf-8") for path in sources),
        f"{name}.tables.js": _tables(name, places, len(pieces)),
        **{f"{name}.{i}.js": _piece(name, i, piece) for i, piece in enumerate(pieces)},
    }


def _weights(name: str) -> tuple[bytes, dict[str, list[int]]]:
    """Return all weights in one, and where each begins and ends."""
    assets = getattr(load(name), "assets", dict)()
    places, end = {}, 0
    for key, data in assets.items():
        places[key] = [end, end + len(data)]
        end += len(data)
    return b"".join(assets.values()), places


def _tables(name: str, places: dict, pieces: int) -> str:
    """Return the script that hands a module's tables to its JavaScript: ASCII, safe in a page."""
    tables = load(name).tables() | {
        "chrome": {lang: WORDS[lang] for lang in LANGUAGES},
        "weights": {"places": places, "pieces": pieces},
    }
    data = json.dumps(tables, separators=(",", ":")).replace("<", "\\u003c")
    place = f"((window.aulacPlayground ||= {{}}).tables ||= {{}})[{json.dumps(name)}]"
    return f"{place} = {data};\n{place}.from = document.currentScript.src;\n"


def _piece(name: str, number: int, data: bytes) -> str:
    text = base64.b64encode(data).decode()
    return f'aulacPlayground.receive({json.dumps(name)}, {number}, "{text}");\n'
