"""The playground of module 06: a language model that reads, foresees and writes, letter by letter.

`view` is the truth; playground.js and playground_network.js compute the same in the page, with the
weights of lesson 6.2's small model. Âu Lạc Mini's own model is too large for a page: there it
answers the examples from playground_recorded.json; in the Gradio version it writes on, live.
"""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
from playground_gradio import app
from playground_network import alphabet, ids_of, network, softmax, write
from playground_words import EXAMPLES, WORDS
from small import WEIGHTS, record
from syllables import FRONT, ONSET, RHYMES, STOPPED, TONES, why_impossible

from aulac.playground.view import Section, finding, line, piece, section
from aulac.text import stored

AI = True
RECORDED = json.loads((Path(__file__).parent / "playground_recorded.json").read_text("utf-8"))
LOOKED_AT = 2000  # code points from the end
LIMIT = 72  # characters read
LENGTH = 30  # characters written
OPENING = "\n\n"  # what stands before every text
KNOBS = [[0, 0], [0.7, 0], [1, 0], [1.5, 0], [1.5, 5]]  # temperature, top_k
# How many of the syllables written after sixty lines of talk (doi_thuong, dev) are impossible.
MEASURED = ["0%", "0%", "1%", "13%", "<1%"]
WARM = [0.5, 1, 2]  # temperatures of the table
ROWS = 8
MOST = 1_000_000
LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
BLANKS = " \t\r\n"
PATTERNS = {"letters": f"[{LETTERS}]+", "chunk": f"[^{BLANKS}]+"}
_RE = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}


def view(text: str, lang: str) -> list[Section]:
    """Return everything the playground says about text."""
    return sections(text, lang, recorded(text, WORDS[lang]), "notes")


def sections(text: str, lang: str, mini: list[Section], notes: str) -> list[Section]:
    words = WORDS[lang]
    whole = stored(clean(text)[-LOOKED_AT:])
    text = whole[-LIMIT:]
    if not _RE["chunk"].search(text):
        return [section("empty", words["empty_title"], words["empty"])]
    memory = []
    scores = network().read(np.array([ids_of(OPENING + text)]), memory)[0]
    return [
        following(text, scores[-1], words),
        writing(text, scores[-1], memory, words),
        reading(text, scores, len(whole) > LIMIT, words),
        *mini,
        section("notes", words["notes_title"], words[notes]),
    ]


