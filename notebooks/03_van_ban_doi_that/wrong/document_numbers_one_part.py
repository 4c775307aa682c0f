"""document_numbers: takes one part for a symbol, so that twice a month is a document.

loses: other_slashes"""

import re


def document_numbers(text):
    letters = r"[^\W\d_]+"
    state = rf"/({letters}(?:-{letters})*|QH\d+)"
    party = rf"-({letters}/{letters})"
    number = rf"(?i)(?<![\w/-])(\d+)(?:/(\d{{4}}))?(?:{state}|{party})(?![\w/])"
    return [
        (int(digits), int(year) if year else None, by_state or by_party)
        for digits, year, by_state, by_party in re.findall(number, text)
    ]
