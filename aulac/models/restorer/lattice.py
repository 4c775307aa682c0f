"""Forward and backward over the forms that each syllable may have.

A place of a sentence has up to C candidate forms, each with a score of the neural half; a path
through the places has the log-probability of the trigram model besides. The probability of a form
is the share of all paths that go through it.
"""

import numpy as np

from ...data.counts import SPECIALS, START
from .candidates import Candidates
from .trigrams import Trigrams

START_ID = SPECIALS.index(START)
NEVER = np.float32(-1e9)


def posteriors(trigrams: Trigrams, candidates: Candidates, weight: float) -> np.ndarray:
    """Return the log-probability (B, T, C) of each candidate.

    weight: of the trigram model against the candidates' own scores.
    """
    ids, usable = _framed(candidates.ids, START_ID), _framed(candidates.usable, False)
    scores = np.where(usable, _framed(candidates.scores, 0), NEVER)
    steps = _steps(trigrams, ids, usable) * np.float32(weight)
    through = _log_sum(_forward(steps, scores) + _backward(steps, scores), axis=2)[:, 2:-1]
    return through - _log_sum(through, axis=-1)[..., None]


def _framed(table: np.ndarray, filling) -> np.ndarray:
    """Return the table with two places before and one behind, of one usable candidate each."""
    framed = np.full((len(table), table.shape[1] + 3, table.shape[2]), filling, table.dtype)
    framed[:, 2:-1] = table
    if table.dtype == bool:
        framed[:, [0, 1, -1], 0] = True
    return framed


def _steps(trigrams: Trigrams, ids, usable) -> np.ndarray:
    """Return log-probabilities (B, T + 1, C, C, C) of a place's form after the two before it."""
    first, second, third = ids[:, :-2], ids[:, 1:-1], ids[:, 2:]
    there = (
        usable[:, :-2, :, None, None] & usable[:, 1:-1, None, :, None] & usable[:, 2:, None, None]
    )
    batch, place, i, j, k = np.nonzero(there)
    a, b, c = first[batch, place, i], second[batch, place, j], third[batch, place, k]
    beyond = (b == START_ID) & (c == START_ID)
    steps = np.full(there.shape, NEVER)
    steps[batch, place, i, j, k] = np.where(beyond, 0, trigrams.log_probability(a, b, c))
    return steps


def _forward(steps, scores) -> np.ndarray:
    """Return (B, T + 3, C, C): all paths up to a place, by its form and the one before."""
    state = scores[:, 0, :, None] + scores[:, 1, None, :]
    states = [np.full_like(state, NEVER), state]
    for place in range(steps.shape[1]):
        state = _log_sum(state[..., None] + steps[:, place], axis=1)
        state = state + scores[:, place + 2, None, :]
        states.append(state)
    return np.stack(states, axis=1)


def _backward(steps, scores) -> np.ndarray:
    """Return (B, T + 3, C, C): all paths from a place on, by its form and the one before."""
    state = np.zeros_like(steps[:, 0, 0])
    states = [state]
    for place in reversed(range(steps.shape[1])):
        after = steps[:, place] + (state + scores[:, place + 2, None, :])[:, None]
        state = _log_sum(after, axis=3)
        states.append(state)
    states.append(np.full_like(state, NEVER))
    return np.stack(states[::-1], axis=1)


def _log_sum(x: np.ndarray, axis: int) -> np.ndarray:
    top = x.max(axis=axis, keepdims=True)
    return np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)
