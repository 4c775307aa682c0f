"""paired: gives the spread of single questions, not of the mean.   loses: width, same_questions"""

import numpy as np


def paired(one, other, seed=0):
    one, other = np.array(one, float), np.array(other, float)
    if len(one) != len(other) or not len(one):
        raise ValueError("two lists of scores for the same questions")
    gains = one - other
    places = np.random.default_rng(seed).integers(len(gains), size=4000)
    low, high = np.quantile(gains[places], [0.025, 0.975]) * 2 - gains.mean()
    return float(gains.mean()), float(low), float(high)
