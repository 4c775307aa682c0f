"""restore: goes from left to right and takes the best next form at once.

loses: toy, unknown, look_ahead, long, real"""


def restore(syllables, forms, scores):
    path = ["<s>"]
    for syllable in syllables:
        path.append(max(forms.get(syllable, [syllable]), key=lambda form: scores[path[-1], form]))
    return path[1:]
