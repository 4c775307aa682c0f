"""paired: lets zip drop the questions that only one box was asked.   loses: not_the_same"""

import numpy as np


def paired(one, other, seed=0):
    gains = np.array([a - b for a, b in zip(one, other, strict=False)])
    places = np.random.default_rng(seed).integers(len(gains), size=(4000, len(gains)))
    low, high = np.quantile(gains[places].mean(axis=1), [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
