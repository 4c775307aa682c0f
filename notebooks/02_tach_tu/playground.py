"""The playground of module 02: one sentence, cut into words in several ways, beside one another.

`view` is the truth; playground.js and playground_segmenter.js compute the same in the page, with
the same weights. Here the model itself answers; there it is written once more in JavaScript, and
tests hold the two equal.
"""

from unicodedata import category

import numpy as np
from playground_segmenters import model, regions
from playground_sentence import (
    EXPLAINED,
    FEW,
    LISTED,
    OURS,
    RECORDED,
    TOOLS,
    Sentence,
    called,
    label,
)
from playground_words import EXAMPLES, WORDS
from safetensors.numpy import save

from aulac.models.catalog import EMBEDDED
from aulac.models.words.tables import LONGEST, Tables
from aulac.models.words.units import spans as units
from aulac.playground.view import Section, finding, section

AI = True
LIMIT = 1200  # code points looked at
SENTENCES = 8  # lines looked at


def view(text: str, lang: str) -> list[Section]:
    """Return everything the playground says about text."""
    words = WORDS[lang]
    text = clean(text)
    lines = [each for each in text[:LIMIT].split("\n") if units(each)]
    if not lines:
        return [section("empty", words["empty_title"], words["empty"])]
    sentences = [Sentence(each, words) for each in lines[:SENTENCES]]
    is_cut = len(text) > LIMIT or len(lines) > SENTENCES
    return [
        summary(sentences, is_cut, words),
        *(one.section(number) for number, one in enumerate(sentences, 1)),
        section("notes", words["notes_title"], words["how"], findings=[recorded(sentences, words)]),
    ]


def clean(text: str) -> str:
    """Return text with halves of surrogate pairs joined, and U+FFFD for a half alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# The summary


def summary(sentences: list[Sentence], is_cut: bool, words: dict) -> Section:
    is_recorded = all(one.is_recorded for one in sentences)
    names = [*OURS, *TOOLS, "course"] if is_recorded else OURS
    counts = {name: sum(len(one.cuts[name]) for one in sentences) for name in names}
    rows = [
        [label(name, words), counts[name], multiple(sentences, name), away(sentences, name)]
        for name in names
    ]
    places = away(sentences, "longest")
    say = words["summary"].format(
        sentences=len(sentences),
        spaces=counts["spaces"],
        longest=counts["longest"],
        aulac=counts["aulac"],
    )
    say += " " + (words["summary_differ"].format(places=places) if places else words["same"])
    findings = [
        stuck(sentences, words),
        *(two_ways(sentences, name, words) for name in names[1:] if name != "course"),
    ]
    if is_cut:
        limits = words["cut"].format(limit=LIMIT, sentences=SENTENCES)
        findings.append(finding("note", words["cut_title"], limits))
    findings = [one for one in findings if one]
    title, columns = words["summary_title"], words["summary_columns"]
    return section("summary", title, say, columns, rows, findings)


def multiple(sentences: list[Sentence], name: str) -> int:
    """Return how many words have a blank inside."""
    return sum(
        len(one.text[start:end].split()) > 1 for one in sentences for start, end in one.cuts[name]
    )


def away(sentences: list[Sentence], name: str) -> int:
    """Return in how many places a segmenter differs from the model."""
    return sum(len(regions([one.cuts[name], one.cuts["aulac"]])) for one in sentences)


def stuck(sentences: list[Sentence], words: dict) -> dict | None:
    found = next((pair for one in sentences if (pair := one.stuck())), None)
    if not found:
        return None
    say = words["stuck"].format(whole=found[0], bare=found[1])
    return finding("note", words["stuck_title"], say)


def two_ways(sentences: list[Sentence], name: str, words: dict) -> dict | None:
    """Return a finding if a segmenter takes the same syllables for one word, then for several."""
    joined = {}
    for one in sentences:
        for key, span in zip(one.keys(name), one.cuts[name], strict=True):
            joined.setdefault(key, one.word(name, span))
    for one in sentences:
        keys = one.keys(name)
        for start in range(len(keys)):
            for end in range(start + 2, min(start + LONGEST, len(keys)) + 1):
                whole = joined.get(" ".join(keys[start:end]))
                if whole is not None:
                    parts = " | ".join(one.word(name, span) for span in one.cuts[name][start:end])
                    title = words["two_ways_title"].format(tool=called(name, words))
                    say = words["two_ways"].format(joined=whole, parts=parts)
                    return finding("note", title, say)
    return None


def recorded(sentences: list[Sentence], words: dict) -> dict:
    if not any(one.is_recorded for one in sentences):
        return finding("note", words["recorded_title"], words["not_recorded"])
    say = words["recorded"].format(date=RECORDED["date"])
    return finding("note", words["recorded_title"], say)


# For the page


def tables() -> dict:
    """Return the data that playground.js computes with, so that none of it is written twice."""
    return {
        "limits": {
            "LIMIT": LIMIT,
            "SENTENCES": SENTENCES,
            "EXPLAINED": EXPLAINED,
            "LISTED": LISTED,
            "FEW": FEW,
            "LONGEST": LONGEST,
        },
        "words": WORDS,
        "examples": EXAMPLES,
        "recorded": RECORDED,
        "ours": OURS,
        "tools": TOOLS,
        "classes": classes(),
    }


def classes() -> dict[str, str]:
    """Return what Python takes for letters, digits, blanks ...: what [...] holds in a pattern."""
    tests = {
        "w": str.isalnum,
        "d": str.isdecimal,
        "digit": str.isdigit,
        "lower": str.islower,
        "upper": str.isupper,
        "title": lambda c: category(c) == "Lt",
        "blank": str.isspace,
    }
    every = [chr(code) for code in range(0x110000)]
    return {name: ranges(np.array([test(c) for c in every])) for name, test in tests.items()}


def ranges(member: np.ndarray) -> str:
    edges = np.flatnonzero(np.diff(member, prepend=False, append=False)).reshape(-1, 2)
    return "".join(f"\\u{{{start:x}}}-\\u{{{end - 1:x}}}" for start, end in edges.tolist())


def assets() -> dict[str, bytes]:
    """Return the model's weights, pairs of syllables shortened: for each first one its seconds."""
    folder = EMBEDDED / model().info.name
    return {
        "network": (folder / "network.safetensors").read_bytes(),
        "tables": save(shortened(model().tables)),
        "syllables": (folder / "syllables.txt").read_bytes(),
        "words": (folder / "words.txt").read_bytes(),
    }


def shortened(of_model: Tables) -> dict[str, np.ndarray]:
    size = len(of_model.vocabulary)
    first, second = np.divmod(of_model.pair_keys, size)
    return {
        "embeddings": of_model.embeddings,
        "scale": np.array([of_model.scale], np.float32),
        "kinds": of_model.kinds,
        "counts": np.bincount(first, minlength=size).astype(np.uint16),
        "seconds": second.astype(np.uint16),
        "pair_kinds": of_model.pair_kinds,
    }


def build(lang: str):
    """Return the Gradio version, the same view run by Python."""
    from aulac.playground.gradio_parts import text_playground

    return text_playground(lang, WORDS[lang], EXAMPLES, view, ai=AI)
