"""The playground of module 01: what a text is inside the machine, and what breaks where.

`view` is the truth; playground.js computes the same in the page, function by function. Both rest on
the normal forms, which Unicode never changes for a character once it is in, and otherwise on tables
and ranges of our own, so that the age of a browser or of Python makes no difference.
"""

import re
from collections import Counter
from unicodedata import normalize

from playground_characters import CAPITALS, HIDDEN, KINDS, MARKS, SMALL, describe, kind, stand_in
from playground_guess import (
    CP1252,
    LONGEST,
    PATTERNS,
    TABLES,
    TONES,
    guess,
    is_syllable,
    rescue,
)
from playground_words import EXAMPLES, WORDS

from aulac.playground.view import Section, finding, section
from aulac.text import other_tone_style, stored

LIMIT = 20_000  # code points looked at
SHOWN = 80  # code points listed
LINE = 60  # code points of the first line, on which things are tried
VALUE = 600  # code points of a rescued text that are shown
WORDS_SHOWN = 30
FILE_NAME = 255

CP1258 = bytes(range(128, 256)).decode("cp1258", "ignore")
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = "\f^{}\\[~]|€"  # these take the room of two
TRUE_D = {"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"}
STROKES = {"đ": "d", "Đ": "D", "\u00d0": "D", "\u00f0": "d", "\u0189": "D", "\u0256": "d"}

# Letters in a row; a row longer than any word is cut, lest a pile of marks take all day.
_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-\u024f\u0300-\u036f\u1e00-\u1eff]{1,40}")
_TWO_STYLES = re.compile(f"([ou])([{TONES}])([aey])", re.IGNORECASE)


def view(text: str, lang: str) -> list[Section]:
    """Return everything the playground says about text."""
    words = WORDS[lang]
    text = clean(text)
    if not text:
        return [section("empty", words["empty_title"], words["empty"])]
    whole, text = text, text[:LIMIT]
    decomposed = nfd(text)
    forms = [text, nfc(decomposed), decomposed]  # slow for a pile of marks: once is enough
    verdict = guess(text)
    rescued = rescue(text, verdict["name"]) if verdict["name"] else ""
    return [
        summary(forms, len(whole) > LIMIT, verdict, words),
        points(text, words),
        styles(rescued or text, rescued != "", words),
        legacy(text, rescued, verdict, words),
        breaks(forms, words),
    ]


def clean(text: str) -> str:
    """Return text with halves of surrogate pairs joined, and U+FFFD for a half alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def nfc(text: str) -> str:
    return normalize("NFC", text)


def nfd(text: str) -> str:
    return normalize("NFD", text)


def is_mark(c: str) -> bool:
    return "\u0300" <= c <= "\u036f"


def utf8(text: str) -> int:
    return len(text.encode("utf-8"))


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le"))


# (a) summary


def summary(forms: list[str], cut: bool, verdict: dict, words: dict) -> Section:
    form = unicode_form(*forms)
    found = _WORD.findall(forms[0])
    good = sum(map(is_syllable, found))
    say = words["summary"].format(form=words[form], words=len(found), good=good)
    if verdict["name"]:
        say += " " + words["suspect"].format(name=words["encodings"][verdict["name"]])
    level = "ok" if form in ("NFC", "both") else "warning"
    findings = [finding(level, words["form_title"], words["form_" + form])]
    if cut:
        findings.append(finding("note", words["cut_title"], words["cut"].format(limit=LIMIT)))
    rows = [
        [words["letters"], *(sum(not is_mark(c) for c in s) for s in forms)],
        [words["points"], *map(len, forms)],
        [words["utf8"], *map(utf8, forms)],
        [words["utf16"], *map(utf16, forms)],
    ]
    copy = {"label": words["copy_nfc"], "text": forms[1]} if level == "warning" else None
    title, columns = words["summary_title"], words["summary_columns"]
    return section("summary", title, say, columns, rows, findings, copy)


def unicode_form(text: str, composed: str, decomposed: str) -> str:
    if text == composed:
        return "both" if text == decomposed else "NFC"
    return "NFD" if text == decomposed else "neither"


# (b) code points


def points(text: str, words: dict) -> Section:
    shown = text[:SHOWN]
    say = words["points_text"].format(total=len(text), shown=len(shown))
    rows = [
        [stand_in(c), f"U+{ord(c):04X}", c.encode().hex(" ").upper(), describe(c, words)]
        for c in shown
    ]
    return section("points", words["points_title"], say, words["points_columns"], rows)


# (c) tone style


def styles(text: str, repaired: bool, words: dict) -> Section:
    counts = Counter(map(nfc, _WORD.findall(text)))
    found = [[word, *both, times] for word, times in counts.items() if (both := two_styles(word))]
    title = words["styles_title"]
    if not found:
        return section("styles", title, words["styles_none"])
    say = words["styles_text"].format(count=len(found))
    if repaired:
        say += " " + words["styles_repaired"]
    rows = [[word, words[style], other, n] for word, style, other, n in found[:WORDS_SHOWN]]
    used = [style for _, style, _, _ in found]
    mixture = "mixed" if "old" in used and "new" in used else used[0]
    level = {"old": "ok", "new": "note", "mixed": "warning"}[mixture]
    findings = [finding(level, words["styles_finding"], words["styles_" + mixture])]
    copy = None if mixture == "old" else {"label": words["copy_stored"], "text": stored(text)}
    return section("styles", title, say, words["styles_columns"], rows, findings, copy)


def two_styles(word: str) -> list[str] | None:
    """Return a word's style and its other spelling, or None if it has only one."""
    if new := other_tone_style(word):
        return ["new", new[0][1]]
    moved = _TWO_STYLES.sub(r"\1\3\2", nfd(word), count=1)
    return ["old", nfc(moved)] if other_tone_style(moved) else None


