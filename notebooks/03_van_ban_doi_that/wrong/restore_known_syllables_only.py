"""restore: stops with an error at a syllable that it does not know.   loses: unknown"""


def restore(syllables, forms, scores):
    best = {"<s>": (0, [])}
    for syllable in syllables:
        best = {
            form: max(
                (score + scores[before, form], [*path, form])
                for before, (score, path) in best.items()
            )
            for form in forms[syllable]
        }
    return max(best.values())[1]
