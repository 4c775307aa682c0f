"""bm25: divides by the number of texts, even by 0.   loses: nothing_found"""

import math


def build_index(texts):
    """Return {"postings": {token: {place: times}}, "lengths": [...]}."""
    postings, lengths = {}, []
    for place, text in enumerate(texts):
        found = tokens(text)  # noqa: F821
        lengths.append(len(found))
        for token in found:
            holders = postings.setdefault(token, {})
            holders[place] = holders.get(place, 0) + 1
    return {"postings": postings, "lengths": lengths}


def bm25(query, index):
    lengths = index["lengths"]
    size, mean = len(lengths), sum(lengths) / len(lengths)
    scores = [0.0] * size
    for token in tokens(query):  # noqa: F821
        holders = index["postings"].get(token, {})
        rarity = math.log(1 + (size - len(holders) + 0.5) / (len(holders) + 0.5))
        for place, times in holders.items():
            held_back = 1.2 * (1 - 0.75 + 0.75 * lengths[place] / mean)
            scores[place] += rarity * times * 2.2 / (times + held_back)
    return scores
