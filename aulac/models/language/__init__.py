"""A small causal language model: next-token probabilities, and texts written on by them."""

from .generator import Generator

__all__ = ["Generator"]
