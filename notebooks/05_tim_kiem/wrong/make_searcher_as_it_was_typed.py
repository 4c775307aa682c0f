"""make_searcher: takes NFD and the new tone style for other words.   loses: however_typed"""

import math
import re
from collections import Counter
from itertools import pairwise

from aulac.text import unaccented_key


def make_searcher(rules):
    ids = [rule["id"] for rule in rules]
    texts = [one_voice(f"{rule['title']} {rule['text']}") for rule in rules]
    written, bare = collect(texts), collect(map(without_marks, texts))

    def search(query):
        words = one_voice(query)
        scores = points(words, bare if words == without_marks(words) else written)
        order = sorted(range(len(ids)), key=lambda place: -scores[place])
        return [ids[place] for place in order if scores[place] > 0]

    return search


def one_voice(text):
    said = " ".join(re.findall(r"\w+", text.lower()))
    for first, *others in SAME:  # noqa: F821
        for other in others:
            said = re.sub(rf"\b{other}\b", first, said)
    return said.split()


def without_marks(words):
    return [unaccented_key(word) for word in words]


def terms(words):
    return words + [" ".join(pair) for pair in pairwise(words)]


def collect(texts):
    counted = [Counter(terms(words)) for words in texts]
    holders = {}
    for place, counts in enumerate(counted):
        for term, times in counts.items():
            holders.setdefault(term, []).append((place, times))
    lengths = [counts.total() for counts in counted]
    mean = sum(lengths) / max(len(lengths), 1) or 1
    return holders, [length / mean for length in lengths]


def points(words, collected):
    holders, lengths = collected
    scores = [0.0] * len(lengths)
    for term in terms(words):
        found = holders.get(term, [])
        rarity = math.log(1 + (len(lengths) - len(found) + 0.5) / (len(found) + 0.5))
        for place, times in found:
            scores[place] += rarity * times / (times + 0.3 + 0.9 * lengths[place])
    return scores


ask = make_searcher(RULES)  # noqa: F821
