"""prf: averages the sentences, so that a short one weighs as much as a long one.

loses: micro"""


def prf(gold, predicted):
    each = [one(set(g), set(p)) for g, p in zip(gold, predicted, strict=True)]
    precision = sum(p for p, _ in each) / (len(each) or 1)
    recall = sum(r for _, r in each) / (len(each) or 1)
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def one(gold, predicted):
    right = len(gold & predicted)
    return 100 * right / (len(predicted) or 1), 100 * right / (len(gold) or 1)
