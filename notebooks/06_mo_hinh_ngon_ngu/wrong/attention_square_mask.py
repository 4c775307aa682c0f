"""attention: makes the mask as large as there are queries.   loses: newest_places"""

import numpy as np


def attention(q, k, v, causal=True):
    m = q.shape[-2]
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if causal:
        ahead = np.triu(np.ones((m, m), bool), 1)
        scores = np.where(ahead, -np.inf, scores)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True) @ v
