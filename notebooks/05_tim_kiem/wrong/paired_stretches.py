"""paired: lets numpy stretch a list of one number.   loses: not_the_same"""

import numpy as np


def paired(one, other, seed=0):
    one, other = np.array(one, float), np.array(other, float)
    if not len(one) or not len(other):
        raise ValueError("two lists of scores for the same questions")
    gains = one - other
    places = np.random.default_rng(seed).integers(len(gains), size=(4000, len(gains)))
    low, high = np.quantile(gains[places].mean(axis=1), [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
