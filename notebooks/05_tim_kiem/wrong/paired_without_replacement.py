"""paired: shuffles instead of drawing with replacement, so nothing varies.   loses: width, seeds"""

import numpy as np


def paired(one, other, seed=0):
    one, other = np.array(one, float), np.array(other, float)
    if len(one) != len(other) or not len(one):
        raise ValueError("two lists of scores for the same questions")
    gains, rng = one - other, np.random.default_rng(seed)
    means = [rng.permutation(gains).mean().round(9) for _ in range(2000)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
