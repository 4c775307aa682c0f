"""encode: merges from the right.   loses: order"""

from unicodedata import normalize


def encode(text, merges):
    """Return the tokens of text, as bytes: the merges are used in their order."""
    return [token for piece in pieces(normalize("NFC", text)) for token in cut(piece, merges)]  # noqa: F821


def cut(piece, merges):
    tokens = [bytes([byte]) for byte in piece.encode()]
    for left, right in merges:
        end = len(tokens)
        while end > 1:
            if tokens[end - 2 : end] == [left, right]:
                tokens[end - 2 : end] = [left + right]
                end -= 1
            end -= 1
    return tokens
