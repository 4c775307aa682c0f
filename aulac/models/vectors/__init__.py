"""Sentences as vectors, offline, in NumPy: `Encoder`."""

from .encoder import Encoder

__all__ = ["Encoder"]
