"""attention: masks after the softmax and does not divide again.

loses: no_looking_ahead, large_scores, heads, newest_places"""

import numpy as np


def attention(q, k, v, causal=True):
    m, n = q.shape[-2], k.shape[-2]
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares = shares / shares.sum(axis=-1, keepdims=True)
    if causal:
        shares = np.where(np.triu(np.ones((m, n), bool), n - m + 1), 0, shares)
    return shares @ v
