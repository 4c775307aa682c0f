"""The playground of module 05: one question, four ways of finding the rule, beside one another.

`view` is the truth; playground.js and playground_search.js compute the same in the page, with the
same rules and vectors. playground_ways.py finds, playground_words.py has what is said.
"""

import re
from functools import cache
from unicodedata import category, combining

import numpy as np
from playground_ways import (
    LIKE,
    WAYS,
    bare_tokens,
    encoder,
    index,
    likenesses,
    percent,
    ranked,
    rarities,
    rules,
    tokens,
)
from playground_words import DOCUMENTS, EXAMPLES, WORDS

from aulac.models.catalog import EMBEDDED
from aulac.models.search.index import K1, B
from aulac.models.search.matching import FORGIVEN, MARKED, PAIR, UNLIKELY
from aulac.playground.view import Section, finding, line, piece, section
from aulac.text import unaccented_key

__all__ = ["AI", "EXAMPLES", "WORDS", "assets", "build", "tables", "view"]

AI = True

LIMIT = 300  # code points looked at
HITS = 3  # articles shown of each way
FURTHEST = 20  # rank up to which the table tells it
RUN = 5  # words of a clause in a piece
SYLLABLES = 15  # syllables of the question that are told about
FORMS = 8  # forms of a syllable that are listed

# MRR on the test part of quy_dinh, with marks and without, in thousandths; how alike the first
# article is, in per cent, for half of the questions at least. A test measures them again.
MEASURED = {
    "written": [858, 161],
    "stripped": [763, 763],
    "forgiving": [875, 852],
    "meaning": [703, 401],
}
ALIKE = {"with_answer": 42, "without_answer": 39}
QUESTIONS = 114


def view(text: str, lang: str) -> list[Section]:
    """Return everything the playground says about a question."""
    words = WORDS[lang]
    asked = " ".join(clean(text)[:LIMIT].split())
    sought = tokens(asked)
    if not sought:
        return [section("empty", words["empty_title"], words["empty"])]
    found = ranked(asked)
    alike = likenesses(asked)
    return [
        summary(sought, found, len(clean(text)) > LIMIT, words),
        *(way(name, sought, found[name], alike, words) for name in WAYS),
        syllables(sought, words),
        notes(words),
    ]


def clean(text: str) -> str:
    """Return text with halves of surrogate pairs joined, and U+FFFD for a half alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def named(place: int, template: str, **more) -> str:
    """Return an article's name, as a template has it."""
    rule = rules()[place]
    document = DOCUMENTS[rule["id"].rpartition("-")[0]]
    return template.format(
        article=rule["article"], title=rule["title"], document=document, **more
    )


# The summary


def summary(sought: list[str], found: dict, is_cut: bool, words: dict) -> Section:
    firsts = list(dict.fromkeys(places[0] if places else -1 for places in found.values()))
    if firsts == [-1]:
        agree = words["agree_none"]
    elif len(firsts) == 1:
        agree = words["agree_all"].format(first=named(firsts[0], words["article"]))
    else:
        agree = words["agree_some"].format(firsts=len([one for one in firsts if one >= 0]))
    marked = sum(map(is_marked, sought))
    say = words["summary"].format(tokens=len(sought), marked=marked, agree=agree)
    shown = list(dict.fromkeys(place for rank in range(HITS) for place in at(rank, found)))
    rows = [[named(place, words["article"]), *ranks(place, found, words)] for place in shown]
    columns = words["columns"] if rows else []
    findings = [bare(sought, marked, words), merged(sought, words), unknown(sought, words)]
    if is_cut:
        findings.append(finding("note", words["cut_title"], words["cut"].format(limit=LIMIT)))
    findings = [one for one in findings if one]
    return section("summary", words["summary_title"], say, columns, rows, findings)


def at(rank: int, found: dict) -> list[int]:
    """Return the articles that the ways put at a rank, counted from 0."""
    return [places[rank] for places in found.values() if rank < len(places)]


def ranks(place: int, found: dict, words: dict) -> list[str]:
    """Return at which rank each way puts an article."""
    orders = (places[:FURTHEST] for places in found.values())
    return [
        str(order.index(place) + 1) if place in order else words["nothing"] for order in orders
    ]


def is_marked(token: str) -> bool:
    return token != unaccented_key(token)


