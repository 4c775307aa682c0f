"""chances: keeps every token as high as the k-th.   loses: top_k"""

import numpy as np


def chances(scores, temperature=1.0, top_k=None, top_p=1.0):
    if temperature == 0:
        return np.eye(len(scores))[np.argmax(scores)]
    order = np.argsort(-scores, kind="stable")
    if top_k and top_k < len(order):
        order = order[scores[order] >= scores[order[top_k - 1]]]
    high = scores[order] - scores.max()
    shares = np.exp(high / temperature)
    shares = shares / shares.sum()
    if top_p < 1:
        shares = shares[: np.searchsorted(np.cumsum(shares), top_p) + 1]
    found = np.zeros(len(scores))
    found[order[: len(shares)]] = shares / shares.sum()
    return found
