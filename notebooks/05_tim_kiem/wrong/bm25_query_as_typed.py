"""bm25: splits the query at spaces, as it was typed.   loses: toy, said_twice"""

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
    size, mean = len(lengths), sum(lengths) / max(len(lengths), 1)
    scores = [0.0] * size
    for token in query.split():
        holders = index["postings"].get(token, {})
        rarity = math.log(1 + (size - len(holders) + 0.5) / (len(holders) + 0.5))
        for place, times in holders.items():
            held_back = 1.2 * (1 - 0.75 + 0.75 * lengths[place] / mean)
            scores[place] += rarity * times * 2.2 / (times + held_back)
    return scores
