"""Small parts that the lessons of module 04 share: how a text is cut, joined and shown."""

import re
import unicodedata

PIECE = re.compile(r"\s?\S+|\s+")  # a word with the one blank before it; other blanks by themselves


def pieces(text):
    """Return the pieces of a text, composed (NFC); joined together they are that text."""
    return PIECE.findall(unicodedata.normalize("NFC", text))


def merge(parts, pair):
    """Return the parts with every neighbouring pair like this one joined, from left to right."""
    joined, at = [], 0
    while at < len(parts):
        size = 2 if tuple(parts[at : at + 2]) == pair else 1
        joined.append(b"".join(parts[at : at + size]))
        at += size
    return joined


def shown(tokens):
    """Return tokens in one line: "·" is a blank, bytes that are no whole letter stand in <>.

    A loose mark (NFD) stands on a dotted circle.
    """
    return " | ".join(map(_shown, tokens))


def _shown(token):
    text = token.decode(errors="backslashreplace").replace(" ", "·")
    text = "".join("◌" + c if unicodedata.combining(c) else c for c in text)
    return re.sub(r"\\x(..)", lambda found: f"<{found[1].upper()}>", text)
