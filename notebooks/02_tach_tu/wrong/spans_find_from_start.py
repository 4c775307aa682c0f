"""spans: finds every word from the start of the text, so a repeated word stands at its first place.

loses: repeated, joined, white_space, forms, styles, refuses"""


def spans(text, words):
    starts = [text.index(word) for word in words]
    return [(start, start + len(word)) for start, word in zip(starts, words, strict=True)]
