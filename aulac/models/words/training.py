"""Training the network, in PyTorch on one thread of a CPU."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .network import Network, given
from .tables import Flat, Tables

BLIND = 0.15  # share of units whose own numbers, and a third of it whose embedding, is hidden
RATE = 2e-3
BATCH = 16  # sentences


@dataclass(frozen=True)
class Plan:
    """hidden: numbers; own: numbers of a syllable that occurs own_at_least times in training."""

    hidden: int
    own: int
    own_at_least: int
    dropout: float
    epochs: int


@dataclass
class Example:
    """A sentence: what is known of it, and the right class between places left and right.

    begins: whether a word begins at each unit, or that and more (n, columns), for a network that is
    told.
    """

    flat: Flat
    left: np.ndarray
    right: np.ndarray
    classes: np.ndarray
    begins: np.ndarray | None = None


class Trainee(nn.Module):
    """The network of `network.py`, to be trained."""

    def __init__(self, tables: Tables, own_ids: np.ndarray, numbers: int, classes: int, plan: Plan):
        super().__init__()
        self.dropout = plan.dropout
        self.register_buffer("vectors", torch.tensor(tables.vectors))
        places = np.zeros(len(tables.vocabulary), np.int64)
        places[own_ids] = np.arange(len(own_ids)) + 1
        self.register_buffer("places", torch.tensor(places))
        self.own_ids = own_ids
        self.own = nn.Embedding(len(own_ids) + 1, plan.own, padding_idx=0)
        nn.init.zeros_(self.own.weight)
        features = tables.vectors.shape[1] + plan.own + numbers
        self.first = nn.Conv1d(features, plan.hidden, 3, padding=1)
        self.second = nn.Conv1d(plan.hidden, plan.hidden, 3, padding=1)
        self.last = nn.Linear(2 * plan.hidden, classes)

    def forward(self, ids, numbers, left, right) -> torch.Tensor:
        vectors, own = self.vectors[ids], self.own(self.places[ids])
        if self.training:
            own = own * (torch.rand(len(ids), 1) > BLIND)
            vectors = vectors * (torch.rand(len(ids), 1) > BLIND / 3)
        x = torch.cat([vectors, own, numbers], 1).T[None]
        h = functional.dropout(self.first(x).relu(), self.dropout, self.training)
        h = functional.dropout(h + self.second(h).relu(), self.dropout, self.training)[0].T
        return self.last(torch.cat([h[left], h[right]], 1))

    def network(self) -> Network:
        """Return what was learnt."""
        state = {name: table.detach().numpy().copy() for name, table in self.named_parameters()}
        return Network(
            own_ids=self.own_ids.astype(np.int32),
            own=state["own.weight"][1:],
            first=state["first.weight"].transpose(2, 1, 0).copy(),
            first_bias=state["first.bias"],
            second=state["second.weight"].transpose(2, 1, 0).copy(),
            second_bias=state["second.bias"],
            last=np.stack(np.split(state["last.weight"].T, 2)),
            last_bias=state["last.bias"],
        )


def train(
    tables: Tables,
    examples: Sequence[Example],
    classes: int,
    *,
    plan: Plan,
    seed: int,
    report: Callable[[str], None],
) -> Network:
    """Return a network that has learnt the examples."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    counts = Counter(i for each in examples for i in each.flat.ids.tolist())
    own_ids = np.array(sorted(i for i, times in counts.items() if i and times >= plan.own_at_least))
    kinds = tables.kinds.astype(np.float32)
    batches = _Batches(examples, kinds)
    trainee = Trainee(tables, own_ids, batches.numbers[0].shape[1], classes, plan)
    optimizer = torch.optim.AdamW(trainee.parameters(), weight_decay=0.01)
    steps = plan.epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.15)
    for epoch in range(1, plan.epochs + 1):
        order = list(range(len(examples)))
        shuffle.shuffle(order)
        trainee.train()
        losses = []
        for start in range(0, len(order), BATCH):
            *inputs, right = batches.of(order[start : start + BATCH])
            loss = functional.cross_entropy(trainee(*inputs), right)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trainee.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        report(f"epoch {epoch} of {plan.epochs}: loss {np.mean(losses):.4f}")
    return trainee.network()


class _Batches:
    """Examples as tensors, put behind one another."""

    def __init__(self, examples: Sequence[Example], kinds: np.ndarray):
        self.examples = examples
        self.ids = [torch.tensor(each.flat.ids) for each in examples]
        self.numbers = [torch.tensor(_numbers(each, kinds)) for each in examples]

    def of(self, order: list[int]) -> list[torch.Tensor]:
        """Return ids, numbers, left, right and classes of some examples."""
        starts = np.cumsum([0, *(len(self.ids[i]) for i in order[:-1])])
        examples = [self.examples[i] for i in order]
        places = [
            torch.tensor(
                np.concatenate(
                    [getattr(each, side) + at for each, at in zip(examples, starts, strict=True)]
                )
            )
            for side in ("left", "right")
        ]
        return [
            torch.cat([self.ids[i] for i in order]),
            torch.cat([self.numbers[i] for i in order]),
            *places,
            torch.tensor(np.concatenate([each.classes for each in examples])),
        ]


def _numbers(example: Example, kinds: np.ndarray) -> np.ndarray:
    numbers = given(kinds, example.flat)
    if example.begins is not None:
        numbers.append(example.begins.reshape(len(example.begins), -1))
    return np.concatenate(numbers, axis=1, dtype=np.float32)
