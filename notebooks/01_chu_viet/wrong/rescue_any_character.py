"""rescue: takes a curly quote for proof of Unicode.   loses: punctuation"""

import re


def rescue(text, table):
    if any(ord(c) > 255 for c in text):
        return text
    pattern = "|".join(sorted(table, key=len, reverse=True))
    return re.sub(pattern, lambda found: table[found[0]], text)
