"""prf: is content when a word begins at the right place.

loses: one_sentence, micro, own_sentence"""


def prf(gold, predicted):
    right = wanted = given = 0
    for g, p in zip(gold, predicted, strict=True):
        right += len({start for start, _ in g} & {start for start, _ in p})
        wanted, given = wanted + len(g), given + len(p)
    f1 = 200 * right / (wanted + given or 1)
    return 100 * right / (given or 1), 100 * right / (wanted or 1), f1