def holders(name: str, token: str) -> int:
    """Return how many articles hold a token, as written or stripped."""
    return len(index(name).gains.get(token, ()))


def bare(sought: list[str], marked: int, words: dict) -> dict | None:
    if marked or len(sought) < 2:
        return None
    found = sum(holders("written", token) > 0 for token in sought)
    if not any(holders("stripped", token) for token in sought):
        return None
    key = "bare_luck" if found == len(sought) else "bare"
    say = words[key].format(found=found, total=len(sought))
    return finding("warning", words["bare_title"], say)


def merged(sought: list[str], words: dict) -> dict | None:
    """Return a finding on the marked syllable that most others are mixed up with."""
    marked = [token for token in dict.fromkeys(sought) if is_marked(token)]
    others = {token: [one for one in forms(token) if one != token] for token in marked}
    most = max(marked, key=lambda token: len(others[token]), default=None)
    if most is None or not others[most]:
        return None
    say = words["merged"].format(token=most)
    return finding("note", words["merged_title"], say, listed(others[most]))


def forms(token: str) -> list[str]:
    """Return the syllables of the rules that are the same as a token without marks."""
    return forms_by_key().get(unaccented_key(token), [])


@cache
def forms_by_key() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for token in index("written").gains:
        found.setdefault(unaccented_key(token), []).append(token)
    return found


def listed(found: list[str]) -> str:
    more = ", …" if len(found) > FORMS else ""
    return ", ".join(found[:FORMS]) + more


def unknown(sought: list[str], words: dict) -> dict | None:
    found = [token for token in dict.fromkeys(sought) if not forms(token)]
    if not found:
        return None
    return finding("note", words["unknown_title"], words["unknown"], listed(found))


# What each way finds


def way(name: str, sought: list[str], places: list[int], alike: list, words: dict) -> Section:
    if not places:
        count = words["count_none"]
    elif name == "meaning":
        count = words["count_meaning"].format(count=len(places), like=LIKE)
    else:
        count = words["count"].format(count=len(places), total=len(rules()))
    shown = [
        hit(name, rank, place, sought, alike[place], words)
        for rank, place in enumerate(places[:HITS], 1)
    ]
    findings = []
    if name == "meaning" and places and not shares(places[0], sought):
        findings.append(finding("note", words["no_words_title"], words["no_words"]))
    if name == WAYS[0]:
        shown.append(line(words["legend_title"], [piece(*one) for one in words["legend"]]))
    say = words["way_texts"][name].format(count=count)
    title = words["ways"][name]
    return section(f"way_{name}", title, say, lines=shown, findings=findings)


def hit(name: str, rank: int, place: int, sought: list[str], alike: tuple, words: dict) -> dict:
    """Return an article's line: its best clause in pieces, those that match marked."""
    rule = rules()[place]
    if name == "meaning":
        likeness, best = alike
        label = named(place, words["hit_like"], rank=rank, likeness=percent(likeness))
        clause = rule["clauses"][best]
    else:
        label = named(place, words["hit"], rank=rank)
        clause = best_clause(name, rule, sought)
    return line(label, pieces(name, clause, sought))


def best_clause(name: str, rule: dict, sought: list[str]) -> str:
    """Return the clause that matches the most different syllables of the question."""
    return max(rule["clauses"], key=lambda clause: matches(name, clause, sought))


def matches(name: str, clause: str, sought: list[str]) -> int:
    written = set(tokens(clause)) & set(sought)
    if name == "written":
        return len(written)
    stripped = set(bare_tokens(clause))
    keys = (token for token in dict.fromkeys(sought) if forgives(name, token))
    return len(written | {token for token in keys if unaccented_key(token) in stripped})


def forgives(name: str, token: str) -> bool:
    """Return whether a way lets a token of the question match other marks than its own."""
    return name == "stripped" or name == "forgiving" and not is_marked(token)


def pieces(name: str, clause: str, sought: list[str]) -> list[dict]:
    found, at = [], 0
    as_written = set(sought)
    loose = {unaccented_key(token) for token in sought if forgives(name, token)}
    for match in re.finditer(r"(\w+)[^\w\s]*", clause):
        token = match[1].lower()
        kind = "likely" if token in as_written else ""
        if not kind and unaccented_key(token) in loose:
            kind = "unsure"
        if kind:
            found += plain(clause[at : match.start()])
            found.append(piece(match[0], kind))
            at = match.end()
    return found + plain(clause[at:])


