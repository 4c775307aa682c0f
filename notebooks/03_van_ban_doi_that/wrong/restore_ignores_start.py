"""restore: gives all first forms the same score.   loses: start"""


def restore(syllables, forms, scores):
    best = {"<s>": (0, [])}
    for syllable in syllables:
        best = {
            form: max(
                (score + (scores[before, form] if before != "<s>" else 0), [*path, form])
                for before, (score, path) in best.items()
            )
            for form in forms.get(syllable, [syllable])
        }
    return max(best.values())[1]
