"""How sure a measured figure is: intervals by drawing the test set again and again (bootstrap)."""

from collections.abc import Callable

import numpy as np

DRAWS = 2000


def interval(rows, figure: Callable[[np.ndarray], float] = np.mean) -> tuple[float, float]:
    """Return what 95 % of draws lie between; rows: what is known of each test item (n, ...)."""
    rows, chance = np.asarray(rows), np.random.default_rng(0)
    draws = [figure(rows[chance.integers(len(rows), size=len(rows))]) for _ in range(DRAWS)]
    return tuple(np.percentile(draws, [2.5, 97.5]).tolist())


def shown(rows, figure: Callable[[np.ndarray], float] = np.mean, digits: int = 3) -> str:
    """Return the figure with its interval: 0.812 [0.790, 0.834]."""
    low, high = interval(rows, figure)
    return f"{figure(np.asarray(rows)):.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"
