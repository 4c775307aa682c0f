"""document_numbers: does not know the numbers of the Party.   loses: shapes, in_text"""

import re


def document_numbers(text):
    letters = r"[^\W\d_]+"
    state = rf"/({letters}(?:-{letters})+|QH\d+)"
    number = rf"(?i)(?<![\w/-])(\d+)(?:/(\d{{4}}))?{state}(?![\w/])"
    return [
        (int(digits), int(year) if year else None, symbol)
        for digits, year, symbol in re.findall(number, text)
    ]
