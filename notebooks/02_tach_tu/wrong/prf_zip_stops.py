"""prf: lets zip drop the sentences that a tool lost.   loses: lost_sentence"""


def prf(gold, predicted):
    pairs = list(zip(gold, predicted, strict=False))
    right = sum(len(set(g) & set(p)) for g, p in pairs)
    wanted, given = sum(len(g) for g, _ in pairs), sum(len(p) for _, p in pairs)
    f1 = 200 * right / (wanted + given or 1)
    return 100 * right / (given or 1), 100 * right / (wanted or 1), f1
