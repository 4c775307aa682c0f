"""Training the network in PyTorch, on a GPU where there is one."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy, dropout, glu, pad

from ..training import Progress, device, keep, resumed
from .network import DILATIONS, EPSILON, UNKNOWN_KEY, Network

DIMENSIONS = 192
TOKENS = 5000  # in a batch
RATE = 2.5e-3
WARM_UP = 300  # steps
DROPOUT = 0.1
BLIND = 0.05  # share of syllables that the network must guess without seeing them
EVERY = 200  # steps between two reports; ten times as many between two checkpoints


class Sentences:
    """Encoded sentences, one after the other.

    keys, cases: what the network sees of each token; places: of the right form among the network's
    forms, -1 where there is nothing to learn; marks: which tokens are punctuation; bounds (S, 2):
    first and last + 1 token of each sentence.
    """

    def __init__(self, keys, cases, places, marks, bounds):
        self.keys, self.cases, self.places, self.marks = keys, cases, places, marks
        self.bounds = bounds
        self.lengths = bounds[:, 1] - bounds[:, 0]

    def batches(self, rng: np.random.Generator) -> list[np.ndarray]:
        """Return the numbers of the sentences of each batch: equally long ones, in random order."""
        order = rng.permutation(len(self.bounds))
        order = order[np.argsort(self.lengths[order] // 6 + 0.9 * rng.random(len(order)))]
        ends = np.cumsum(self.lengths[order] + 6) // TOKENS
        batches = np.split(order, np.flatnonzero(np.diff(ends)) + 1)
        rng.shuffle(batches)
        return batches

    def batch(self, numbers: np.ndarray, rng: np.random.Generator) -> list[torch.Tensor]:
        """Return keys, cases and places (B, T), varied as people vary what they type."""
        rows = [self._varied(np.arange(*self.bounds[n]), rng) for n in numbers]
        shape = len(rows), max(len(places) for places, _ in rows)
        keys, cases, forms = (np.zeros(shape, np.int64) for _ in range(3))
        forms -= 1
        for row, (tokens, lower) in enumerate(rows):
            width = len(tokens)
            keys[row, :width], forms[row, :width] = self.keys[tokens], self.places[tokens]
            cases[row, :width] = 0 if lower else self.cases[tokens]
        return [torch.from_numpy(each) for each in (keys, cases, forms)]

    def _varied(self, tokens: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, bool]:
        """Return tokens, some without punctuation, and whether capitals are to be lost."""
        chance = rng.random()
        if chance < 0.08:
            words = tokens[~self.marks[tokens]]
            tokens = words if len(words) else tokens
        elif chance < 0.18 and len(tokens) > 1 and self.marks[tokens[-1]]:
            tokens = tokens[:-1]
        return tokens, rng.random() < 0.25


class Trainee(nn.Module):
    """The network of `network.py`, to be trained."""

    def __init__(self, keys: list[str], forms: list[str], rows: np.ndarray, seed: int):
        super().__init__()
        torch.manual_seed(seed)
        self.keys, self.forms, self.rows = keys, forms, rows
        self.key = nn.Embedding(len(keys), DIMENSIONS)
        self.case = nn.Embedding(3, DIMENSIONS)
        self.form = nn.Embedding(len(forms), DIMENSIONS)
        self.form_bias = nn.Embedding(len(forms), 1)
        self.layers = nn.ModuleList(nn.Linear(3 * DIMENSIONS, 2 * DIMENSIONS) for _ in DILATIONS)
        self.norms = nn.ModuleList(
            nn.LayerNorm(DIMENSIONS, EPSILON) for _ in range(len(DILATIONS) + 1)
        )
        for table, spread in ((self.key, 0.5), (self.case, 0.5), (self.form, 0.02)):
            nn.init.normal_(table.weight, std=spread)
        nn.init.zeros_(self.form_bias.weight)
        places, there = self.tables().table()
        self.register_buffer("places", torch.from_numpy(places), persistent=False)
        self.register_buffer("there", torch.from_numpy(there), persistent=False)

    def forward(self, keys: torch.Tensor, cases: torch.Tensor) -> torch.Tensor:
        """Return (B, T, D) for keys and cases (B, T)."""
        inside = (keys != 0).unsqueeze(-1).float()
        x = (self.key(keys) + self.case(cases)) * inside
        for dilation, layer, norm in zip(DILATIONS, self.layers, self.norms, strict=False):
            y = norm(x) * inside
            before = pad(y, (0, 0, dilation, 0))[:, :-dilation]
            after = pad(y, (0, 0, 0, dilation))[:, dilation:]
            y = glu(layer(torch.cat([before, y, after], dim=-1)), dim=-1)
            x = x + dropout(y, DROPOUT, self.training)
        return self.norms[-1](x)

    def loss(self, keys, cases, forms) -> torch.Tensor:
        """Return the mean cross-entropy of the right forms of ambiguous syllables."""
        learn = (forms >= 0) & (self.there[keys].sum(-1) > 1)
        device = keys.device.type
        blind = (torch.rand(keys.shape, device=keys.device) < BLIND) & (keys != 0)
        with torch.autocast(device, torch.bfloat16):
            hidden = self(keys.masked_fill(blind, UNKNOWN_KEY), cases)[learn].float()
        places, there = self.places[keys[learn]], self.there[keys[learn]]
        scores = (self.form(places) @ hidden.unsqueeze(-1) + self.form_bias(places)).squeeze(-1)
        right = (places == forms[learn].unsqueeze(-1)) & there
        return cross_entropy(scores.masked_fill(~there, -1e9), right.float().argmax(-1))

    def tables(self) -> Network:
        """Return the weights for NumPy."""
        stacked = {
            "norm_weight": [norm.weight for norm in self.norms],
            "norm_bias": [norm.bias for norm in self.norms],
            "weight": [layer.weight.T for layer in self.layers],
            "bias": [layer.bias for layer in self.layers],
        }
        arrays = {name: torch.stack(parts) for name, parts in stacked.items()} | {
            "key": self.key.weight,
            "case": self.case.weight,
            "form": self.form.weight,
            "form_bias": self.form_bias.weight.squeeze(-1),
        }
        arrays = {name: tensor.detach().float().cpu().numpy() for name, tensor in arrays.items()}
        return Network(self.keys, self.forms, rows=self.rows, **arrays)


def train(
    trainee: Trainee,
    sentences: Sentences,
    out: Path,
    *,
    epochs: int,
    seed: int,
    resume: bool,
    report: Callable[[str], None],
) -> Network:
    """Train for some epochs, keeping checkpoints in `out`; return the weights.

    The order of sentences and what is varied follow from `seed` and the epoch, so that a resumed
    run sees what an uninterrupted one would.
    """
    trainee.to(device())
    optimizer = torch.optim.AdamW(
        trainee.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.0, fused=True
    )
    total = epochs * len(sentences.batches(np.random.default_rng((seed, 0))))
    done = resumed(out, trainee, [optimizer]) if resume else 0
    progress = Progress(report, done, total, EVERY)
    for step, tokens in _schedule(sentences, epochs, seed, done):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, total)
        torch.manual_seed(seed * total + step)
        loss = trainee.loss(*(each.to(device()) for each in tokens))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trainee.parameters(), 1.0)
        optimizer.step()
        progress.add(step + 1, loss.item(), int((tokens[0] != 0).sum()))
        if (step + 1) % (10 * EVERY) == 0:
            keep(out, trainee, [optimizer], step + 1)
    return trainee.cpu().tables()


def rate(step: int, total: int) -> float:
    """Return the learning rate of a step: a warm-up, then half a cosine down to a fiftieth."""
    half = 0.5 * (1 + math.cos(math.pi * step / total))
    return RATE * min(1, (step + 1) / WARM_UP) * (0.02 + 0.98 * half)


def _schedule(sentences: Sentences, epochs: int, seed: int, done: int) -> Iterator:
    """Yield the number of each step from `done` on, and its batch."""
    step = 0
    for epoch in range(epochs):
        for numbers in sentences.batches(np.random.default_rng((seed, epoch))):
            if step >= done:
                yield step, sentences.batch(numbers, np.random.default_rng((seed, epoch, step)))
            step += 1
