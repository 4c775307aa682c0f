"""Finding names of people, places and organisations, document numbers, sums and dates."""

from .finder import LABELS, Entity, Finder

__all__ = ["LABELS", "Entity", "Finder"]
