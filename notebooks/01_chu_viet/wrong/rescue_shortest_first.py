"""rescue: tries single characters before pairs.   loses: vni, capitals"""

import re


def rescue(text, table):
    if any(c.isalpha() and c > "\u00ff" for c in text):
        return text
    pattern = "|".join(sorted(table, key=len))
    return re.sub(pattern, lambda found: table[found[0]], text)
