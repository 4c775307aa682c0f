"""prf: pours all sentences into one set, where equal pairs of two sentences become one.

loses: own_sentence"""


def prf(gold, predicted):
    if len(gold) != len(predicted):
        raise ValueError("not the same sentences")
    g = {span for sentence in gold for span in sentence}
    p = {span for sentence in predicted for span in sentence}
    right = len(g & p)
    f1 = 200 * right / (len(g) + len(p) or 1)
    return 100 * right / (len(p) or 1), 100 * right / (len(g) or 1), f1
