"""spans: turns the text into NFC first, and counts there instead of in the text it was given.

loses: forms"""

from aulac.text import comparison_key


def spans(text, words):
    text, found, at = comparison_key(text), [], 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        want, end = key(word), at + 1
        while key(text[at:end]) != want:
            end += 1
            if end > len(text):
                raise ValueError(word)
        found.append((at, end))
        at = end
    if text[at:].strip():
        raise ValueError(text[at:])
    return found


def key(text):
    return comparison_key(" ".join(text.replace("_", " ").split()))
