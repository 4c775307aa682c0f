"""train_bpe: among equals takes the larger pair.   loses: toy, order, forms"""

from collections import Counter
from unicodedata import normalize


def train_bpe(texts, merges):
    """Return the merges learned from texts, as pairs of bytes, in order."""
    counts = Counter(piece for text in texts for piece in pieces(normalize("NFC", text)))  # noqa: F821
    words = [([bytes([b]) for b in piece.encode()], times) for piece, times in counts.items()]
    learned = []
    while len(learned) < merges:
        pairs = Counter()
        for tokens, times in words:
            for pair in zip(tokens, tokens[1:], strict=False):
                pairs[pair] += times
        best = max(pairs, key=lambda pair: (pairs[pair], pair), default=None)
        if pairs[best] < 2:
            break
        learned.append(best)
        words = [(joined(tokens, *best), times) for tokens, times in words]
    return learned


def joined(tokens, left, right):
    found, at = [], 0
    while at < len(tokens):
        size = 2 if tokens[at : at + 2] == [left, right] else 1
        found.append(b"".join(tokens[at : at + size]))
        at += size
    return found
