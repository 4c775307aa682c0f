"""Diacritic restoration beside baselines, on sentences that no model of ours was trained on.

Every sentence is stripped of all marks. Printed: syllables that read right (the two tone styles
taken as equal) and sentences without a mistake, in per cent; sentences a second on one core.
pyvi takes part where it is installed: `pip install pyvi==0.1.1`. The public test sets are read
from AULAC_MIRROR or their publishers; without either, only the course's own are left.
"""

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import re
import time
from collections import defaultdict
from collections.abc import Iterator

from aulac import data, models
from aulac.data import corpora
from aulac.data.counts import Counts
from aulac.models.restorer import recipe
from aulac.text import comparison_key, unaccented_key

LIMIT = 400  # sentences of a test set
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")


def test_sets() -> dict[str, list[str]]:
    """Return sentences of 4 to 60 syllables by test set."""
    found = defaultdict(dict)
    for name, text in test_texts():
        for sentence in _SENTENCE.split(text):
            if 4 <= len(sentence.split()) <= 60:
                found[name][sentence.strip()] = None
    return {
        name: list(every)[:: max(1, len(every) // LIMIT)][:LIMIT] for name, every in found.items()
    }


def test_texts() -> Iterator[tuple[str, str]]:
    for name in corpora.written():
        for record in data.load(name, "test"):
            yield name, recipe.normal_text(record)
    try:
        for name in recipe.PUBLIC:
            for record in data.load(name):
                if recipe.is_held_out(name, record["id"]):
                    yield name, record["text"]
        for record in data.load("ud_vtb", "dev"):
            yield "ud_vtb dev", recipe.with_marks_attached(record["text"])
        for record in data.load("xquad_vi"):
            yield "xquad_vi", record["question"]
        for record in data.load("xcopa_vi"):
            yield "xcopa_vi", "\n".join([record["premise"], *record["choices"]])
    except data.DataError as error:
        print(f"public test sets left out: {error}")


def systems() -> dict:
    """Return functions from texts to texts by name."""
    every = {"as typed": lambda texts: texts, "most frequent form": most_frequent()}
    try:
        from pyvi import ViUtils

        every["pyvi 0.1.1"] = lambda texts: [pyvi_or_same(ViUtils, text) for text in texts]
    except ImportError:
        print("pyvi is not installed: left out")
    return every | {
        name: models.get("restore", f"embedded:{name}").restore for name in models.names("restore")
    }


def pyvi_or_same(pyvi, text: str) -> str:
    try:
        return pyvi.add_accents(text)
    except KeyError:  # it stumbles over some words
        return text


def most_frequent():
    counts = Counts.load()
    best: dict[str, str] = {}
    for form in counts.vocabulary:
        best.setdefault(unaccented_key(form), form)

    def restored(texts):
        return [re.sub(r"\w+", lambda m: best.get(m[0].lower(), m[0]), text) for text in texts]

    return restored


def score(answers: list[str], right: list[str]) -> tuple[int, int, int]:
    """Return right syllables, all syllables, sentences without a mistake; capitals are ignored."""
    syllables = total = whole = 0
    for answer, text in zip(answers, right, strict=True):
        got, wanted = (comparison_key(each).lower().split() for each in (answer, text))
        good = sum(a == b for a, b in zip(got, wanted, strict=False))
        syllables, total, whole = (
            syllables + good,
            total + len(wanted),
            whole + (good == len(wanted)),
        )
    return syllables, total, whole


def main() -> None:
    sets = test_sets()
    columns = [*sets, "all"]
    print("\n| system | sentences/s |", " | ".join(columns), "|")
    print("|" + " --- |" * (len(columns) + 2))
    print(
        "| sentences | |",
        " | ".join(str(len(s)) for s in [*sets.values(), sum(sets.values(), [])]),
        "|",
    )
    for name, restored in systems().items():
        restored(["khoi dong"])
        rows, began = {}, time.process_time()
        answers = {of: restored([unaccented_key(t) for t in texts]) for of, texts in sets.items()}
        seconds = time.process_time() - began
        rows = [(*score(answers[of], texts), len(texts)) for of, texts in sets.items()]
        rows.append(tuple(map(sum, zip(*rows, strict=True))))
        cells = [f"{100 * s / t:.1f} / {100 * w / n:.1f}" for s, t, w, n in rows]
        print(f"| {name} | {rows[-1][-1] / max(seconds, 1e-9):,.0f} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
