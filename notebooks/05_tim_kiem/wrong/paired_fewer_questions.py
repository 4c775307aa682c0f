"""paired: draws half as many questions.   loses: width"""

import numpy as np


def paired(one, other, seed=0):
    one, other = np.array(one, float), np.array(other, float)
    if len(one) != len(other) or not len(one):
        raise ValueError("two lists of scores for the same questions")
    gains = one - other
    places = np.random.default_rng(seed).integers(len(gains), size=(4000, len(gains) // 2 + 1))
    low, high = np.quantile(gains[places].mean(axis=1), [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
