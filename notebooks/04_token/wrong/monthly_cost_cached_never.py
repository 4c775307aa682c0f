"""monthly_cost: does not know of cached.   loses: cached"""

def monthly_cost(conversations, calls, system, price, rate):
    """Return the đồng a month that calls like these cost."""
    if not conversations:
        raise ValueError("no sample call to go by")
    mean = sum(dollars(turns, system, price) for turns in conversations) / len(conversations)
    return mean * calls * rate


def dollars(turns, system, price):
    total, history = 0, 0
    for _number, (asked, answered) in enumerate(turns):
        head = price["input"]
        total += system * head + (history + asked) * price["input"] + answered * price["output"]
        history += asked + answered
    return total / 1_000_000
