"""chances: adds up for top-p in the order of the vocabulary.   loses: top_p, in_order"""

import numpy as np


def chances(scores, temperature=1.0, top_k=None, top_p=1.0):
    if temperature == 0:
        return np.eye(len(scores))[np.argmax(scores)]
    order = np.argsort(-scores, kind="stable")[:top_k]
    high = scores[order] - scores.max()
    shares = np.exp(high / temperature)
    shares = shares / shares.sum()
    found = np.zeros(len(scores))
    found[order] = shares
    if top_p < 1:
        found[np.searchsorted(np.cumsum(found), top_p) + 1 :] = 0
    return found / found.sum()