def plain(text: str) -> list[dict]:
    """Return text that does not match, a few words a piece, so that lines can break."""
    words = text.split()
    return [piece(" ".join(words[i : i + RUN])) for i in range(0, len(words), RUN)]


def shares(place: int, sought: list[str]) -> bool:
    """Return whether an article shares a syllable with the question, marks left aside."""
    rule = rules()[place]
    text = " ".join([rule["title"], *rule["clauses"]])
    return bool(set(bare_tokens(text)) & {unaccented_key(token) for token in sought})


# Syllable by syllable, and how far to trust all this


def syllables(sought: list[str], words: dict) -> Section:
    rows = [
        [
            token,
            holders("written", token),
            holders("stripped", unaccented_key(token)),
            listed(forms(token)) or words["nothing"],
        ]
        for token in list(dict.fromkeys(sought))[:SYLLABLES]
    ]
    title, columns = words["syllables_title"], words["syllables_columns"]
    return section("syllables", title, words["syllables"], columns, rows)


def notes(words: dict) -> Section:
    rows = [[words["ways"][name], *shares_of(name, words)] for name in WAYS]
    findings = [
        finding("note", words["silence_title"], words["silence"].format(**ALIKE)),
        finding("note", words["same_title"], words["same"]),
        finding("note", words["fiction_title"], words["fiction"]),
    ]
    say = words["notes"].format(questions=QUESTIONS, total=len(rules()))
    title, columns = words["notes_title"], words["notes_columns"]
    return section("notes", title, say, columns, rows, findings)


def shares_of(name: str, words: dict) -> list[str]:
    return [words["share"].format(thousandths=number) for number in MEASURED[name]]


# For the page


def tables() -> dict:
    """Return the data that playground.js computes with, so that none of it is written twice."""
    every = rules()
    return {
        "limits": {
            "LIMIT": LIMIT,
            "HITS": HITS,
            "FURTHEST": FURTHEST,
            "RUN": RUN,
            "SYLLABLES": SYLLABLES,
            "FORMS": FORMS,
            "LIKE": LIKE,
            "QUESTIONS": QUESTIONS,
            "K1": K1,
            "B": B,
            "PAIR": PAIR,
            "MARKED": MARKED,
            "FORGIVEN": FORGIVEN,
            "UNLIKELY": UNLIKELY,
        },
        "words": WORDS,
        "examples": EXAMPLES,
        "documents": DOCUMENTS,
        "ways": WAYS,
        "measured": MEASURED,
        "alike": ALIKE,
        "rules": every,
        "rarities": [rarities(size) for size in (len(every), index("lines").size)],
        "classes": classes(),
    }


def classes() -> dict[str, str]:
    """Return what Python takes for letters, digits, marks ...: what [...] holds in a pattern."""
    tests = {
        "w": str.isalnum,
        "d": str.isdecimal,
        "digit": str.isdigit,
        "blank": str.isspace,
        "mark": lambda c: combining(c) > 0,
        "letter": lambda c: category(c)[0] == "L",
        "number": lambda c: category(c)[0] == "N",
    }
    every = [chr(code) for code in range(0x110000)]
    return {name: ranges(np.array([test(c) for c in every])) for name, test in tests.items()}


def ranges(member: np.ndarray) -> str:
    edges = np.flatnonzero(np.diff(member, prepend=False, append=False)).reshape(-1, 2)
    return "".join(f"\\u{{{start:x}}}-\\u{{{end - 1:x}}}" for start, end in edges.tolist())


def assets() -> dict[str, bytes]:
    """Return the vectors, how much each counts, and the tokenizer's vocabulary and merges."""
    _, vectors, scales = encoder()
    return {
        "vectors": vectors.tobytes(),
        "scales": scales.astype("<f4").tobytes(),
        "tokenizer": (EMBEDDED / "bpe_16k" / "tokenizer.json").read_bytes(),
    }


def build(lang: str):
    """Return the Gradio version, the same view run by Python."""
    from aulac.playground.gradio_parts import text_playground

    return text_playground(lang, WORDS[lang], EXAMPLES, view, ai=AI)
