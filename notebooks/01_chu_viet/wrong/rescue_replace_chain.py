"""rescue: replaces one sequence after another, so a rescued letter is replaced again.

loses: one_pass"""


def rescue(text, table):
    if any(c.isalpha() and c > "\u00ff" for c in text):
        return text
    for old in sorted(table, key=len, reverse=True):
        text = text.replace(old, table[old])
    return text
