"""prf: takes precision for recall.   loses: one_sentence, micro"""


def prf(gold, predicted):
    right = sum(len(set(g) & set(p)) for g, p in zip(gold, predicted, strict=True))
    wanted, given = sum(map(len, gold)), sum(map(len, predicted))
    f1 = 200 * right / (wanted + given or 1)
    return 100 * right / (wanted or 1), 100 * right / (given or 1), f1
