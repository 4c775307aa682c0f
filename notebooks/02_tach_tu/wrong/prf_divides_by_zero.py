"""prf: divides by zero where a tool finds nothing.   loses: nothing"""


def prf(gold, predicted):
    right = sum(len(set(g) & set(p)) for g, p in zip(gold, predicted, strict=True))
    precision = 100 * right / sum(map(len, predicted))
    recall = 100 * right / sum(map(len, gold))
    return precision, recall, 2 * precision * recall / (precision + recall)
