"""encode: starts from characters, not from bytes.   loses: nothing_lost"""

from unicodedata import normalize


def encode(text, merges):
    """Return the tokens of text, as bytes: the merges are used in their order."""
    return [token for piece in pieces(normalize("NFC", text)) for token in cut(piece, merges)]  # noqa: F821


def cut(piece, merges):
    tokens = [letter.encode() for letter in piece]
    for left, right in merges:
        found, at = [], 0
        while at < len(tokens):
            size = 2 if tokens[at : at + 2] == [left, right] else 1
            found.append(b"".join(tokens[at : at + size]))
            at += size
        tokens = found
    return tokens
