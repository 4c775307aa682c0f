"""train_bpe: merges a run of one letter from the right.   loses: order"""

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
        best = min(pairs, key=lambda pair: (-pairs[pair], pair), default=None)
        if pairs[best] < 2:
            break
        learned.append(best)
        words = [(joined(tokens, *best), times) for tokens, times in words]
    return learned


def joined(tokens, left, right):
    found, end = [], len(tokens)
    while end:
        size = 2 if tokens[max(end - 2, 0) : end] == [left, right] else 1
        found.insert(0, b"".join(tokens[end - size : end]))
        end -= size
    return found
