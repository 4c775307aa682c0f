"""encode: lets a merge reach over two pieces.   loses: forms"""

from unicodedata import normalize


def encode(text, merges):
    """Return the tokens of text, as bytes: the merges are used in their order."""
    return cut(normalize("NFC", text), merges)


def cut(piece, merges):
    tokens = [bytes([byte]) for byte in piece.encode()]
    for left, right in merges:
        found, at = [], 0
        while at < len(tokens):
            size = 2 if tokens[at : at + 2] == [left, right] else 1
            found.append(b"".join(tokens[at : at + size]))
            at += size
        tokens = found
    return tokens
