"""rescue: keeps only what it finds in the table and plain letters.

loses: tcvn3, capitals, punctuation"""

import re


def rescue(text, table):
    if any(c.isalpha() and c > "\u00ff" for c in text):
        return text
    pattern = "|".join([*sorted(table, key=len, reverse=True), "[A-Za-z ,.]"])
    return "".join(table.get(piece, piece) for piece in re.findall(pattern, text))
