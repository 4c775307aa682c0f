"""prf: takes the plain mean of precision and recall for F1.

loses: one_sentence, micro"""


def prf(gold, predicted):
    right = sum(len(set(g) & set(p)) for g, p in zip(gold, predicted, strict=True))
    precision = 100 * right / (sum(map(len, predicted)) or 1)
    recall = 100 * right / (sum(map(len, gold)) or 1)
    return precision, recall, (precision + recall) / 2
