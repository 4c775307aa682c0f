"""Putting the marks back: "toi di hoc" -> "tôi đi học"."""

from .restorer import NetworkRestorer, Restored, Restorer, Syllable, TrigramRestorer

__all__ = ["NetworkRestorer", "Restored", "Restorer", "Syllable", "TrigramRestorer"]
