"""chances: returns the probabilities from the highest down.

loses: plain, temperature, zero, top_k, top_p, in_order, large_scores"""

import numpy as np


def chances(scores, temperature=1.0, top_k=None, top_p=1.0):
    if temperature == 0:
        return np.eye(len(scores))[0]
    order = np.argsort(-scores, kind="stable")[:top_k]
    high = scores[order] - scores.max()
    shares = np.exp(high / temperature)
    shares = shares / shares.sum()
    if top_p < 1:
        shares = shares[: np.searchsorted(np.cumsum(shares), top_p) + 1]
    found = np.zeros(len(scores))
    found[: len(shares)] = shares / shares.sum()
    return found
