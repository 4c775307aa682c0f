"""spans: knows spaces, tabs and line breaks within a word, but no no-break space.

loses: white_space"""

import re

from aulac.text import comparison_key


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
    return comparison_key(re.sub("[ _\\t\\n]+", " ", text).strip())
