"""spans: compares without marks, so that bán fits bàn.   loses: refuses"""

from aulac.text import unaccented_key


def spans(text, words):
    found, at = [], 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        want, end = key(word), at + 1
        while key(text[at:end]) != want:
            end += 1
            if end > len(text):
                raise ValueError(word)
        while end < len(text) and "\u0300" <= text[end] <= "\u036f":
            end += 1
        found.append((at, end))
        at = end
    if text[at:].strip():
        raise ValueError(text[at:])
    return found


def key(text):
    return unaccented_key(" ".join(text.replace("_", " ").split()))
