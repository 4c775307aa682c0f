"""Finding words and their parts of speech beside baselines: `python tests/bench/bench_words.py`.

Each system runs in a process of its own, on one core. Printed: the F-score of words and the
accuracy of universal parts of speech on given words, in per cent, and syllables a second (texts
one by one, words only, the better of two runs). Each tag of underthesea and pyvi counts as the
universal one that it most often meets in VTB's training part. They take part where they are
installed: `pip install underthesea==9.5.0 pyvi==0.1.1`; `--peers` names another Python that has
them. Their training data may hold sentences of VTB.

Test sets: the test part of the course's `tach_tu`, which no system has seen, and the dev part of
VTB, read from AULAC_MIRROR or its publisher. Our models that come with the course were trained on
VTB's dev part too, so two are trained here without it (two minutes; needs torch).
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import accumulate, pairwise

SYSTEMS = ("whitespace", "longest match", "underthesea", "pyvi", "ours")
WITHOUT_DEV = "ours, without VTB dev"
OPENING = "THE RESULT: "


def places(words: list[str]) -> set[tuple[int, int]]:
    lengths = (len("".join(word.split())) for word in words)
    return set(pairwise(accumulate(lengths, initial=0)))


def f_score(answers: list[list[str]], sentences: list[dict]) -> float:
    right = found = wanted = 0
    for words, sentence in zip(answers, sentences, strict=True):
        ours, gold = places(words), places(sentence["words"])
        right, found, wanted = right + len(ours & gold), found + len(ours), wanted + len(gold)
    return 200 * right / (found + wanted)


def accuracy(tag, sentences: list[dict], universal: dict) -> float:
    pairs = [pair for each in sentences for pair in tag_pairs(tag, each)]
    return 100 * sum(universal.get(ours, ours) == gold for ours, gold in pairs) / len(pairs)


def tag_pairs(tag, sentence: dict):
    return zip(tag(sentence["words"]), sentence["upos"], strict=True)


def most_frequent_meaning(tag, sentences: list[dict]) -> dict[str, str]:
    meets = defaultdict(Counter)
    for sentence in sentences:
        for theirs, gold in tag_pairs(tag, sentence):
            meets[theirs][gold] += 1
    return {theirs: counts.most_common(1)[0][0] for theirs, counts in meets.items()}


def whitespace():
    from aulac.models.words.units import spans

    return (lambda text: [text[start:end] for start, end in spans(text)]), None


def longest_match():
    from aulac import models
    from aulac.models.words.lexicon import word_key

    known = set(models.get("segment").tables.words)
    units, _ = whitespace()

    def segment(text):
        left, words = units(text), []
        while left:
            lengths = (n for n in (4, 3, 2) if word_key(" ".join(left[:n])) in known)
            length = next(lengths, 1)
            words.append(" ".join(left[:length]))
            left = left[length:]
        return words

    return segment, None


def underthesea():
    from underthesea import word_tokenize
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

    tagger = CRFPOSTagPredictor.Instance()
    return word_tokenize, lambda words: [tag for _, tag in tagger.predict(words)]


def pyvi():
    from pyvi import ViPosTagger, ViTokenizer

    def tag(words):
        return ViPosTagger.postagging(" ".join("_".join(word.split()) for word in words))[1]

    return (lambda text: [w.replace("_", " ") for w in ViTokenizer.tokenize(text).split()]), tag


def ours():
    from aulac import models

    segment, tagger = models.get("segment"), models.get("tag")
    return (lambda text: [word.text for word in segment(text)]), tagger.tag_words


def without_dev():
    from aulac import models
    from aulac.models.words import Segmenter, Tagger, recipe
    from aulac.models.words.lexicon import known_words

    held_out = ("ud_vtb", "dev")
    sentences = recipe.read(part for part in recipe.SEGMENTED if part != held_out)
    words = known_words(each["words"] for each in sentences)
    tables = replace(models.get("segment").tables, words=words)
    segment = Segmenter(tables, recipe.segmenter(tables, sentences, 0, print))
    sentences = recipe.read(part for part in recipe.TAGGED if part != held_out)
    tagger = Tagger(segment, recipe.tagger(tables, sentences, 0, print))
    return (lambda text: [word.text for word in segment(text)]), tagger.tag_words


LOADERS = dict(zip(SYSTEMS, (whitespace, longest_match, underthesea, pyvi, ours), strict=True))
LOADERS[WITHOUT_DEV] = without_dev


def measure(system: str, sets: dict[str, list[dict]], train: list[dict]) -> dict:
    """Return what a system scores on each test set, and its speed."""
    segment, tag = LOADERS[system]()
    universal = most_frequent_meaning(tag, train) if system in ("underthesea", "pyvi") else {}
    result = {}
    for name, sentences in sets.items():
        answers = [segment(each["text"]) for each in sentences]
        result[name] = {"F1": f_score(answers, sentences)}
        if tag:
            result[name]["UPOS"] = accuracy(tag, sentences, universal)
    texts = [each["text"] for sentences in sets.values() for each in sentences]
    result["speed"] = sum(len(text.split()) for text in texts) / min(
        seconds(segment, texts) for _ in range(2)
    )
    return result


def seconds(segment, texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        segment(text)
    return time.perf_counter() - start


def in_a_process(python: str, system: str, question: str) -> dict | None:
    """Return what `measure` does, or None where the system is not installed."""
    one_core = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    run = subprocess.run(
        [python, __file__, "--system", system],
        input=question,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | one_core,
    )
    if "ModuleNotFoundError" in run.stderr:
        return None
    run.check_returncode()
    return json.loads(run.stdout.rpartition(OPENING)[2])


def data_sets() -> tuple[dict[str, list[dict]], list[dict]]:
    from aulac import data

    sets = {"tach_tu test": data.load("tach_tu", "test")}
    try:
        return sets | {"VTB dev": data.load("ud_vtb", "dev")}, data.load("ud_vtb", "train")
    except data.DataError as error:
        print(f"VTB left out: {error}")
        return sets, []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", default=sys.executable, help="Python with underthesea and pyvi")
    parser.add_argument("--system", choices=LOADERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.system:
        print(OPENING + json.dumps(measure(options.system, *json.load(sys.stdin))))
        return
    sets, train = data_sets()
    question = json.dumps([sets, train])
    columns = [(name, score) for name in sets for score in ("F1", "UPOS")]
    head = " ".join(f"{name + ' ' + score:>18}" for name, score in columns)
    print(f"{'':22} {head} {'syllables/s':>12}")
    for system in (*SYSTEMS, *([WITHOUT_DEV] if train else [])):
        python = options.peers if system in ("underthesea", "pyvi") else sys.executable
        result = in_a_process(python, system, question)
        if result is None:
            print(f"{system:22} not installed")
            continue
        scores = [result[name].get(score) for name, score in columns]
        if system in ("longest match", "ours"):
            scores[2:] = [None] * len(scores[2:])  # their words are from that set, too
        row = " ".join(f"{'' if score is None else f'{score:.2f}':>18}" for score in scores)
        print(f"{system:22} {row} {result['speed']:12,.0f}", flush=True)


if __name__ == "__main__":
    main()
