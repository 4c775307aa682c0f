"""Training the vectors, in PyTorch on one thread of a CPU.

Of many pairs in a batch, each text must be nearest to the other text of its own pair (contrastive
learning, InfoNCE: van den Oord et al. 2018). Some texts are given without marks, so that missing
marks come to matter little.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

DIMENSIONS = 256
BATCH = 512  # pairs
STEPS = 600
WARM_UP = 50  # steps until the full rate
RATE = 0.02
SHARPNESS = 20  # what likenesses are multiplied by
BLIND = 0.2  # share of tokens that are hidden
BARE = (0.3, 0.1)  # share of first and of second texts that are given without marks
COMMON = 1e-4  # share of a token from which it counts ever less

Side = tuple[Sequence[np.ndarray], Sequence[np.ndarray]]  # ids of each text, with marks and without


class Trainee(nn.Module):
    """A vector and a weight for each of `size` tokens. shares: of each token among all."""

    def __init__(self, shares: np.ndarray):
        super().__init__()
        self.table = nn.Parameter(torch.randn(len(shares), DIMENSIONS) / 10)
        self.weights = nn.Parameter(torch.tensor(np.log(COMMON / (COMMON + shares)) / 2).float())

    def forward(self, ids: list[np.ndarray]) -> torch.Tensor:
        """Return a vector of length 1 for each text, float32 (n, DIMENSIONS)."""
        starts = torch.tensor(np.cumsum([0, *map(len, ids[:-1])]))
        flat = torch.tensor(np.concatenate(ids).astype(np.int64))
        counted = self.weights.exp()[flat] * (torch.rand(len(flat)) >= BLIND)
        sums = functional.embedding_bag(
            flat, self.table, starts, mode="sum", per_sample_weights=counted
        )
        return functional.normalize(sums, dim=1, eps=1e-6)

    def vectors(self) -> np.ndarray:
        """Return the vector of each token times its weight."""
        return (self.table * self.weights.exp()[:, None]).detach().numpy()


def train(
    sides: tuple[Side, Side],
    times: Sequence[int],
    size: int,
    *,
    seed: int,
    report: Callable[[str], None],
) -> np.ndarray:
    """Return a vector for each of `size` tokens, float32 (size, DIMENSIONS).

    sides: the first and the second texts of pairs; times: how often each pair is seen in a round.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    trainee = Trainee(_shares(sides, size))
    optimizer = torch.optim.Adam(
        [{"params": [trainee.table]}, {"params": [trainee.weights], "lr": RATE / 2}], RATE
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARM_UP) * (1 - step / STEPS)
    )
    losses = []
    for step, places in zip(range(1, STEPS + 1), _batches(times, chance), strict=False):
        one, other = (
            trainee(_drawn(side, places, bare, chance))
            for side, bare in zip(sides, BARE, strict=True)
        )
        likeness, own = SHARPNESS * one @ other.T, torch.arange(len(places))
        loss = functional.cross_entropy(likeness, own) + functional.cross_entropy(likeness.T, own)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item() / 2)
        if step % 100 == 0:
            report(f"step {step} of {STEPS}: loss {np.mean(losses[-100:]):.3f}")
    return trainee.vectors()


def _batches(times: Sequence[int], chance: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield the places of BATCH pairs, or of all where there are fewer, without end."""
    every = np.repeat(np.arange(len(times)), times)
    while True:
        order = chance.permutation(every)
        for start in range(0, max(len(order) - BATCH, 0) + 1, BATCH):
            yield order[start : start + BATCH]


def _drawn(side: Side, places: np.ndarray, bare: float, chance: np.random.Generator):
    without = chance.random(len(places)) < bare
    return [side[int(one)][place] for place, one in zip(places, without, strict=True)]


def _shares(sides: tuple[Side, Side], size: int) -> np.ndarray:
    """Return the share of each token among all of the texts with marks."""
    counts = 1 + sum(np.bincount(np.concatenate(side[0]), minlength=size) for side in sides)
    return counts / counts.sum()
