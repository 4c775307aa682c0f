"""spans: compares how stretches of equal length read, but NFD is longer than NFC.   loses: forms"""

from aulac.text import comparison_key


def spans(text, words):
    found, at = [], 0
    for word in words:
        parts = word.replace("_", " ").split()
        start = None
        for part in parts:
            while at < len(text) and text[at].isspace():
                at += 1
            start = at if start is None else start
            if comparison_key(text[at : at + len(part)]) != comparison_key(part):
                raise ValueError(word)
            at += len(part)
        found.append((start, at))
    if text[at:].strip():
        raise ValueError(text[at:])
    return found
