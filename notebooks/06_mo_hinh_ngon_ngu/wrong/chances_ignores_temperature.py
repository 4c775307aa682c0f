"""chances: leaves the temperature out.   loses: temperature, in_order, large_scores"""

import numpy as np


def chances(scores, temperature=1.0, top_k=None, top_p=1.0):
    if temperature == 0:
        return np.eye(len(scores))[np.argmax(scores)]
    order = np.argsort(-scores, kind="stable")[:top_k]
    high = scores[order] - scores.max()
    shares = np.exp(high)
    shares = shares / shares.sum()
    if top_p < 1:
        shares = shares[: np.searchsorted(np.cumsum(shares), top_p) + 1]
    found = np.zeros(len(scores))
    found[order[: len(shares)]] = shares / shares.sum()
    return found
