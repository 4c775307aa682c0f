"""measures: looks at the first five, whatever k is.   loses: means, no_answer"""


def best(scores, ids):
    found = [(score, name) for score, name in zip(scores, ids, strict=True) if score > 0]
    return [name for score, name in sorted(found, key=lambda pair: -pair[0])]


def recall_at(k, ranked, gold):
    return len(set(ranked[:k]) & set(gold)) / len(gold)


def mrr(ranked, gold):
    return next((1 / place for place, name in enumerate(ranked, 1) if name in gold), 0.0)


def evaluate(search, questions, k=5):
    found = [(search(question), gold) for question, gold in questions if gold]
    if not found:
        return 0.0, 0.0
    recall = sum(recall_at(5, ranked, gold) for ranked, gold in found)
    return recall / len(found), sum(mrr(ranked, gold) for ranked, gold in found) / len(found)
