"""Vectors of texts by hub models, pooled as their publishers say."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..catalog import ModelInfo
from ..unicode import encodable
from .loading import facts_of, network_of, other_kind, tokenizer_of
from .tokenizer import joined, needs_words, segmenter

BATCH = 16  # texts read at once
LONGEST = 512  # tokens, where a model does not say how many it reads
_SIGN = "pooling_mode_"
_SIGNS = {"cls_token": "cls", "mean_tokens": "mean"}  # how a model's folder calls them
_POOLINGS = ("cls", "lasttoken", "mean")


class Encoder:
    """A text's vector is the mean of those of its tokens, or what the model's folder says.

    Sentence encoders say so in `1_Pooling/config.json`: mean, first token or last token.
    """

    def __init__(
        self,
        tokenizer: Any,
        network: Any,
        info: ModelInfo | None = None,
        *,
        pooling: str = "mean",
        longest: int = LONGEST,
        words: bool = False,
    ):
        self.info = info
        self._tokenizer, self._network = tokenizer, network
        self._pooling, self._longest = pooling, longest
        self._segmenter = segmenter() if words or needs_words(tokenizer) else None

    @classmethod
    def load(cls, folder: Path, info: ModelInfo, words: bool = False) -> "Encoder":
        """Read a model's folder. Errors: ModelError: a model that is no encoder."""
        facts, pooling = facts_of(folder), _pooling(folder)
        if strange := _strange(folder, pooling):
            vi = f"dùng được ở đây vì có lớp {strange}"
            en = f"work here, as it has a layer {strange}"
            raise other_kind(info.ref, facts, vi, en)
        writes = any("CausalLM" in kind for kind in facts.get("architectures") or [])
        if facts.get("is_encoder_decoder") or (writes and not pooling):
            vi, en = "đổi văn bản thành vectơ", "turn texts into vectors"
            raise other_kind(info.ref, facts, vi, en)
        tokenizer = tokenizer_of(folder)
        network = network_of(folder, "AutoModel", info.ref)
        longest = _longest(folder, facts, tokenizer)
        pooling = pooling or "mean"
        return cls(tokenizer, network, info, pooling=pooling, longest=longest, words=words)

    def __call__(self, text: str) -> np.ndarray:
        return self.embed([text])[0]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 (n, D), a row a text; zeros for a blank one.

        What a text has beyond the model's longest input does not count.
        """
        rows = np.zeros((len(texts), self._network.config.hidden_size), np.float32)
        places = [place for place, text in enumerate(texts) if text.strip()]
        read = self._as_read([encodable(texts[place]) for place in places])
        for start in range(0, len(places), BATCH):
            rows[places[start : start + BATCH]] = self._read(read[start : start + BATCH])
        return rows

    def _as_read(self, texts: list[str]) -> list[str]:
        """Return texts as the model reads them: words divided by blanks, where it reads words."""
        if not self._segmenter:
            return texts
        found = self._segmenter.segment(texts)
        return [" ".join(joined(word.text) for word in words) for words in found]

    @torch.inference_mode()
    def _read(self, texts: list[str]) -> np.ndarray:
        given = self._tokenizer(
            texts,
            padding=True,
            padding_side="right",
            truncation=True,
            max_length=self._longest,
            return_tensors="pt",
        ).to(self._network.device)
        hidden = self._network(**given).last_hidden_state.float()
        pooled = _pool(hidden, given["attention_mask"], self._pooling)
        return torch.nn.functional.normalize(pooled, dim=-1).cpu().numpy()


def _pool(hidden: torch.Tensor, mask: torch.Tensor, how: str) -> torch.Tensor:
    """hidden: (n, T, D); mask: (n, T), 1 where there is a token. Return (n, D)."""
    if how == "cls":
        return hidden[:, 0]
    if how == "lasttoken":
        return hidden[torch.arange(len(hidden)), mask.sum(1) - 1]
    weights = mask.unsqueeze(-1)
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)


def _pooling(folder: Path) -> str | None:
    """Return what a sentence encoder says, as "mean" or "cls+max_tokens"; None for other models."""
    facts = facts_of(folder, "1_Pooling/config.json")
    if not facts:
        return None
    chosen = [name for name, value in facts.items() if value and name.startswith(_SIGN)]
    signs = [name.removeprefix(_SIGN) for name in chosen]
    return facts.get("pooling_mode") or "+".join(_SIGNS.get(sign, sign) for sign in signs) or "mean"


def _strange(folder: Path, pooling: str | None) -> str | None:
    """Return what a sentence encoder does to vectors that is not done here; None: nothing."""
    layers = {each["type"].rpartition(".")[2] for each in facts_of(folder, "modules.json")}
    others = sorted(layers - {"Transformer", "Pooling", "Normalize"})
    if pooling not in (None, *_POOLINGS):
        others.append(f"Pooling ({pooling})")
    return others[0] if others else None


def _longest(folder: Path, facts: dict, tokenizer: Any) -> int:
    """Return how many tokens are read at most: the least of what the files say."""
    said = [facts_of(folder, "sentence_bert_config.json").get("max_seq_length")]
    said.append(tokenizer.model_max_length)
    if positions := facts.get("max_position_embeddings"):
        said.append(positions - 2)  # RoBERTa and its kin begin to count at 2
    return min([LONGEST, *filter(None, said)]) if said[0] is None else min(filter(None, said))
