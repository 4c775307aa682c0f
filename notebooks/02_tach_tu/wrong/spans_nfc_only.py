"""spans: believes that NFC settles the tone style as well.   loses: styles"""

import unicodedata


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
        found.append((at, end))
        at = end
    if text[at:].strip():
        raise ValueError(text[at:])
    return found


def key(text):
    return unicodedata.normalize("NFC", " ".join(text.replace("_", " ").split()))
