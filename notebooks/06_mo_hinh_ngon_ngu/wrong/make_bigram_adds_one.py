"""make_bigram: adds 1 to every pair.   loses: step_1, step_2"""

import numpy as np


def make_bigram(sentences, size):
    pairs = np.zeros((size, size))
    for sentence in sentences:
        np.add.at(pairs, ([0, *sentence], [*sentence, 0]), 1)
    table = (pairs + 1) / (pairs + 1).sum(axis=1, keepdims=True)

    def following(before):
        return table[list(before)]

    return following


following = make_bigram(SENTENCES, len(VOCABULARY))  # noqa: F821
