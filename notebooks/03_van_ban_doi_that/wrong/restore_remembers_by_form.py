"""restore: remembers the form before by form, so that a syllable that comes back overwrites it.

loses: long"""


def restore(syllables, forms, scores):
    best, came_from = {"<s>": 0}, {}
    for syllable in syllables:
        now = {}
        for form in forms.get(syllable, [syllable]):
            before = max(best, key=lambda other: best[other] + scores[other, form])
            now[form] = best[before] + scores[before, form]
            came_from[form] = before
        best = now
    path = [max(best, key=best.get)]
    while len(path) < len(syllables):
        path.append(came_from[path[-1]])
    return path[::-1][: len(syllables)]
