"""What a playground shows: sections of plain data, and their HTML.

A module's `view(text, lang)` returns a list of sections; its JavaScript returns the same. The
driver in the page (static/playground.js) and `html` below turn sections into the same elements.
"""

from html import escape
from typing import TypedDict

WORDS = {
    "vi": {
        "ok": "Ổn",
        "note": "Lưu ý",
        "warning": "Cẩn thận",
        "examples": "Thử với:",
        "clear": "xóa ô",
        "copied": "Đã sao chép",
        "no_script": "Muốn gõ thử, hãy bật JavaScript trong trình duyệt. Dưới đây là một ví dụ:",
        "open": "Mở bản Gradio",
        "start": "Có thêm bản Gradio, chạy bằng Python trên máy của bạn: {command}",
        "ai": "AI trả lời, có thể sai: hãy kiểm tra trước khi dùng.",
        "load": "Bật góc thử nghiệm (tải {size} MB, một lần)",
        "loading": "Đang tải mô hình về trang này:",
        "load_failed": "Chưa tải được mô hình. Hãy kiểm tra kết nối rồi bấm lại nút trên.",
        "kinds": {
            "differs": "khác",
            "unsure": "chưa chắc",
            "left": "để nguyên",
            "fixed": "đã sửa",
        },
    },
    "en": {
        "ok": "OK",
        "note": "Note",
        "warning": "Careful",
        "examples": "Try:",
        "clear": "clear the box",
        "copied": "Copied",
        "no_script": "To type here, turn on JavaScript in the browser. Below is one example:",
        "open": "Open the Gradio version",
        "start": "There is a Gradio version too, run by Python on your own machine: {command}",
        "ai": "Answered by AI, may be wrong: check before you use it.",
        "load": "Start the playground (loads {size} MB, once)",
        "loading": "Loading the model into this page:",
        "load_failed": "The model did not load. Check the connection, then press the button again.",
        "kinds": {
            "differs": "differs",
            "unsure": "unsure",
            "left": "left alone",
            "fixed": "changed",
        },
    },
}


class Finding(TypedDict):
    """One observation: its level (ok, note, warning), a title, a sentence, text shown verbatim."""

    level: str
    title: str
    text: str
    value: str


class Piece(TypedDict):
    """A part of a text, in a box of its own: its kind (see `line`), and a word or two under it."""

    text: str
    kind: str
    note: str


class Line(TypedDict):
    """A text in pieces, with what it is."""

    label: str
    pieces: list[Piece]


class Section(TypedDict):
    """A heading, a sentence, lines, a table (no columns: none), findings, a text worth copying.

    The first cell of a row is its heading. `copy` is None or {"label": ..., "text": ...}.
    """

    name: str
    title: str
    text: str
    lines: list[Line]
    columns: list[str]
    rows: list[list[str | int]]
    findings: list[Finding]
    copy: dict[str, str] | None


def section(name, title, text, columns=(), rows=(), findings=(), copy=None, lines=()) -> Section:
    return {
        "name": name,
        "title": title,
        "text": text,
        "lines": list(lines),
        "columns": list(columns),
        "rows": list(rows),
        "findings": list(findings),
        "copy": copy,
    }


def finding(level, title, text, value="") -> Finding:
    return {"level": level, "title": title, "text": text, "value": value}


def line(label, pieces) -> Line:
    return {"label": label, "pieces": list(pieces)}


def piece(text, kind="", note="") -> Piece:
    """Return a piece. Kinds: differs, sure, likely, unsure, left (alone), fixed, or none.

    Each looks different in form as well as in colour; those of WORDS are read aloud too.
    """
    return {"text": text, "kind": kind, "note": note}


def html(sections: list[Section], lang: str, copying: bool = False) -> str:
    """Return the sections as HTML; buttons that copy need a script, so they come only if asked."""
    return "\n".join(_section(one, WORDS[lang], copying) for one in sections)


def _section(one: Section, words: dict, copying: bool) -> str:
    parts = [f"<h2>{escape(one['title'])}</h2>", f"<p>{escape(one['text'])}</p>"]
    if one["lines"]:
        lines = "".join(_line(item, words) for item in one["lines"])
        parts.append(f'<dl class="aulac-lines">{lines}</dl>')
    if one["columns"]:
        parts.append(_table(one))
    if one["findings"]:
        items = "".join(_finding(item, words) for item in one["findings"])
        parts.append(f'<ul class="aulac-findings">{items}</ul>')
    if copying and one["copy"]:
        text, label = escape(one["copy"]["text"]), escape(one["copy"]["label"])
        parts.append(f'<button class="aulac-copy" type="button" value="{text}">{label}</button>')
    return f'<section class="aulac-section aulac-{escape(one["name"])}">{"".join(parts)}</section>'


def _line(item: Line, words: dict) -> str:
    pieces = " ".join(_piece(one, words) for one in item["pieces"])
    return f'<dt>{escape(item["label"])}</dt><dd dir="auto">{pieces}</dd>'


def _piece(one: Piece, words: dict) -> str:
    kind, said = one["kind"], words["kinds"].get(one["kind"])
    look = f"aulac-piece aulac-{kind}" if kind else "aulac-piece"
    note = f"<small>{escape(one['note'])}</small>" if one["note"] else ""
    aloud = f'<span class="aulac-hidden"> ({said})</span>' if said else ""
    return f'<span class="{look}">{escape(one["text"])}{note}{aloud}</span>'


def _table(one: Section) -> str:
    head = "".join(
        f'<th scope="col"{_class(cell)}>{escape(title)}</th>'
        for title, cell in zip(one["columns"], one["rows"][0], strict=True)
    )
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in one["rows"])
    return (
        f'<div class="aulac-table" role="region" tabindex="0" aria-label="{escape(one["title"])}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(row: list) -> str:
    name, *cells = row
    rest = (f"<td{_class(cell)}>{escape(str(cell))}</td>" for cell in cells)
    return f'<th scope="row">{escape(str(name))}</th>' + "".join(rest)


def _class(cell: str | int) -> str:
    return ' class="aulac-number"' if isinstance(cell, int) else ""


def _finding(item: Finding, words: dict) -> str:
    value = f'<code class="aulac-value" dir="auto">{escape(item["value"])}</code>'
    return (
        f'<li class="aulac-finding aulac-{item["level"]}">'
        f'<span class="aulac-level">{words[item["level"]]}</span> '
        f"<strong>{escape(item['title'])}.</strong> {escape(item['text'])}"
        f"{value if item['value'] else ''}</li>"
    )
