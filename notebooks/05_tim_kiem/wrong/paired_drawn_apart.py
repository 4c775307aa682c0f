"""paired: draws from the two lists separately.   loses: same_questions"""

import numpy as np


def paired(one, other, seed=0):
    one, other = np.array(one, float), np.array(other, float)
    if len(one) != len(other) or not len(one):
        raise ValueError("two lists of scores for the same questions")
    gains, rng, size = one - other, np.random.default_rng(seed), (4000, len(one))
    means = [some[rng.integers(len(one), size=size)].mean(axis=1) for some in (one, other)]
    low, high = np.quantile(means[0] - means[1], [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
