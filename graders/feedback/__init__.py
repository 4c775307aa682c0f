"""What a learner gets back: without hidden tests, active markup or outside requests."""

from .view import Mark, Marks, learner_view

__all__ = ["Mark", "Marks", "learner_view"]
