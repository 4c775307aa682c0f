"""restore: considers only the two most frequent forms, to be quick.   loses: real"""


def restore(syllables, forms, scores):
    best = {"<s>": (0, [])}
    for syllable in syllables:
        best = {
            form: max(
                (score + scores[before, form], [*path, form])
                for before, (score, path) in best.items()
            )
            for form in forms.get(syllable, [syllable])[:2]
        }
    return max(best.values())[1]