# (d) legacy encodings


def legacy(text: str, rescued: str, verdict: dict, words: dict) -> Section:
    name, title = verdict["name"], words["legacy_title"]
    if not name:
        findings = ambiguity(text, verdict, words)
        return section("legacy", title, words["legacy_none"], findings=findings)
    say = words["legacy_sure" if verdict["sure"] else "legacy_likely"]
    say = say.format(name=words["encodings"][name])
    rows = [[words["encodings"][other], *n] for other, n in verdict["counts"].items()]
    level = "ok" if verdict["sure"] else "note"
    findings = [
        finding(level, words["repair_title"], words["repair"], excerpt(rescued)),
        finding("note", words["check_title"], words["check"][name]),
    ]
    copy = {"label": words["copy_repair"], "text": rescued}
    return section("legacy", title, say, words["legacy_columns"], rows, findings, copy)


def ambiguity(text: str, verdict: dict, words: dict) -> list:
    name = verdict["other"]
    if not name:
        return []
    say = words["ambiguous"].format(name=words["encodings"][name])
    return [finding("note", words["ambiguous_title"], say, excerpt(rescue(text, name)))]


def excerpt(text: str) -> str:
    return text if len(text) <= VALUE else text[:VALUE] + "…"


# (e) what breaks where


def breaks(forms: list[str], words: dict) -> Section:
    text = forms[0]
    whole = next((s for line in text.split("\n") if (s := line.strip(" \t\r"))), "")
    line = whole[:LINE]
    findings = [
        compare(line, words),
        length(line, words),
        strip(line, words),
        encode(line, words),
        misread(line, words),
        sms(text, without_marks(forms[2]), words),
        file_name(whole, words),
        hidden(text, words),
        false_d(line, text, words),
    ]
    return section("breaks", words["breaks_title"], words["breaks_text"], findings=findings)


def compare(line: str, words: dict) -> dict:
    title, composed, decomposed = words["compare_title"], nfc(line), nfd(line)
    if line != composed:
        say = words["compare_warning"].format(now=len(line), other=len(composed))
        return finding("warning", title, say)
    if line == decomposed:
        return finding("ok", title, words["compare_ok"])
    say = words["compare_note"].format(now=len(line), other=len(decomposed))
    return finding("note", title, say)


def length(line: str, words: dict) -> dict:
    width, decomposed = len(nfc(line)), nfd(line)
    if len(decomposed) <= width:
        return finding("ok", words["length_title"], words["length_ok"])
    say = words["length"].format(width=width)
    level = "warning" if len(line) > width else "note"
    return finding(level, words["length_title"], say, decomposed[:width])


def without_marks(decomposed: str) -> str:
    return "".join(c for c in decomposed if not is_mark(c))


def without_strokes(text: str) -> str:
    return "".join(STROKES.get(c, c) for c in text)


def strip(line: str, words: dict) -> dict:
    title, stripped = words["strip_title"], without_marks(nfd(line))
    good = without_strokes(stripped)
    if good != stripped:
        say = words["strip_warning"].format(left=sum(c in STROKES for c in stripped))
        return finding("warning", title, say, stripped + "\n" + good)
    if good == nfd(line):
        return finding("ok", title, words["strip_ok"])
    return finding("note", title, words["strip_note"], good)


