"""document_numbers: knows the years of this century only.   loses: in_text"""

import re


def document_numbers(text):
    letters = r"[^\W\d_]+"
    state = rf"/({letters}(?:-{letters})+|QH\d+)"
    party = rf"-({letters}/{letters})"
    number = rf"(?i)(?<![\w/-])(\d+)(?:/(20\d\d))?(?:{state}|{party})(?![\w/])"
    return [
        (int(digits), int(year) if year else None, by_state or by_party)
        for digits, year, by_state, by_party in re.findall(number, text)
    ]
