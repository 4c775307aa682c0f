"""prf: rounds to two digits.   loses: one_sentence"""

def prf(gold, predicted):
    if len(gold) != len(predicted):
        raise ValueError("sentences")
    both = zip(gold, predicted, strict=True)
    right = sum(len(set(answer) & set(guess)) for answer, guess in both)
    given, wanted = sum(map(len, predicted)), sum(map(len, gold))
    precision = 100 * right / given if given else 0
    recall = 100 * right / wanted if wanted else 0
    f1 = 200 * right / (given + wanted) if given + wanted else 0
    return round(precision, 2), round(recall, 2), round(f1, 2)
