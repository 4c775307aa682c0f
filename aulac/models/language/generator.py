"""The language model at work: what may come next, texts written on, how well one is foreseen."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from ...text import stored
from ..catalog import ModelInfo
from ..options import Options, following
from ..tokens import Token, Tokenizer
from .network import Network, softmax

END = "<|endoftext|>"


class Generator:
    """Writes a text on, token by token. A specimen of a language model, not an assistant.

    Threads may share one: each call keeps what it has read to itself.
    """

    def __init__(self, tokenizer: Tokenizer, network: Network, info: ModelInfo | None = None):
        self.info, self.tokenizer, self.network = info, tokenizer, network
        self._end = tokenizer.id(END)

    @classmethod
    def load(cls, directory: Path, info: ModelInfo | None = None) -> "Generator":
        """Read the weights and the tokenizer; neither PyTorch nor transformers is needed."""
        return cls(Tokenizer.load(directory), Network.load(directory), info)

    def __call__(self, prompt: str, **options) -> str:
        """Return what `generate` yields, as one string."""
        return "".join(self.generate(prompt, **options))

    def generate(self, prompt: str, **options) -> Iterator[str]:
        """Yield, piece by piece, what may follow the prompt; the prompt is not repeated.

        options: see `Options`; the model may end its text before max_tokens.
        Errors: ModelError where an option makes no sense.
        """
        chosen = Options(**options)
        rng = np.random.default_rng(chosen.seed)

        def choose(scores: np.ndarray) -> int:
            return draw(scores, rng, chosen.temperature, chosen.top_k, chosen.top_p)

        numbers = self._numbers(prompt, chosen.max_tokens, choose)
        return following(prompt, self._text(numbers), chosen)

    def next_token(self, prompt: str, k: int = 10) -> list[tuple[str, float]]:
        """Return the k likeliest tokens to follow, with their probabilities, the likeliest first.

        The end of the text is <|endoftext|>; a token of some bytes only shows as <F0><9F>.
        """
        shares = softmax(Reader(self.network).read(self._ids(prompt)))
        best = np.argsort(-shares, kind="stable")[:k]
        return [(self.tokenizer.shown(i), float(shares[i])) for i in best.tolist()]

    def bits(self, text: str) -> list[tuple[Token, float]]:
        """Return each token of a text with the bits it costs to tell it, given those before it.

        Their sum over the bytes of the text is the bits per byte. A token sees between half and all
        of the network's context before it.
        """
        tokens = self.tokenizer(text)
        ids = np.array([self._end, *(token.id for token in tokens)])
        costs = np.concatenate([[], *self._costs(ids)])
        return list(zip(tokens, costs.tolist(), strict=True))

    def _costs(self, ids: np.ndarray) -> Iterator[np.ndarray]:
        """Yield the bits of ids[1:], in runs."""
        context, done = self.network.context, 1
        while done < len(ids):
            start = max(0, done - context // 2)
            seen, wanted = ids[start : start + context], ids[done : start + context + 1]
            hidden = self.network.read(seen[: len(ids) - 1 - start], self.network.memory())
            scores = self.network.scores(hidden[done - 1 - start :])
            best = scores.max(axis=-1)
            nats = np.log(np.exp(scores - best[:, None]).sum(axis=-1)) + best
            yield (nats - scores[np.arange(len(wanted)), wanted]) / np.log(2)
            done += len(wanted)

    def _ids(self, prompt: str) -> list[int]:
        """Return the ids to read; a blank at the end is left to the token that follows."""
        return [self._end, *self.tokenizer.encode(stored(prompt).rstrip(" "))]

    def _numbers(self, prompt: str, most: int, choose: Callable) -> Iterator[int]:
        """Yield the tokens that `choose` takes by their scores, up to the end of the text."""
        reader, given = Reader(self.network), self._ids(prompt)
        for _ in range(most):
            number = choose(reader.read(given))
            if number == self._end:
                return
            yield number
            given = [number]

    def _text(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield the text of tokens as soon as their characters are complete."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for number in numbers:
            yield decoder.decode(self.tokenizer.bytes_of(number))
        yield decoder.decode(b"", final=True)


class Reader:
    """Reads on and on; where the network's context is full, it starts again from the later half."""

    def __init__(self, network: Network):
        self._network, self._memory = network, network.memory()
        self._ids: list[int] = []

    def read(self, ids: list[int]) -> np.ndarray:
        """Read tokens; return the scores (V,) of what may follow."""
        self._ids += ids
        if self._memory.length + len(ids) > self._network.context:
            self._memory = self._network.memory()
            ids = self._ids[-self._network.context // 2 :]
        return self._network.scores(self._network.read(np.array(ids), self._memory)[-1])


def draw(
    scores: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float = 1.0,
) -> int:
    """Return the id of a token, drawn by its scores (V,) among the likeliest ones."""
    if temperature < 1e-6:  # as good as 0, and scores over it may be too large for a number
        return int(scores.argmax())
    order = np.argsort(-scores, kind="stable")[:top_k]
    shares = softmax(scores[order] / temperature)
    enough = np.searchsorted(np.cumsum(shares), top_p) + 1
    shares = shares[:enough].astype(np.float64)
    return int(order[rng.choice(len(shares), p=shares / shares.sum())])
