"""restore: keeps the fifty best paths so far, whatever form they end in.   loses: look_ahead"""


def restore(syllables, forms, scores):
    paths = [(0, ["<s>"])]
    for syllable in syllables:
        longer = [
            (score + scores[path[-1], form], [*path, form])
            for score, path in paths
            for form in forms.get(syllable, [syllable])
        ]
        paths = sorted(longer, reverse=True)[:50]
    return paths[0][1][1:]
