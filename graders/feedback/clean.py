"""Makes a learner's text and outputs safe to show: nothing runs, nothing is fetched, nothing hides.

`plain` gives text (still to be escaped), `prose` and `table` give HTML of a few harmless tags,
`raster` a checked data URI. A graded page shows nothing of a learner's that went through none.
"""

import base64
import binascii
import re
from functools import lru_cache

import bleach
import mistune
from bs4 import BeautifulSoup

MAX_TEXT = 20_000
MAX_HTML = 200_000
MAX_IMAGE = 3 * 2**20
MAX_PIXELS = 40_000_000
MAX_SPAN = 100
MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
# Control characters, direction overrides, line separators, surrogates, tags.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
UNSEEN_IN_NAMES = re.compile(UNSEEN.pattern[:-1] + "\t\n\xad\u200b-\u200d\u2060-\u2064\ufeff]")
PILED_MARKS = re.compile("([\u0300-\u036f]{6})[\u0300-\u036f]+")

ACTIVE = (
    "script style template svg math iframe frame object embed applet form input button select"
    " textarea link meta base noscript audio video canvas title head"
).split()
PROSE_TAGS = frozenset(
    "p br strong em b i code pre ul ol li blockquote del hr sup sub"
    " table thead tbody tr th td caption".split()
)
TABLE_TAGS = frozenset(
    "table thead tbody tfoot tr th td caption b strong em i code br sup sub".split()
)


def plain(text: object, limit: int = MAX_TEXT) -> str:
    """Text whose hidden characters are written out and whose length is bounded. Not yet escaped."""
    text = str(text)
    cut = len(text) > limit
    text = PILED_MARKS.sub(r"\1", UNSEEN.sub(_visible, text[:limit]))
    return text + " …" if cut else text


def name(text: object) -> str:
    """A file name, grade_id or class name, on one line."""
    return UNSEEN_IN_NAMES.sub(_visible, plain(text, 200))


def terminal(text: object) -> str:
    """What a program printed: colours dropped, lines that it wrote over dropped."""
    text = ANSI.sub("", str(text)[: 4 * MAX_TEXT]).replace("\r\n", "\n")
    return plain("\n".join(line.rpartition("\r")[2] for line in text.split("\n")))


def _visible(match: re.Match) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"


def prose(markdown: object, links: bool = False) -> str:
    """Markdown as HTML of a few tags; addresses become links only where `links` (never a
    learner's)."""
    return _prose(plain(markdown), links)


@lru_cache(maxsize=256)
def _prose(markdown: str, links: bool) -> str:
    """Most of a page is the assignment's own text, the same for every learner."""
    try:
        rendered = _markdown(markdown)
    except RecursionError:
        return f"<pre>{bleach.clean(markdown)}</pre>"
    attributes = {"a": ["href", "rel"]} if links else {}
    tags = PROSE_TAGS | ({"a"} if links else set())
    return _framed(_harmless(rendered, tags, attributes))


def table(markup: object) -> str:
    """The table in this HTML, or nothing where there is none."""
    markup = str(markup)
    if "<table" not in markup.lower() or len(markup) > MAX_HTML:
        return ""
    return _framed(_harmless(markup, TABLE_TAGS, {"th": _span, "td": _span}))


def _harmless(markup: str, tags: frozenset, attributes: dict) -> str:
    """The markup without active elements and their contents, hidden characters written out."""
    try:
        soup = BeautifulSoup(markup, "html.parser")
        for element in soup(ACTIVE):
            element.decompose()
        return bleach.clean(
            plain(soup, 2 * MAX_HTML),
            tags=tags,
            attributes=attributes,
            protocols=["http", "https", "mailto"],
            strip=True,
        )
    except RecursionError:
        return ""


def _span(_tag: str, attribute: str, value: str) -> bool:
    return attribute in ("colspan", "rowspan") and value.isdecimal() and int(value) <= MAX_SPAN


def _framed(markup: str) -> str:
    """Tables in a frame that scrolls by itself, also by keyboard; the page never does sideways."""
    start = '<div class="scroll" tabindex="0" role="group"><table>'
    return markup.replace("<table>", start).replace("</table>", "</table></div>")


def raster(content: object, mime: str) -> str:
    """A picture as a data URI, or nothing where it is no PNG or JPEG or too large."""
    try:
        data = base64.b64decode("".join(content).encode("ascii"))
    except (TypeError, ValueError, binascii.Error):
        return ""
    if not data.startswith(MAGIC[mime]) or len(data) > MAX_IMAGE:
        return ""
    if mime == "image/png":
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        if not 0 < width * height <= MAX_PIXELS:
            return ""
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


class _Prose(mistune.HTMLRenderer):
    """Headings as bold lines, so that an answer does not disturb the outline of the page."""

    def heading(self, text: str, level: int, **attributes) -> str:
        return f"<p><strong>{text}</strong></p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url).replace("<a ", '<a rel="noopener noreferrer nofollow" ')


_markdown = mistune.create_markdown(
    renderer=_Prose(escape=True), plugins=["table", "strikethrough", "url"]
)


def outputs(found: object) -> list[dict]:
    """The outputs of a cell as data: {"kind": "text" | "table" | "image" | "error", ...}.

    Text, tables and plots are kept. Of what could act (HTML, SVG, scripts, LaTeX, widgets) only
    the plain text beside it is.
    """
    shown = [one for output in found if (one := _output(output))] if isinstance(found, list) else []
    return _joined(shown)


def _output(output: object) -> dict | None:
    if not isinstance(output, dict):
        return None
    if output.get("output_type") == "stream":
        return {"kind": "text", "text": terminal(_string(output.get("text", "")))}
    if output.get("output_type") == "error":
        summary = f"{output.get('ename', '')}: {output.get('evalue', '')}"
        return {"kind": "error", "text": terminal(summary)}
    data = output.get("data")
    return _display(data) if isinstance(data, dict) else None


def _display(data: dict) -> dict | None:
    text = terminal(_string(data.get("text/plain", "")))
    for mime in MAGIC:
        if mime in data and (source := raster(data[mime], mime)):
            return {"kind": "image", "source": source, "text": text}
    if "text/html" in data and (markup := table(_string(data["text/html"]))):
        return {"kind": "table", "html": markup, "text": text}
    return {"kind": "text", "text": text} if text else None


def _string(value: object) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _joined(shown: list[dict]) -> list[dict]:
    """Neighbouring pieces of printed text as one."""
    result: list[dict] = []
    for one in shown:
        if result and one["kind"] == result[-1]["kind"] == "text":
            result[-1] = {"kind": "text", "text": plain(result[-1]["text"] + one["text"])}
        else:
            result.append(one)
    return result
