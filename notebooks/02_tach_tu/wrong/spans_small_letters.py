"""spans: turns the new tone style into the old one in small letters only.   loses: styles"""

import unicodedata

VOWELS = [("o", "a"), ("o", "e"), ("u", "y")]


def spans(text, words):
    found, at = [], 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        end = end_of(word, text, at)
        found.append((at, end))
        at = end
    if text[at:].strip():
        raise ValueError(text[at:])
    return found


def end_of(word, text, at):
    for end in range(at + 1, len(text) + 1):
        if reading(text[at:end]) == reading(word):
            return end
    raise ValueError(word)


def reading(text):
    text = unicodedata.normalize("NFC", " ".join(text.replace("_", " ").split()))
    for a, b in VOWELS:
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            new, old = a + unicodedata.normalize("NFC", b + tone), a + tone + b
            text = text.replace(new, unicodedata.normalize("NFC", old))
    return text
