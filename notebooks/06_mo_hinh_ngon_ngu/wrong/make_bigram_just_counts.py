"""make_bigram: gives 0 to pairs never seen.   loses: probabilities, step_1, step_2, never_seen"""

import numpy as np


def make_bigram(sentences, size):
    pairs = np.zeros((size, size))
    for sentence in sentences:
        np.add.at(pairs, ([0, *sentence], [*sentence, 0]), 1)
    pairs[pairs.sum(axis=1) == 0] = 1
    table = pairs / pairs.sum(axis=1, keepdims=True)

    def following(before):
        return table[list(before)]

    return following


following = make_bigram(SENTENCES, len(VOCABULARY))  # noqa: F821
