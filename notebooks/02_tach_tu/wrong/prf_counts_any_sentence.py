"""prf: takes a pair for right when some sentence has it.   loses: own_sentence"""


def prf(gold, predicted):
    if len(gold) != len(predicted):
        raise ValueError("not the same sentences")
    known = {span for sentence in gold for span in sentence}
    guesses = [span for sentence in predicted for span in sentence]
    right = sum(span in known for span in guesses)
    wanted, given = sum(map(len, gold)), len(guesses)
    f1 = 200 * right / (wanted + given or 1)
    return 100 * right / (given or 1), 100 * right / (wanted or 1), f1
