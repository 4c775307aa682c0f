"""restore: starts its search for the best at -1000, which long sentences fall below.

loses: long"""


def restore(syllables, forms, scores):
    paths = {"<s>": (0, [])}
    for syllable in syllables:
        longer = {}
        for form in forms.get(syllable, [syllable]):
            greatest, best = -1000, []
            for before, (score, path) in paths.items():
                if score + scores[before, form] > greatest:
                    greatest, best = score + scores[before, form], path
            longer[form] = (greatest, [*best, form])
        paths = longer
    return max(paths.values())[1]