def encode(line: str, words: dict) -> dict:
    title = words["encode_title"]
    windows = "".join(c if c < "\x80" or c in CP1258 else "?" for c in line)
    ascii_only = "".join(c if c < "\x80" else "?" for c in line)
    if ascii_only == line:
        return finding("ok", title, words["encode_ok"])
    lost = [sum(a != b for a, b in zip(line, kept, strict=True)) for kept in (windows, ascii_only)]
    say = words["encode_lost"].format(windows=lost[0], ascii=lost[1])
    level = "warning" if lost[0] else "note"
    return finding(level, title, say, f"windows-1258: {windows}\nASCII: {ascii_only}")


def misread(line: str, words: dict) -> dict:
    title = words["misread_title"]
    seen = "".join(chr(b) if b < 128 else CP1252[b - 128] for b in line.encode())
    if seen == line:
        return finding("ok", title, words["misread_ok"])
    safe = re.sub("[\x80-\x9f]", "\ufffd", seen)
    level = "note" if safe == seen else "warning"
    return finding(level, title, words["misread_" + level], safe)


def sms(text: str, stripped: str, words: dict) -> dict:
    title, count = words["sms_title"], messages(text)
    if is_gsm(text):
        return finding("ok", title, words["sms_ok"].format(count=count))
    bare = messages(without_strokes(stripped))
    return finding("note", title, words["sms_note"].format(count=count, bare=bare))


def is_gsm(text: str) -> bool:
    return all(c in GSM or c in GSM_TWICE for c in text)


def messages(text: str) -> int:
    """Return how many text messages take the text: parts hold fewer characters than one alone."""
    if is_gsm(text):
        size, alone, in_parts = sum(2 if c in GSM_TWICE else 1 for c in text), 160, 153
    else:
        size, alone, in_parts = utf16(text) // 2, 70, 67
    return 1 if size <= alone else -(-size // in_parts)


def file_name(line: str, words: dict) -> dict:
    now, composed, decomposed = utf8(line), utf8(nfc(line)), utf8(nfd(line))
    say = words["file"].format(now=now, nfc=composed, nfd=decomposed)
    level = "warning" if now > FILE_NAME else "note" if decomposed > FILE_NAME else "ok"
    return finding(level, words["file_title"], say)


def hidden(text: str, words: dict) -> dict:
    title, counts = words["hidden_title"], Counter(text)
    rows = [
        f"{stand_in(c)} U+{ord(c):04X} × {times}: {describe(c, words)}"
        for c, times in counts.items()
        if kind(c)[3] in HIDDEN
    ]
    if not rows:
        return finding("ok", title, words["hidden_ok"])
    return finding("warning", title, words["hidden_warning"], "\n".join(rows[:WORDS_SHOWN]))


def false_d(line: str, text: str, words: dict) -> dict:
    count = sum(c in TRUE_D for c in text)
    if not count:
        return finding("ok", words["eth_title"], words["eth_ok"])
    small = line.replace("\u00d0", "\u00f0").replace("\u0189", "\u0256")
    good = "".join(TRUE_D.get(c, c) for c in line)
    say = words["eth_warning"].format(count=count)
    return finding("warning", words["eth_title"], say, small + "\n" + good)


def tables() -> dict:
    """Return the data that playground.js computes with, so that none of it is written twice."""
    return {
        "limits": {
            "LIMIT": LIMIT,
            "SHOWN": SHOWN,
            "LINE": LINE,
            "VALUE": VALUE,
            "WORDS_SHOWN": WORDS_SHOWN,
            "FILE_NAME": FILE_NAME,
            "LONGEST": LONGEST,
        },
        "words": WORDS,
        "examples": EXAMPLES,
        "patterns": PATTERNS | {"word": _WORD.pattern, "two_styles": _TWO_STYLES.pattern},
        "legacy": TABLES,
        "cp1252": CP1252,
        "cp1258": CP1258,
        "gsm": [GSM, GSM_TWICE],
        "marks": MARKS,
        "tones": TONES,
        "small": SMALL,
        "capitals": CAPITALS,
        "kinds": KINDS,
        "hidden": HIDDEN,
        "true_d": TRUE_D,
        "strokes": STROKES,
    }


def build(lang: str):
    """Return the Gradio app."""
    from aulac.playground.gradio_parts import text_playground

    return text_playground(lang, WORDS[lang], EXAMPLES, view)
