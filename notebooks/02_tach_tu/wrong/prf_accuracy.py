"""prf: gives the share of right words three times.   loses: one_sentence, micro"""


def prf(gold, predicted):
    right = sum(len(set(g) & set(p)) for g, p in zip(gold, predicted, strict=True))
    accuracy = 100 * right / (sum(map(len, gold)) or 1)
    return accuracy, accuracy, accuracy
