"""document_numbers: expects capitals, as if people typed like the gazette.   loses: in_text"""

import re


def document_numbers(text):
    letters = r"[A-ZĐ]+[a-z]?"
    state = rf"/({letters}(?:-{letters})+|QH\d+)"
    party = rf"-({letters}/{letters})"
    number = rf"(?<![\w/-])(\d+)(?:/(\d{{4}}))?(?:{state}|{party})(?![\w/])"
    return [
        (int(digits), int(year) if year else None, by_state or by_party)
        for digits, year, by_state, by_party in re.findall(number, text)
    ]
