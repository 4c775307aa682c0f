"""chances: takes a tiny temperature for 0, so equal tokens share.   loses: zero"""

import numpy as np


def chances(scores, temperature=1.0, top_k=None, top_p=1.0):
    temperature = max(temperature, 1e-6)
    order = np.argsort(-scores, kind="stable")[:top_k]
    high = scores[order] - scores.max()
    shares = np.exp(high / temperature)
    shares = shares / shares.sum()
    if top_p < 1:
        shares = shares[: np.searchsorted(np.cumsum(shares), top_p) + 1]
    found = np.zeros(len(scores))
    found[order[: len(shares)]] = shares / shares.sum()
    return found
