"""What a long training needs, in PyTorch: checkpoints, and a word on how far it is."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn

CHECKPOINT = "checkpoint.safetensors"

Optimizers = Sequence[torch.optim.Optimizer]


def device() -> torch.device:
    """Return the GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def keep(out: Path, model: nn.Module, optimizers: Optimizers, done: int) -> None:
    """Write weights, the optimizers' averages and the steps done.

    An interruption leaves the last checkpoint whole.
    """
    state = {f"weights/{name}": tensor.clone() for name, tensor in model.state_dict().items()}
    for which, optimizer in enumerate(optimizers):
        for number, averages in optimizer.state_dict()["state"].items():
            named = {f"optimizer/{which}/{number}/{name}": t for name, t in averages.items()}
            state |= named
    state["done"] = torch.tensor(done)
    save_file({n: t.contiguous() for n, t in state.items()}, out / f"{CHECKPOINT}.part")
    (out / f"{CHECKPOINT}.part").replace(out / CHECKPOINT)


def resumed(out: Path, model: nn.Module, optimizers: Optimizers) -> int:
    """Take up the checkpoint of `out`, if there is one; return the steps done."""
    if not (out / CHECKPOINT).is_file():
        return 0
    state = load_file(out / CHECKPOINT)
    weights = {n.removeprefix("weights/"): t for n, t in state.items() if n[0] == "w"}
    model.load_state_dict(weights)
    for which, optimizer in enumerate(optimizers):
        averages: dict[int, dict] = {}
        for name, tensor in state.items():
            kind, *path = name.split("/")
            if kind == "optimizer" and int(path[0]) == which:
                averages.setdefault(int(path[1]), {})[path[2]] = tensor
        optimizer.load_state_dict({**optimizer.state_dict(), "state": averages})
    return int(state["done"])


class Progress:
    """Says every so many steps how far training is, how well it goes and how long it may take."""

    def __init__(self, report: Callable[[str], None], done: int, total: int, every: int):
        self.report, self.first, self.total, self.every = report, done, total, every
        self.began = time.monotonic()
        self.losses: list[float] = []
        self.tokens = 0

    def add(self, done: int, loss: float, tokens: int) -> None:
        """Count a step: how many are done with it, its loss and how many tokens it saw."""
        self.losses.append(loss)
        self.tokens += tokens
        if done % self.every and done != self.total:
            return
        seconds = time.monotonic() - self.began
        left = seconds / (done - self.first) * (self.total - done) / 60
        self.report(
            f"{done:,}/{self.total:,} steps, loss {np.mean(self.losses):.4f}, "
            f"{self.tokens / seconds:,.0f} tokens/s, about {left:.0f} min left"
        )
        self.losses.clear()
