"""Judging feelings beside TF-IDF with logistic regression: `python tests/bench/bench_sentiment.py`.

Accuracy in per cent with 95 % intervals, and how far probabilities are from the truth (expected
calibration error, ten bins), on the test part of `danh_gia`: kinds of goods and services that none
was trained on. The baseline is scikit-learn's, trained on the same reviews, its strength chosen on
the dev part: `pip install scikit-learn`; `--peers` names another Python that has it.
"""

import argparse
import json
import subprocess
import sys

import numpy as np
from intervals import shown

from aulac import data, models
from aulac.models.sentiment import LABELS
from aulac.text import unaccented_key

BASELINE = """
import json, sys
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

train, dev, tests, labels = json.load(sys.stdin)
texts, classes = zip(*train)
best, chosen = -1, None
for longest in (1, 2):
    for strength in (1, 3, 10, 30):
        words = TfidfVectorizer(ngram_range=(1, longest), sublinear_tf=True)
        model = make_pipeline(words, LogisticRegression(C=strength, max_iter=3000))
        score = model.fit(texts, classes).score(*zip(*dev))
        if score > best:
            best, chosen = score, model
order = [list(chosen.classes_).index(label) for label in labels]
print(json.dumps([chosen.predict_proba(test)[:, order].tolist() for test in tests]))
"""


def pairs(split: str) -> list[tuple[str, str]]:
    return [(each["text"], each["sentiment"]) for each in data.load("danh_gia", split)]


def ours(tests: list[list[str]]) -> list:
    judge = models.get("sentiment")
    found = [judge.classify(test) for test in tests]
    return [[[each.probabilities[label] for label in LABELS] for each in test] for test in found]


def baseline(tests: list[list[str]], python: str) -> list | None:
    run = subprocess.run(
        [python, "-c", BASELINE],
        input=json.dumps([pairs("train"), pairs("dev"), tests, LABELS]),
        capture_output=True,
        encoding="utf-8",
    )
    if "ModuleNotFoundError" in run.stderr:
        return None
    run.check_returncode()
    return json.loads(run.stdout)


def calibration_error(probabilities: np.ndarray, classes: np.ndarray) -> float:
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == classes
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        (bins == b).mean() * abs(right[bins == b].mean() - sure[bins == b].mean())
        for b in set(bins)
    ]
    return float(sum(gaps))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", default=sys.executable, help="Python with scikit-learn")
    options = parser.parse_args()
    texts, labels = zip(*pairs("test"), strict=True)
    classes = np.array([LABELS.index(label) for label in labels])
    tests = {"as written": list(texts), "without marks": [*map(unaccented_key, texts)]}
    print(f"{len(texts)} reviews")
    systems = {
        "ours": ours([*tests.values()]),
        "TF-IDF + LR": baseline([*tests.values()], options.peers),
    }
    for system, answers in systems.items():
        for test, found in zip(tests, answers or (), strict=answers is not None):
            found = np.array(found)
            right = 100.0 * (found.argmax(axis=1) == classes)
            error = calibration_error(found, classes)
            print(f"{system:12} {test:14} accuracy {shown(right, digits=1)}  ECE {error:.3f}")
        if answers is None:
            print(f"{system:12} not installed")


if __name__ == "__main__":
    main()
