"""spans: looks for the next word anywhere further on, and jumps over letters.   loses: refuses"""

from aulac.text import comparison_key


def spans(text, words):
    found, at = [], 0
    for word in words:
        at, end = first_place(word, text, at)
        found.append((at, end))
        at = end
    if text[at:].strip():
        raise ValueError(text[at:])
    return found


def first_place(word, text, at):
    want = key(word)
    for start in range(at, len(text)):
        for end in range(start + 1, min(start + 4 * len(word), len(text)) + 1):
            if not text[start].isspace() and key(text[start:end]) == want:
                return start, end
    raise ValueError(word)


def key(text):
    return comparison_key(" ".join(text.replace("_", " ").split()))
