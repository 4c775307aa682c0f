"""Diacritic restoration beside baselines: `python tests/bench/bench_restore.py`.

Every sentence is stripped of all marks. Printed: syllables that read right (the two tone styles
taken as equal, capitals ignored) and sentences without a mistake, in per cent; sentences a second
of processor time on one core. pyvi runs in the Python that `--peers` names: `pip install
pyvi==0.1.1`. No model of ours was trained on these sentences; the public ones are read from
AULAC_MIRROR or their publishers, and without either only the course's own are left.
"""

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import argparse
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

from aulac import data, models
from aulac.data import corpora
from aulac.data.counts import Counts
from aulac.models.restorer import recipe
from aulac.text import comparison_key, unaccented_key

LIMIT = 400  # sentences of a test set
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")

# pyvi's add_accents raises KeyError for some words: such a sentence counts as left unmarked.
PYVI = """
import json, sys, time
from pyvi import ViUtils
def restored(text):
    try:
        return ViUtils.add_accents(text)
    except KeyError:
        return text
texts = json.load(sys.stdin)
restored(texts[0])
began = time.process_time()
answers = [restored(text) for text in texts]
print(json.dumps([answers, time.process_time() - began]))
"""

Answer = tuple[list[str], float]  # and seconds of processor time


def test_sets() -> dict[str, list[str]]:
    """Return sentences of 4 to 60 syllables by test set, each once, evenly chosen."""
    found = defaultdict(dict)
    for name, text in test_texts():
        for sentence in _SENTENCE.split(text):
            if 4 <= len(sentence.split()) <= 60:
                found[name][sentence.strip()] = None
    return {name: evenly(list(every)) for name, every in found.items()}


def evenly(sentences: list[str]) -> list[str]:
    return sentences[:: max(1, len(sentences) // LIMIT)][:LIMIT]


def test_texts() -> Iterator[tuple[str, str]]:
    for name in corpora.written():
        for record in data.load(name, "test"):
            yield name, recipe.normal_text(record)
    try:
        yield from public_texts()
    except data.DataError as error:
        print(f"public test sets left out: {error}")


def public_texts() -> Iterator[tuple[str, str]]:
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


def timed(restore: Callable[[list[str]], list[str]]) -> Callable[[list[str]], Answer]:
    def answer(texts: list[str]) -> Answer:
        restore(texts[:1])
        began = time.process_time()
        return restore(texts), time.process_time() - began

    return answer


def most_frequent_form() -> Callable[[list[str]], list[str]]:
    best: dict[str, str] = {}
    for form in Counts.load().vocabulary:
        best.setdefault(unaccented_key(form), form)
    return lambda texts: [
        re.sub(r"\w+", lambda word: best.get(word[0].lower(), word[0]), text) for text in texts
    ]


def pyvi(python: str) -> Callable[[list[str]], Answer]:
    def answer(texts: list[str]) -> Answer:
        run = [python, "-W", "ignore", "-c", PYVI]
        done = subprocess.run(run, input=json.dumps(texts), capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else ([], 0)

    return answer


def systems(peers: str) -> dict[str, Callable[[list[str]], Answer]]:
    ours = {
        name: timed(models.get("restore", f"embedded:{name}").restore)
        for name in models.names("restore")
    }
    return {
        "as typed": timed(list),
        "most frequent form": timed(most_frequent_form()),
        "pyvi 0.1.1": pyvi(peers),
    } | ours


def score(answers: list[str], right: list[str]) -> tuple[int, int, int, int]:
    """Return right syllables, all syllables, sentences without a mistake, all sentences."""
    syllables = total = whole = 0
    for answer, text in zip(answers, right, strict=True):
        got, wanted = (comparison_key(each).lower().split() for each in (answer, text))
        good = sum(a == b for a, b in zip(got, wanted, strict=False))
        syllables, total = syllables + good, total + len(wanted)
        whole += good == len(wanted)
    return syllables, total, whole, len(right)


def row(*cells) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", default=sys.executable, help="Python with pyvi")
    sets = test_sets()
    right = list(chain(*sets.values()))
    bare = [unaccented_key(text) for text in right]
    row("system", "sentences/s", *sets, "all")
    row(*["---"] * (len(sets) + 3))
    row("sentences", "", *map(len, sets.values()), len(right))
    for name, answer in systems(parser.parse_args().peers).items():
        answers, seconds = answer(bare)
        if not answers:
            row(name, "not installed")
            continue
        left = iter(answers)
        scores = [score([next(left) for _ in texts], texts) for texts in sets.values()]
        scores.append(tuple(map(sum, zip(*scores, strict=True))))
        cells = [f"{100 * s / t:.1f} / {100 * w / n:.1f}" for s, t, w, n in scores]
        row(name, f"{len(right) / seconds:,.0f}" if seconds > 0.01 else "", *cells)


if __name__ == "__main__":
    main()
