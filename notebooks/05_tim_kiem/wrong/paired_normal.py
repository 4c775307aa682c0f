"""paired: takes 1.96 standard errors, without drawing anything.   loses: seeds"""

import numpy as np


def paired(one, other, seed=0):
    one, other = np.array(one, float), np.array(other, float)
    if len(one) != len(other) or not len(one):
        raise ValueError("two lists of scores for the same questions")
    gains = one - other
    error = gains.std() / len(gains) ** 0.5
    low, high = gains.mean() - 1.96 * error, gains.mean() + 1.96 * error
    return float(gains.mean()), float(low), float(high)
