"""attention: masks with -1000, which some scores are below.   loses: large_scores"""

import numpy as np


def attention(q, k, v, causal=True):
    m, n = q.shape[-2], k.shape[-2]
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if causal:
        ahead = np.triu(np.ones((m, n), bool), n - m + 1)
        scores = np.where(ahead, -1000.0, scores)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True) @ v
