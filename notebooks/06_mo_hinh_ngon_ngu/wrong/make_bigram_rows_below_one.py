"""make_bigram: leaves half of a row away where there are no pairs.   loses: never_seen"""

import numpy as np


def make_bigram(sentences, size):
    pairs = np.zeros((size, size))
    for sentence in sentences:
        np.add.at(pairs, ([0, *sentence], [*sentence, 0]), 1)
    alone = pairs.sum(axis=0) + 0.1
    alone = alone / alone.sum()
    totals = pairs.sum(axis=1, keepdims=True)
    table = 0.5 * pairs / np.maximum(totals, 1) + 0.5 * alone

    def following(before):
        return table[list(before)]

    return following


following = make_bigram(SENTENCES, len(VOCABULARY))  # noqa: F821
