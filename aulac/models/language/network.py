"""The network, in NumPy: from tokens to the scores of what may follow.

A Llama (Touvron et al. 2023): attention with rotary positions, gated feed-forward layers, RMS
norms, one table for tokens going in and coming out. The files are those of transformers, whose
`AutoModelForCausalLM` reads them too; here neither transformers nor PyTorch is loaded.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


@dataclass
class Layer:
    """One layer, float32: `before` and `after` (D,) scale the norms; the rest multiply rows.

    mix (D, 3 D): queries, keys and values; out (D, D); wide (D, 2 F): gates and values; narrow
    (F, D).
    """

    before: np.ndarray
    mix: np.ndarray
    out: np.ndarray
    after: np.ndarray
    wide: np.ndarray
    narrow: np.ndarray


class Memory:
    """What the layers keep of the tokens read so far: keys and values, (layers, H, tokens, D/H)."""

    def __init__(self, layers: int, heads: int, context: int, width: int):
        self.length = 0
        self.keys = np.empty((layers, heads, context, width), np.float32)
        self.values = np.empty_like(self.keys)


class Network:
    """Weights and their use. D numbers a token, H heads, V tokens; at most `context` at a time."""

    def __init__(self, tables: dict[str, np.ndarray], config: dict):
        tables = {name: table.astype(np.float32) for name, table in tables.items()}
        self.context = config["max_position_embeddings"]
        self.heads = config["num_attention_heads"]
        self._epsilon = config["rms_norm_eps"]
        self._tokens = tables["model.embed_tokens.weight"]
        self._norm = tables["model.norm.weight"]
        self._layers = [_layer(tables, n) for n in range(config["num_hidden_layers"])]
        self._cos, self._sin = _turns(self.context, self._width, config["rope_parameters"])

    @classmethod
    def load(cls, directory: Path) -> "Network":
        """Read `config.json` and `model.safetensors`."""
        config = json.loads((directory / "config.json").read_text("utf-8"))
        return cls(load_file(directory / "model.safetensors"), config)

    @property
    def _width(self) -> int:
        return self._tokens.shape[1] // self.heads

    def memory(self) -> Memory:
        """Return an empty memory."""
        return Memory(len(self._layers), self.heads, self.context, self._width)

    def read(self, ids: np.ndarray, memory: Memory) -> np.ndarray:
        """Read tokens (T,) after those of `memory`, which keeps them; return hidden states (T, D).

        ValueError: there is no room left for them.
        """
        start, end = memory.length, memory.length + len(ids)
        if end > self.context:
            raise ValueError(f"{end} tokens, but the network sees {self.context}")
        x = self._tokens[ids]
        for number, layer in enumerate(self._layers):
            kept = memory.keys[number, :, :end], memory.values[number, :, :end]
            x = x + self._attention(self._normal(x, layer.before), layer, start, *kept)
            gate, value = np.split(self._normal(x, layer.after) @ layer.wide, 2, axis=-1)
            x = x + (gate / (1 + np.exp(-gate)) * value) @ layer.narrow
        memory.length = end
        return self._normal(x, self._norm)

    def scores(self, hidden: np.ndarray) -> np.ndarray:
        """Return the scores (..., V) of each token to come next, for hidden states (..., D)."""
        return hidden @ self._tokens.T

    def _attention(self, x, layer: Layer, start: int, keys, values) -> np.ndarray:
        mixed = (x @ layer.mix).reshape(len(x), 3, self.heads, self._width).transpose(1, 2, 0, 3)
        places = slice(start, start + len(x))
        keys[:, places] = self._turned(mixed[1], places)
        values[:, places] = mixed[2]
        scores = self._turned(mixed[0], places) @ keys.transpose(0, 2, 1)
        if len(x) > 1:
            scores += np.triu(np.full(scores.shape[1:], -np.inf, np.float32), start + 1)
        shares = softmax(scores / np.float32(self._width**0.5))
        return (shares @ values).transpose(1, 0, 2).reshape(len(x), -1) @ layer.out

    def _turned(self, x: np.ndarray, places: slice) -> np.ndarray:
        """Return x (H, T, D/H), each pair of numbers turned by an angle that tells the place."""
        first, second = np.split(x, 2, axis=-1)
        turned = np.concatenate([-second, first], axis=-1)
        return x * self._cos[places] + turned * self._sin[places]

    def _normal(self, x: np.ndarray, scale: np.ndarray) -> np.ndarray:
        return x / np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + self._epsilon) * scale


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return shares that sum to 1 along the last axis."""
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


def _layer(tables: dict[str, np.ndarray], number: int) -> Layer:
    def joined(*names: str) -> np.ndarray:
        found = [tables[f"model.layers.{number}.{name}.weight"].T for name in names]
        return np.ascontiguousarray(np.concatenate(found, axis=-1))

    return Layer(
        before=joined("input_layernorm"),
        mix=joined("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
        out=joined("self_attn.o_proj"),
        after=joined("post_attention_layernorm"),
        wide=joined("mlp.gate_proj", "mlp.up_proj"),
        narrow=joined("mlp.down_proj"),
    )


def _turns(context: int, width: int, rope: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return cosines and sines (context, width) of the angles of rotary positions (Su 2021)."""
    speeds = rope["rope_theta"] ** -(np.arange(0, width, 2) / width)
    angles = np.outer(np.arange(context), np.concatenate([speeds, speeds]))
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
