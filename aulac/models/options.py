"""How a text is written on: the options that every generator takes, checked in one place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from ..classroom.language import sentence
from .catalog import ModelError


@dataclass(frozen=True)
class Options:
    """What the protocol `Generator` of the catalog promises; the defaults are those of all.

    max_tokens: how many tokens at most. temperature: 0 always takes the likeliest. top_k: draw
    among so many of the likeliest; top_p: among the fewest that have this probability together.
    seed: the same one writes the same text, as far as the model can promise it. stop: the text ends
    before any of these strings, or before this one.
    """

    max_tokens: int = 100
    temperature: float = 0.8
    top_k: int | None = None
    top_p: float = 0.95
    seed: int | None = None
    stop: str | Sequence[str] = ()

    def __post_init__(self):
        if isinstance(self.stop, str):  # one string, not its letters
            object.__setattr__(self, "stop", (self.stop,))
        sound = {
            "max_tokens": self.max_tokens >= 0,
            "temperature": 0 <= self.temperature < float("inf"),
            "top_k": self.top_k is None or self.top_k >= 1,
            "top_p": 0 < self.top_p <= 1,
        }
        if wrong := ", ".join(name for name, good in sound.items() if not good):
            raise ModelError(
                sentence(f"giá trị không hợp lệ: {wrong}", f"value out of range: {wrong}")
            )


def following(prompt: str, pieces: Iterable[str], options: Options) -> Iterator[str]:
    """Yield the pieces that follow a prompt, as the embedded generator does.

    A blank that the prompt ends with is not said twice, and the text ends before `options.stop`.
    """
    pieces = filter(None, pieces)
    if prompt.endswith(" "):
        pieces = without_blank(chain(pieces, [""]))
    return before_any([each for each in options.stop if each], pieces)


def without_blank(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces of text, less the blank that the first may begin with."""
    pieces = iter(pieces)
    yield next(pieces).removeprefix(" ")
    yield from pieces


def before_any(stop: Sequence[str], pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces of text up to the first of the strings in `stop`.

    No more is held back than may yet become one of them.
    """
    held = ""
    for piece in pieces:
        held += piece
        found = [place for place in (held.find(each) for each in stop) if place >= 0]
        if found:
            held = held[: min(found)]
            break
        free = len(held) - max((_begun(each, held) for each in stop), default=0)
        if free:
            yield held[:free]
        held = held[free:]
    if held:
        yield held


def _begun(stop: str, text: str) -> int:
    """Return how many characters of `stop` the text ends with."""
    longest = min(len(stop) - 1, len(text))
    return next((n for n in range(longest, 0, -1) if text.endswith(stop[:n])), 0)
