"""apply_marks: looks for digits and @ in the word, not in the piece around it.   loses: codes"""

import re

from aulac.text import unaccented_key


def apply_marks(text, suggestions):
    asked = []
    for start, end, form, probability in sorted(suggestions, reverse=True):
        word = text[start:end]
        is_name = word[0].isupper() and re.search(r"\w", text[:start])
        if unaccented_key(word) != word or is_name or re.search(r"[\d@/]", word):
            continue
        if probability < 0.9:
            asked.insert(0, word)
        else:
            text = text[:start] + form + text[end:]
    return text, asked
