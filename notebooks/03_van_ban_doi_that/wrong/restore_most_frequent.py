"""restore: takes the most frequent form of each syllable and never looks at a pair.

loses: toy, look_ahead, start, long, real"""


def restore(syllables, forms, scores):
    return [forms.get(syllable, [syllable])[0] for syllable in syllables]
