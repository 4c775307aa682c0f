"""Finding words and their parts of speech, offline, in NumPy: `Segmenter`, `Tagger`, `Word`."""

from .segmenter import Segmenter
from .tagger import Tagger
from .word import Word

__all__ = ["Segmenter", "Tagger", "Word"]
