"""Texts written on, and questions answered, by hub models."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jinja2 import TemplateError

from ...classroom.language import sentence
from ..catalog import ModelError, ModelInfo
from ..language.generator import draw
from ..options import Options, following
from ..unicode import encodable
from .loading import facts_of, network_of, other_kind, tokenizer_of

_WRITERS = ("CausalLM", "LMHead")


class Generator:
    """Writes a text on, token by token; answers conversations where the model has a form for them.

    Threads may share one: each call keeps what it has read to itself.
    """

    def __init__(self, tokenizer: Any, network: Any, info: ModelInfo | None = None):
        self.info = info
        self._tokenizer, self._network = tokenizer, network
        self._context = getattr(network.config, "max_position_embeddings", None) or 1 << 20
        self._ends = _ends(tokenizer, network)

    @classmethod
    def load(cls, folder: Path, info: ModelInfo, words: bool = False) -> "Generator":
        """Read a model's folder. Errors: ModelError: a model that does not write on."""
        facts = facts_of(folder)
        kinds = facts.get("architectures") or []
        if not any(sign in kind for kind in kinds for sign in _WRITERS):
            raise other_kind(info.ref, facts, "viết tiếp văn bản", "write texts on")
        tokenizer = tokenizer_of(folder)
        network = network_of(folder, "AutoModelForCausalLM", info.ref)
        able = ("next_token", "chat") if tokenizer.chat_template else ("next_token",)
        return cls(tokenizer, network, replace(info, capabilities=able))

    def __call__(self, prompt: str, **options) -> str:
        """Return what `generate` yields, as one string."""
        return "".join(self.generate(prompt, **options))

    def generate(self, prompt: str, **options) -> Iterator[str]:
        """Yield, piece by piece, what may follow the prompt; options: see `Options`.

        Errors: ModelError where an option makes no sense.
        """
        chosen = Options(**options)
        return following(prompt, self._text(self._ids(prompt), chosen), chosen)

    def chat(self, messages: list[dict[str, str]], **options) -> Iterator[str]:
        """Yield, piece by piece, the answer to a conversation; options: as `generate`.

        messages: such as [{"role": "user", "content": "Xin chào"}]. A model that can think aloud
        first is told not to.
        Errors: ModelError where the model has no form for conversations.
        """
        if "chat" not in self.info.capabilities:
            vi, en = "trả lời hội thoại", "answer conversations"
            raise other_kind(self.info.ref, self._network.config.to_dict(), vi, en)
        chosen = Options(**options)
        try:
            asked = self._tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        except TemplateError as error:  # such as a role that the model's form does not know
            reason = " ".join(str(error).split())
            vi, en = f"không nhận hội thoại này: {reason}", f"takes no such conversation: {reason}"
            raise ModelError(sentence(f"{self.info.ref} {vi}", f"{self.info.ref} {en}")) from None
        ids = self._tokenizer(encodable(asked), add_special_tokens=False)["input_ids"]
        return following("", self._text(ids, chosen), chosen)

    def next_token(self, prompt: str, k: int = 10) -> list[tuple[str, float]]:
        """Return the k likeliest tokens to follow with their probabilities, the likeliest first."""
        scores, _ = self._read(self._ids(prompt)[-self._context :], None)
        shares = torch.softmax(torch.from_numpy(scores), -1)
        best = torch.topk(shares, min(k, len(shares)))
        pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
        return [(self._tokenizer.decode([number]), share) for number, share in pairs]

    def _ids(self, prompt: str) -> list[int]:
        """Return the ids to read; a blank at the end is left to the token that follows."""
        ids = self._tokenizer(encodable(prompt).rstrip(" "))["input_ids"]
        start = self._tokenizer.bos_token_id
        return ids or [start if start is not None else self._ends[0]]

    def _text(self, given: list[int], options: Options) -> Iterator[str]:
        """Yield the text of the tokens drawn, as soon as their characters are complete."""
        known = given[-1:]  # what stands before decides whether a text begins with a blank
        before = len(self._said(known))
        written = []
        for number in self._numbers(given, options):
            written.append(number)
            text = self._said(known + written)
            if not text.endswith("\ufffd"):
                yield text[before:]
                before = len(text)
        yield self._said(known + written)[before:]

    def _said(self, ids: list[int]) -> str:
        return self._tokenizer.decode(
            ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )

    def _numbers(self, given: list[int], options: Options) -> Iterator[int]:
        """Yield the tokens drawn, up to the end of the text or of the model's context."""
        rng = np.random.default_rng(options.seed)
        room = self._context - options.max_tokens
        given = given[-max(room, self._context // 2) :]
        memory = None
        for _ in range(min(options.max_tokens, self._context - len(given))):
            scores, memory = self._read(given, memory)
            number = draw(scores, rng, options.temperature, options.top_k, options.top_p)
            if number in self._ends:
                return
            yield number
            given = [number]

    @torch.inference_mode()
    def _read(self, ids: list[int], memory: Any) -> tuple[np.ndarray, Any]:
        """Read tokens; return the scores (V,) of what may follow, and what was read."""
        given = torch.tensor([ids], device=self._network.device)
        found = self._network(given, past_key_values=memory, use_cache=True)
        return found.logits[0, -1].float().cpu().numpy(), found.past_key_values


def _ends(tokenizer: Any, network: Any) -> list[int]:
    """Return the tokens that end a text."""
    said = getattr(network.generation_config, "eos_token_id", None)
    said = said if isinstance(said, list) else [said]
    return [each for each in [*said, tokenizer.eos_token_id] if each is not None] or [0]
