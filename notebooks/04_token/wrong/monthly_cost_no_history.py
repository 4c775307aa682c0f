"""monthly_cost: forgets that the conversation is sent again.

loses: two_turns, long_call, cached, sample"""

def monthly_cost(conversations, calls, system, price, rate):
    """Return the đồng a month that calls like these cost."""
    if not conversations:
        raise ValueError("no sample call to go by")
    mean = sum(dollars(turns, system, price) for turns in conversations) / len(conversations)
    return mean * calls * rate


def dollars(turns, system, price):
    total, history = 0, 0
    for number, (asked, answered) in enumerate(turns):
        head = price.get("cached", price["input"]) if number else price["input"]
        total += system * head + (history + asked) * price["input"] + answered * price["output"]
    return total / 1_000_000
