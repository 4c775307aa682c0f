"""attention: takes the softmax over the queries.

loses: by_hand, no_looking_ahead, scaled, large_scores, heads, newest_places"""

import numpy as np


def attention(q, k, v, causal=True):
    m, n = q.shape[-2], k.shape[-2]
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if causal:
        ahead = np.triu(np.ones((m, n), bool), n - m + 1)
        scores = np.where(ahead, -np.inf, scores)
    shares = np.exp(scores - scores.max(axis=-2, keepdims=True))
    return shares / shares.sum(axis=-2, keepdims=True) @ v
