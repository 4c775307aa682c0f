"""encode: takes the longest token at each place.   loses: order"""

from unicodedata import normalize


def encode(text, merges):
    """Return the tokens of text, as bytes: the merges are used in their order."""
    known = {left + right for left, right in merges}
    return [token for piece in pieces(normalize("NFC", text)) for token in cut(piece, known)]  # noqa: F821


def cut(piece, known):
    rest, tokens = piece.encode(), []
    while rest:
        size = len(rest)
        while size > 1 and rest[:size] not in known:
            size -= 1
        tokens.append(rest[:size])
        rest = rest[size:]
    return tokens
