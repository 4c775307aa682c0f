"""spans: searches for each word exactly as the tool wrote it.

loses: joined, white_space, forms, styles"""


def spans(text, words):
    found, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            raise ValueError(word)
        at = start + len(word)
        found.append((start, at))
    if text[at:].strip():
        raise ValueError(text[at:])
    return found
