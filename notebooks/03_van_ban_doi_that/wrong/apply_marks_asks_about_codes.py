"""apply_marks: asks about words inside codes and addresses.   loses: codes"""

import re

from aulac.text import unaccented_key


def apply_marks(text, suggestions):
    pieces = [(piece.span(), piece[0]) for piece in re.finditer(r"\S+", text)]
    asked = []
    for start, end, form, probability in sorted(suggestions, reverse=True):
        word = text[start:end]
        piece = next(p for (left, right), p in pieces if left <= start < right)
        is_name = word[0].isupper() and re.search(r"\w", text[:start])
        if unaccented_key(word) != word or is_name:
            continue
        if probability < 0.9 or re.search(r"[\d@/]", piece):
            asked.insert(0, word)
        else:
            text = text[:start] + form + text[end:]
    return text, asked
