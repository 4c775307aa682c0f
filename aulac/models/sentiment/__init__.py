"""Judging the feeling of a review: `Classifier`, `Feeling`."""

from .classifier import LABELS, Classifier, Feeling

__all__ = ["LABELS", "Classifier", "Feeling"]
