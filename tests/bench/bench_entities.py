"""Finding entities beside underthesea: `python tests/bench/bench_entities.py`.

F1 in per cent, exact spans and labels, on the test part of the course's `thuc_the`, which neither
has seen; 95 % intervals in brackets. underthesea knows people, places and organisations only, so
those three are compared; "touching" counts a span as right where it overlaps one of the same label,
which forgives other habits (whether *tỉnh* belongs to the name, say). What underthesea calls MISC
is left out.
"""

import re

import numpy as np
from intervals import shown

from aulac import data, models
from aulac.models.entities import LABELS

NAMES = ("PER", "LOC", "ORG")


def ours():
    find = models.get("entities")
    return lambda text: [(each.start, each.end, each.label) for each in find(text)]


def underthesea():
    from underthesea import ner

    return lambda text: spans(text, [(row[0], row[3]) for row in ner(text)])


def spans(text: str, tagged: list[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Return where the entities stand that words with B-, I- and O tags tell of."""
    found, at = [], 0
    for word, tag in tagged:
        letters = r"\s*".join(map(re.escape, word.replace(" ", "")))
        match = re.compile(letters).search(text, at)
        if match is None:
            continue
        at = match.end()
        if tag.startswith("I-") and found and found[-1][2] == tag[2:]:
            found[-1] = (found[-1][0], at, tag[2:])
        elif tag != "O":
            found.append((match.start(), at, tag[2:]))
    return found


def exact(one, other) -> bool:
    return one == other


def touching(one, other) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


def counts(found, gold, same) -> tuple[int, int, int, int]:
    """Return found ones that are right, found, gold ones that were found, gold."""
    right = sum(any(same(one, other) for other in gold) for one in found)
    met = sum(any(same(one, other) for one in found) for other in gold)
    return right, len(found), met, len(gold)


def f1(rows: np.ndarray) -> float:
    right, found, met, gold = rows.sum(axis=0)
    precision, recall = right / max(found, 1), met / max(gold, 1)
    return 100 * 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    sentences = data.load("thuc_the", "test")
    print(f"{len(sentences)} sentences")
    for name, load in (("ours", ours), ("underthesea", underthesea)):
        find = load()
        answers = [find(each["text"]) for each in sentences]
        for labels in (NAMES, *([LABELS] if name == "ours" else []), *((one,) for one in LABELS)):
            for same in (exact, touching):
                rows = [
                    counts(*([tuple(e) for e in part if e[2] in labels] for part in both), same)
                    for both in zip(answers, (each["entities"] for each in sentences), strict=True)
                ]
                if np.sum(rows):
                    title = " ".join(labels)
                    print(f"{name:12} {title:30} {same.__name__:9} {shown(rows, f1, 1)}")


if __name__ == "__main__":
    main()
