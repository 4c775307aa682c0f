"""Text into tokens and back: byte-level BPE, trained on Vietnamese."""

from .tokenizer import Token, Tokenizer

__all__ = ["Token", "Tokenizer"]
