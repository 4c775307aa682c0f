"""rescue: looks at one character at a time and never sees a pair.

loses: vni, one_pass, capitals"""


def rescue(text, table):
    if any(c.isalpha() and c > "\u00ff" for c in text):
        return text
    return "".join(table.get(c, c) for c in text)
