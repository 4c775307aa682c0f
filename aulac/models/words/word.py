"""A word of a text, by where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """text[start:end] of the text handed in, as it is written there; tag: its part of speech."""

    start: int
    end: int
    text: str
    tag: str | None = None
