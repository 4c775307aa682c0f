"""apply_marks: asks about every capital inside the text, as lesson 3.1 does.

loses: names, codes"""

import re

from aulac.text import unaccented_key


def apply_marks(text, suggestions):
    asked = []
    for start, end, form, probability in sorted(suggestions, reverse=True):
        word = text[start:end]
        left = re.search(r"\S*$", text[:start])[0]
        right = re.match(r"\S*", text[end:])[0]
        if unaccented_key(word) != word or re.search(r"[\d@/]", left + right):
            continue
        if probability < 0.9 or (word[0].isupper() and start > 0):
            asked.insert(0, word)
        else:
            text = text[:start] + form + text[end:]
    return text, asked
