"""attention: never masks.   loses: no_looking_ahead, large_scores, heads, newest_places"""

import numpy as np


def attention(q, k, v, causal=True):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True) @ v
