"""chances: adds up for top-p before top-k.   loses: in_order"""

import numpy as np


def chances(scores, temperature=1.0, top_k=None, top_p=1.0):
    if temperature == 0:
        return np.eye(len(scores))[np.argmax(scores)]
    order = np.argsort(-scores, kind="stable")
    high = scores[order] - scores.max()
    shares = np.exp(high / temperature)
    shares = shares / shares.sum()
    if top_p < 1:
        shares = shares[: np.searchsorted(np.cumsum(shares), top_p) + 1]
    shares = shares[:top_k]
    found = np.zeros(len(scores))
    found[order[: len(shares)]] = shares / shares.sum()
    return found
