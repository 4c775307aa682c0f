"""rescue: repairs good text too.   loses: unicode_alone"""

import re


def rescue(text, table):
    pattern = "|".join(sorted(table, key=len, reverse=True))
    return re.sub(pattern, lambda found: table[found[0]], text)
