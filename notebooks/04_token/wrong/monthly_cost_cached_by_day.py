"""monthly_cost: takes the full price only at the first turn of the first call.   loses: cached"""

def monthly_cost(conversations, calls, system, price, rate):
    """Return the đồng a month that calls like these cost."""
    if not conversations:
        raise ValueError("no sample call to go by")
    costs = [dollars(turns, system, price, i) for i, turns in enumerate(conversations)]
    mean = sum(costs) / len(costs)
    return mean * calls * rate


def dollars(turns, system, price, call):
    total, history = 0, 0
    for number, (asked, answered) in enumerate(turns):
        head = price.get("cached", price["input"]) if number or call else price["input"]
        total += system * head + (history + asked) * price["input"] + answered * price["output"]
        history += asked + answered
    return total / 1_000_000
