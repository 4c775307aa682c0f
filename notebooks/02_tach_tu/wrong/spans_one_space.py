"""spans: allows one plain space between the syllables of a word, and no more.

loses: white_space"""

from aulac.text import comparison_key


def spans(text, words):
    found, at = [], 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        want = comparison_key(word.replace("_", " "))
        ends = [e for e in range(at + 1, len(text) + 1) if comparison_key(text[at:e]) == want]
        if not ends:
            raise ValueError(word)
        found.append((at, ends[0]))
        at = ends[0]
    if text[at:].strip():
        raise ValueError(text[at:])
    return found