def clean(text: str) -> str:
    """Return text with halves of surrogate pairs joined, and U+FFFD for a half alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# What may come next


def following(text: str, scores: np.ndarray, words: dict) -> Section:
    shares = [softmax(scores / each) for each in WARM]
    order = np.argsort(-scores, kind="stable")
    rows = [
        [name_of(alphabet()[i], words), *(percent(each[i]) for each in shares)]
        for i in order[:ROWS].tolist()
    ]
    enough = int(np.argmax(np.cumsum(shares[1][order]) >= 0.9)) + 1
    say = words["next"].format(
        tail=text[-12:].strip(BLANKS), first=rows[0][0], share=rows[0][2], enough=enough
    )
    return section("next", words["next_title"], say, words["next_columns"], rows)


def name_of(c: str, words: dict) -> str:
    return words["characters"].get(c, f"“{c}”")


def percent(share: float) -> str:
    return f"{int(share * 100 + 0.5)}%" if share >= 0.005 else "<1%"


# What it writes


def writing(text: str, scores: np.ndarray, memory: list, words: dict) -> Section:
    tail = "" if text[-1] in BLANKS else _RE["chunk"].findall(text)[-1]
    texts = [tail + more for more in write(text, scores, memory, KNOBS, LENGTH)]
    lines, rows = [], []
    for label, written, usual in zip(words["knobs"], texts, MEASURED, strict=True):
        pieces, strange, every = judged(finished(written), words)
        lines.append(line(label, pieces))
        rows.append([label, every, strange, usual])
    columns = words["writes_columns"]
    return section("writes", words["writes_title"], words["writes"], columns, rows, lines=lines)


def finished(text: str) -> list[str]:
    """Return the chunks of a text that was cut off, but for the last, unless it is the only one."""
    chunks = _RE["chunk"].findall(text)
    return chunks if text[-1] in BLANKS or len(chunks) < 2 else chunks[:-1]


def judged(chunks: list[str], words: dict) -> tuple[list[dict], int, int]:
    """Return chunks as pieces, how many syllables cannot be Vietnamese, and how many there are."""
    pieces, strange, every = [], 0, 0
    for chunk in chunks:
        why = [why_impossible(each) for each in _RE["letters"].findall(chunk)]
        found = [each for each in why if each]
        pieces.append(piece(chunk, "differs" if found else "", note_of(found, words)))
        strange, every = strange + len(found), every + len(why)
    return pieces, strange, every


def note_of(found: list[str], words: dict) -> str:
    return words["why"][found[0]] if found else ""


# How it reads


def reading(text: str, scores: np.ndarray, is_cut: bool, words: dict) -> Section:
    costs = bits(text, scores)
    pieces, surprise = [], ("", -1.0)
    strange = every = 0
    for match in _RE["chunk"].finditer(text):
        (one,), bad, count = judged([match[0]], words)
        cost = float(sum(costs[match.start() : match.end()]))
        pieces.append(one | {"note": f"{one['note']} {rounded(cost)} bit".strip()})
        strange, every = strange + bad, every + count
        surprise = max(surprise, (match[0], cost), key=lambda pair: pair[1])
    total = float(sum(costs))
    tenths = rounded(total / len(text) * 10)
    point = words["point"]
    say = words["read"].format(bits=rounded(total), each=f"{tenths // 10}{point}{tenths % 10}")
    if every:
        say += " " + words["per_syllable"].format(
            syllables=every, perplexity=perplexity(total / every, words)
        )
    findings = [finding("note", words["surprise_title"], words["surprise"], surprise[0])]
    if strange:
        findings.append(finding("warning", words["strange_title"], words["strange"]))
    if unknown := list(dict.fromkeys(c for c in text if c not in alphabet())):
        shown = " ".join(unknown[:12])
        findings.append(finding("note", words["unknown_title"], words["unknown"], shown))
    if is_cut:
        cut = words["cut"].format(limit=LIMIT)
        findings.append(finding("note", words["cut_title"], cut))
    lines = [line(words["read_label"], pieces)]
    return section("read", words["read_title"], say, findings=findings, lines=lines)


def bits(text: str, scores: np.ndarray) -> list[float]:
    """Return what each character of text costs, given those before it."""
    shares = softmax(scores[len(OPENING) - 1 : -1])
    ids = ids_of(text)
    return (-np.log2(shares[np.arange(len(ids)), ids])).tolist()


def rounded(number: float) -> int:
    return int(number + 0.5)


def perplexity(bits_each: float, words: dict) -> str:
    found = 2 ** min(bits_each, 99)
    return str(rounded(found)) if found < MOST else words["most"]


# Âu Lạc Mini


def recorded(text: str, words: dict) -> list[Section]:
    answer = RECORDED["answers"].get(text)
    if not answer:
        return []
    say = words["mini_recorded"].format(date=RECORDED["date"])
    return [mini_section(answer["next"], answer["texts"], say, words)]


def mini_section(found: list, texts: list[str], say: str, words: dict) -> Section:
    rows = [[token, f"{share}%"] for token, share in found]
    lines = [
        line(label, judged(_RE["chunk"].findall(text), words)[0])
        for label, text in zip(words["mini_knobs"], texts, strict=False)
    ]
    return section("mini", words["mini_title"], say, words["mini_columns"], rows, lines=lines)


# For the page


def tables() -> dict:
    """Return the data that playground.js computes with, so that none of it is written twice."""
    return {
        "limits": {
            "LOOKED_AT": LOOKED_AT,
            "LIMIT": LIMIT,
            "BLANKS": BLANKS,
            "LENGTH": LENGTH,
            "OPENING": OPENING,
            "KNOBS": KNOBS,
            "MEASURED": MEASURED,
            "WARM": WARM,
            "ROWS": ROWS,
            "MOST": MOST,
        },
        "patterns": PATTERNS,
        "words": WORDS,
        "examples": EXAMPLES,
        "recorded": RECORDED,
        "model": {"config": record()["config"], "characters": alphabet()},
        "spelling": {
            "onset": ONSET.pattern,
            "rhymes": sorted(RHYMES),
            "tones": "".join(TONES),
            "front": FRONT,
            "stopped": list(STOPPED),
        },
    }


def assets() -> dict[str, bytes]:
    """Return the weights of the small model."""
    return {"network": Path(WEIGHTS).read_bytes()}


# Gradio


@cache
def mini():
    """Return Âu Lạc Mini's language model."""
    from aulac import models

    return models.get("generate")


def live(text: str, lang: str) -> list[Section]:
    """Return `view`, with what Âu Lạc Mini foresees now."""
    words = WORDS[lang]
    prompt = stored(clean(text)[-LOOKED_AT:])
    if not _RE["chunk"].search(prompt):
        return view(text, lang)
    found = [
        [token.replace("\n", "⏎"), rounded(share * 100)]
        for token, share in mini().next_token(prompt, ROWS)
    ]
    mini_now = mini_section(found, [], words["mini_live"], words)
    return sections(text, lang, [mini_now], "notes_live")


def stream(prompt: str, temperature: float, top_k: float, length: float, lang: str):
    """Yield, as sections, what Âu Lạc Mini has written so far. Nothing is held meanwhile."""
    words, prompt = WORDS[lang], clean(prompt)[-LOOKED_AT:]
    options = {"temperature": float(temperature), "top_k": int(top_k) or None, "top_p": 1.0}
    text = ""
    for more in mini().generate(prompt, max_tokens=int(length), **options):
        text += more
        yield [streamed(text, words)]
    if not text:
        yield [section("written", words["stream_title"], words["stream_end"])]


def streamed(text: str, words: dict) -> Section:
    pieces, strange, every = judged(_RE["chunk"].findall(text), words)
    say = words["stream"].format(syllables=every, strange=strange)
    lines = [line(words["stream_label"], pieces)]
    return section("written", words["stream_title"], say, lines=lines)


def build(lang: str):
    """Return the Gradio version: the same view, and Âu Lạc Mini writing on."""
    return app(lang, WORDS[lang], EXAMPLES, live, stream)
