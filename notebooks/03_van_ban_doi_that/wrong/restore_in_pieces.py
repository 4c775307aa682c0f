"""restore: lists all paths, and to make that possible cuts the sentence into pieces of six.

loses: long"""

from itertools import product


def restore(syllables, forms, scores):
    path = ["<s>"]
    for start in range(0, len(syllables), 6):
        choices = [forms.get(syllable, [syllable]) for syllable in syllables[start : start + 6]]
        path += max(product(*choices), key=lambda piece: total([path[-1], *piece], scores))
    return path[1:]


def total(path, scores):
    return sum(scores[pair] for pair in zip(path[:-1], path[1:], strict=True))
