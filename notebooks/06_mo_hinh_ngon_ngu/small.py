"""The small model of lessons 6.2 and 6.3: it reads and writes characters, one at a time.

`python small.py` trains it anew, in about four minutes on one CPU core, and writes
`small.safetensors`, its weights, and `small.json`: its shape, its characters, and the record of
that training. It learned from texts written for the course only, and has their licence
(CC BY 4.0).
"""

import json
from pathlib import Path

import numpy as np

from aulac import data
from aulac.models.language.network import Network

HERE = Path(__file__).parent
WEIGHTS, RECORD = HERE / "small.safetensors", HERE / "small.json"
SETS = ("bao_chi", "doi_song", "doi_thuong", "loi_noi", "truyen")  # written for the course
RARE = 3  # a character seen less often is unknown
UNKNOWN = "\ufffd"
CONTEXT = 128
STEPS, BATCH, RATE, WARM_UP = 1200, 16, 3e-3, 50
EVERY = 50  # steps between two measurements


def text_of(split: str) -> str:
    """Return all texts of a split in one string."""

    def lines(record: dict) -> str:
        return record.get("text") or "\n".join(turn["text"] for turn in record["turns"])

    return "\n\n".join(lines(record) for name in SETS for record in data.load(name, split))


def characters_of(text: str) -> str:
    """Return the characters to be known, in code point order, `UNKNOWN` first."""
    common = sorted(c for c in set(text) if text.count(c) >= RARE)
    return UNKNOWN + "".join(common)


def numbers(text: str, characters: str) -> np.ndarray:
    """Return the place of each character of a text; 0 where it is not known."""
    places = {character: place for place, character in enumerate(characters)}
    return np.array([places.get(character, 0) for character in text], np.int64)


def record() -> dict:
    """Return what `small.json` holds: config, characters, curve, samples."""
    return json.loads(RECORD.read_text("utf-8"))


def network() -> Network:
    """Return the trained model in NumPy; neither PyTorch nor transformers is loaded."""
    from safetensors.numpy import load_file

    return Network(load_file(WEIGHTS), record()["config"])


def bits(text: str) -> np.ndarray:
    """Return the bits that each character of a text but the first costs the trained model."""
    reader, ids = network(), numbers(text, record()["characters"])
    found, done = [], 1
    while done < len(ids):
        start = max(0, done - CONTEXT // 2)
        seen, wanted = ids[start : start + CONTEXT], ids[done : start + CONTEXT + 1]
        scores = reader.scores(reader.read(seen[: len(ids) - 1 - start], reader.memory()))
        scores = scores[done - 1 - start :]
        best = scores.max(axis=-1, keepdims=True)
        nats = np.log(np.exp(scores - best).sum(axis=-1)) + best[:, 0]
        found.append((nats - scores[np.arange(len(wanted)), wanted]) / np.log(2))
        done += len(wanted)
    return np.concatenate(found)


def new_model(characters: int, seed: int = 0):
    """Return an untrained Llama of 0.8 million parameters."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=characters,
        hidden_size=128,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=4,
        intermediate_size=352,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
    )
    return LlamaForCausalLM(config)


def trained_model():
    """Return the trained model as transformers has it, in float32."""
    from safetensors.torch import load_file

    model = new_model(len(record()["characters"]))
    model.load_state_dict(load_file(WEIGHTS), strict=False)
    return model.float()


def batch(ids, rng: np.random.Generator, rows: int = BATCH):
    """Return windows of CONTEXT + 1 characters from random places, a tensor (rows, CONTEXT + 1)."""
    import torch

    starts = rng.integers(len(ids) - CONTEXT, size=rows)
    return torch.from_numpy(np.stack([ids[start : start + CONTEXT + 1] for start in starts]))


def bits_of(model, windows):
    """Return the mean bits of each next character of windows, a tensor that can be trained on."""
    from math import log

    from torch.nn.functional import cross_entropy

    scores = model(input_ids=windows[:, :-1], use_cache=False).logits
    return cross_entropy(scores.flatten(0, 1), windows[:, 1:].flatten()) / log(2)


def rate(step: int, steps: int = STEPS) -> float:
    """Return the learning rate of a step: up in a line, then down along a cosine to a tenth."""
    fall = 0.55 + 0.45 * np.cos(np.pi * step / steps)
    return RATE * min(1, (step + 1) / WARM_UP) * float(fall)


def write_on(model, characters: str, prompt: str, length: int, seed: int = 0) -> str:
    """Return what the model writes after a prompt, drawn as it weighs the characters."""
    import torch

    rng = np.random.default_rng(seed)
    ids = list(numbers(prompt, characters))
    for _ in range(length):
        with torch.no_grad():
            scores = model(input_ids=torch.tensor([ids[-CONTEXT:]])).logits[0, -1]
        shares = torch.softmax(scores.double(), dim=-1).numpy()
        ids.append(int(rng.choice(len(shares), p=shares / shares.sum())))
    return "".join(characters[i] for i in ids[len(prompt) :])


def main() -> None:
    import time

    import torch
    from safetensors.torch import save_file

    torch.set_num_threads(1)
    train, dev = text_of("train"), text_of("dev")
    characters = characters_of(train)
    model, rng = new_model(len(characters)), np.random.default_rng(0)
    train_ids, dev_ids = numbers(train, characters), numbers(dev, characters)
    fixed = batch(dev_ids, np.random.default_rng(1), 64)
    optimizer = torch.optim.AdamW(model.parameters(), RATE, betas=(0.9, 0.98), weight_decay=0.05)
    curve, samples, recent, began = [], {}, [], time.process_time()
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            with torch.no_grad():
                found = bits_of(model, fixed).item()
            curve.append([step, round(float(np.mean(recent or [found])), 3), round(found, 3)])
            recent = []
            print(curve[-1], round(time.process_time() - began), flush=True)
        if step in (0, 50, 200, 600, STEPS):
            samples[step] = write_on(model, characters, "Hôm nay ", 100)
            print(samples[step], flush=True)
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        loss = bits_of(model, batch(train_ids, rng))
        loss.backward()
        recent.append(loss.item())
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    weights = {name: table.half() for name, table in model.state_dict().items()}
    weights.pop("lm_head.weight", None)  # the same table as the characters going in
    save_file(weights, WEIGHTS)
    kept = {key: value for key, value in model.config.to_dict().items() if key in CONFIG}
    found = {"config": kept, "characters": characters, "curve": curve, "samples": samples}
    RECORD.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


CONFIG = (
    "vocab_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
    "rms_norm_eps",
    "rope_parameters",
)

if __name__ == "__main__":
    main()
