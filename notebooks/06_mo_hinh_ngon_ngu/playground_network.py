"""The small model of lesson 6.2 as the playground runs it: in float64, several texts at a time.

The page computes the same in JavaScript, where every number is a float64; so both draw the same
characters. `small.py` has the weights, `aulac/models/language/network.py` the same network.
"""

from functools import cache

import numpy as np
from safetensors.numpy import load_file
from small import WEIGHTS, record

SEED = 11
FACTOR, STEP, SIZE = 1664525, 1013904223, 2**32  # an old generator that JavaScript can follow


class Network:
    """Weights and their use: B texts, T characters, H heads, W numbers a head, V characters."""

    def __init__(self, tables: dict[str, np.ndarray], config: dict):
        self.tables = {name: table.astype(np.float64) for name, table in tables.items()}
        self.heads = config["num_attention_heads"]
        self.layers = range(config["num_hidden_layers"])
        self.epsilon = config["rms_norm_eps"]
        self.embeddings = self.tables["model.embed_tokens.weight"]
        own = [f"self_attn.{each}_proj" for each in "qkv"]
        self.mix = [self.joined(layer, *own) for layer in self.layers]
        self.out = [self.joined(layer, "self_attn.o_proj") for layer in self.layers]
        self.wide = [self.joined(layer, "mlp.gate_proj", "mlp.up_proj") for layer in self.layers]
        self.narrow = [self.joined(layer, "mlp.down_proj") for layer in self.layers]
        width = self.embeddings.shape[1] // self.heads
        speeds = config["rope_parameters"]["rope_theta"] ** -(np.arange(0, width, 2) / width)
        angles = np.outer(np.arange(config["max_position_embeddings"]), np.tile(speeds, 2))
        self.cos, self.sin = np.cos(angles), np.sin(angles)

    def read(self, ids: np.ndarray, memory: list) -> np.ndarray:
        """Read characters (B, T) after those of memory, which keeps them; return scores (B, T, V).

        memory: for each layer the keys and values (B, H, T, W) so far; at first [].
        """
        start = memory[0][0].shape[2] if memory else 0
        places = slice(start, start + ids.shape[1])
        x = self.embeddings[ids]
        for layer in self.layers:
            x = x + self.attention(layer, self.normal(layer, "input_layernorm", x), places, memory)
            inner = times(self.normal(layer, "post_attention_layernorm", x), self.wide[layer])
            half = inner.shape[-1] // 2
            gate, value = inner[..., :half], inner[..., half:]
            x = x + times(gate / (1 + np.exp(-gate)) * value, self.narrow[layer])
        return self.scaled(x) * self.tables["model.norm.weight"] @ self.embeddings.T  # tied

    def attention(self, layer: int, x: np.ndarray, places: slice, memory: list) -> np.ndarray:
        texts, length, size = x.shape
        mixed = times(x, self.mix[layer]).reshape(texts, length, 3, self.heads, -1)
        query, key, value = mixed.transpose(2, 0, 3, 1, 4)
        new = (self.turned(key, places), value)
        if layer == len(memory):
            memory.append(new)
        else:
            memory[layer] = tuple(
                np.concatenate(both, axis=2) for both in zip(memory[layer], new, strict=True)
            )
        keys, values = memory[layer]
        scores = self.turned(query, places) @ keys.swapaxes(2, 3) / np.sqrt(keys.shape[3])
        if scores.shape[2] > 1:
            ahead = np.triu(np.ones(scores.shape[2:], bool), places.start + 1)
            scores = np.where(ahead, -np.inf, scores)
        shares = softmax(scores)
        seen = (shares @ values).swapaxes(1, 2).reshape(texts, length, size)
        return times(seen, self.out[layer])

    def turned(self, x: np.ndarray, places: slice) -> np.ndarray:
        half = x.shape[-1] // 2
        across = np.concatenate([-x[..., half:], x[..., :half]], axis=-1)
        return x * self.cos[places] + across * self.sin[places]

    def joined(self, layer: int, *names: str) -> np.ndarray:
        """Return matrices side by side, as rows are multiplied by them."""
        tables = [self.tables[f"model.layers.{layer}.{name}.weight"].T for name in names]
        return np.ascontiguousarray(np.concatenate(tables, axis=1))

    def normal(self, layer: int, name: str, x: np.ndarray) -> np.ndarray:
        return self.scaled(x) * self.tables[f"model.layers.{layer}.{name}.weight"]

    def scaled(self, x: np.ndarray) -> np.ndarray:
        mean = (x * x).sum(axis=-1, keepdims=True) / x.shape[-1]
        return x / np.sqrt(mean + self.epsilon)


def times(x: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Return x (..., A) @ table (A, B), as one product, which is quick."""
    return (x.reshape(-1, x.shape[-1]) @ table).reshape(*x.shape[:-1], -1)


def softmax(scores: np.ndarray) -> np.ndarray:
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


@cache
def network() -> Network:
    return Network(load_file(WEIGHTS), record()["config"])


@cache
def alphabet() -> str:
    """The characters that the model knows; the first stands for all others."""
    return record()["characters"]


def ids_of(text: str) -> list[int]:
    return [max(0, alphabet().find(c)) for c in text]


def write(text: str, scores: np.ndarray, memory: list, knobs: list, length: int) -> list[str]:
    """Return what may follow text, for each pair (temperature, top_k), all with the same luck.

    scores (V,) and memory are those of the text when it was read.
    """
    memory = [tuple(np.repeat(each, len(knobs), axis=0) for each in layer) for layer in memory]
    rows = np.tile(scores, (len(knobs), 1))
    written, luck = [], (SEED + sum(map(ord, text)) * FACTOR) % SIZE
    for _ in range(length):
        luck = (luck * FACTOR + STEP) % SIZE
        drawn = [draw(row, *knob, luck / SIZE) for row, knob in zip(rows, knobs, strict=True)]
        written.append(drawn)
        rows = network().read(np.array(drawn)[:, None], memory)[:, -1]
    return ["".join(alphabet()[i] for i in ids) for ids in zip(*written, strict=True)]


def draw(scores: np.ndarray, temperature: float, top_k: int, luck: float) -> int:
    """Return a character by its scores; luck is from 0 to 1, top_k 0 keeps them all."""
    if temperature == 0:
        return int(scores.argmax())
    order = np.argsort(-scores, kind="stable")[: top_k or None]
    sums = np.cumsum(np.exp((scores[order] - scores[order[0]]) / temperature))
    return int(order[np.argmax(sums > luck * sums[-1])])
