"""Putting the marks back: "toi di hoc" -> "tôi đi học"."""

from .restorer import Restored, Restorer, Syllable

__all__ = ["Restored", "Restorer", "Syllable"]
