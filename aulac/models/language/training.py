"""Training the language model: a small Llama of transformers, on a GPU where there is one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import LlamaConfig, LlamaForCausalLM

from ..tokens.recipe import CONTEXT, END, PAD, SPECIAL
from ..training import Progress, device, keep, resumed

WARM_UP = 100  # steps
DECAY = 0.3  # share of the steps in which the rate falls to nothing
EVERY = 20  # steps between two reports; five times as many between two checkpoints


@dataclass(frozen=True)
class Plan:
    """How large a model is to be, and how long it is trained.

    width, layers, heads, inner: the shape of the Llama; batch: windows of CONTEXT tokens a step;
    weight_decay: of the matrices, which keeps many readings of the same texts from being learnt
    by heart.
    """

    width: int
    layers: int
    heads: int
    inner: int
    batch: int
    steps: int
    rate: float
    weight_decay: float


PLANS = {
    "cuda": Plan(320, 6, 5, 864, batch=96, steps=3900, rate=1e-2, weight_decay=0.4),
    "cpu": Plan(256, 5, 4, 704, batch=6, steps=2400, rate=5e-3, weight_decay=0.05),
}


def model(plan: Plan, vocabulary: int, seed: int) -> LlamaForCausalLM:
    """Return an untrained model of so many tokens."""
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=plan.width,
        num_hidden_layers=plan.layers,
        num_attention_heads=plan.heads,
        num_key_value_heads=plan.heads,
        intermediate_size=plan.inner,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        bos_token_id=SPECIAL.index(END),
        eos_token_id=SPECIAL.index(END),
        pad_token_id=SPECIAL.index(PAD),
    )
    return LlamaForCausalLM(config)


def train(
    tokens: np.ndarray,
    vocabulary: int,
    out: Path,
    *,
    seed: int,
    resume: bool,
    report: Callable[[str], None],
) -> None:
    """Train on windows of tokens in an order that follows from `seed`; write the model to `out`.

    The plan is that of the device at hand. The learning rate stays level, and windows are halved,
    until the last DECAY of the steps, so that a run can be ended early, or made longer, from any
    checkpoint before: only the plan's steps need be changed.
    """
    torch.set_num_threads(1)
    where = device()
    plan = PLANS[where.type]
    trainee = model(plan, vocabulary, seed).to(where)
    report(f"{sum(p.numel() for p in trainee.parameters()) / 1e6:.2f} million parameters")
    optimizers = optimizers_of(trainee, plan)
    done = resumed(out, trainee, optimizers) if resume else 0
    progress = Progress(report, done, plan.steps, EVERY)
    for step, windows in batches(tokens, plan, seed, done):
        loss = loss_of(trainee, windows.to(where), 1 if is_decaying(step, plan) else 2)
        loss.backward()
        nn.utils.clip_grad_norm_(trainee.parameters(), 1.0)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate(step, plan)
            optimizer.step()
            optimizer.zero_grad()
        progress.add(step + 1, loss.item(), windows[:, 1:].numel())
        if (step + 1) % (5 * EVERY) == 0:
            keep(out, trainee, optimizers, step + 1)
    trainee.half().save_pretrained(out)


def optimizers_of(trainee: LlamaForCausalLM, plan: Plan) -> list[torch.optim.Optimizer]:
    """Return Muon (Jordan 2024) for the matrices of the layers, AdamW for all the rest."""
    matrices = [p for p in trainee.model.layers.parameters() if p.ndim == 2]
    layers = {id(p) for p in matrices}
    others = [p for p in trainee.parameters() if id(p) not in layers]
    return [
        torch.optim.Muon(
            matrices, plan.rate, weight_decay=plan.weight_decay, adjust_lr_fn="match_rms_adamw"
        ),
        torch.optim.AdamW(others, plan.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
    ]


def rate(step: int, plan: Plan) -> float:
    """Return the learning rate of a step: a warm-up, a level stretch, then down in a line."""
    left = (plan.steps - step) / (plan.steps * DECAY)
    return plan.rate * min(1, (step + 1) / WARM_UP, left)


def is_decaying(step: int, plan: Plan) -> bool:
    return step >= plan.steps * (1 - DECAY)


def batches(
    tokens: np.ndarray, plan: Plan, seed: int, done: int
) -> Iterator[tuple[int, torch.Tensor]]:
    """Yield the number of each step from `done` on, and its windows (plan.batch, CONTEXT + 1).

    A window shares its last token with the next one. All are seen before any is seen again.
    """
    number = (len(tokens) - 1) // CONTEXT
    for step in range(done, plan.steps):
        places = np.arange(step * plan.batch, (step + 1) * plan.batch)
        order = {epoch: shuffle(seed, epoch, number) for epoch in np.unique(places // number)}
        starts = [order[place // number][place % number] * CONTEXT for place in places]
        rows = [tokens[start : start + CONTEXT + 1] for start in starts]
        yield step, torch.from_numpy(np.stack(rows).astype(np.int64))


def shuffle(seed: int, epoch: int, number: int) -> np.ndarray:
    return np.random.default_rng((seed, epoch)).permutation(number)


def loss_of(trainee: LlamaForCausalLM, windows: torch.Tensor, parts: int) -> torch.Tensor:
    """Return the mean cross-entropy, in nats, of each next token of windows (B, T + 1).

    parts: how many pieces each window is cut into; short ones are quicker to learn from.
    """
    length = (windows.shape[1] - 1) // parts
    seen, wanted = (each.reshape(-1, length) for each in (windows[:, :-1], windows[:, 1:]))
    with torch.autocast(windows.device.type, torch.bfloat16):
        scores = trainee(input_ids=seen, use_cache=False).logits
    return cross_entropy(scores.float().flatten(0, 1), wanted.flatten())
