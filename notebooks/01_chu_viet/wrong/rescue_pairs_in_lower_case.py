"""rescue: looks pairs up in lower case and forgets to give the capitals back.   loses: capitals"""


def rescue(text, table):
    if any(c.isalpha() and c > "\u00ff" for c in text):
        return text
    rescued, i = "", 0
    while i < len(text):
        pair = text[i : i + 2].lower()
        if len(pair) == 2 and pair in table:
            rescued, i = rescued + table[pair], i + 2
        else:
            rescued, i = rescued + table.get(text[i], text[i]), i + 1
    return rescued
