"""spans: adds up lengths, and believes that one space stands wherever a mark does not follow.

loses: white_space, forms, refuses"""


def spans(text, words):
    found, at = [], 0
    for word in words:
        if at and word not in ",.!?":
            at += 1
        found.append((at, at + len(word)))
        at += len(word)
    return found
