"""apply_marks: asks about words that it must leave alone anyway.   loses: asks, names, codes"""

import re

from aulac.text import unaccented_key


def apply_marks(text, suggestions):
    asked = [text[s:e] for s, e, _, probability in sorted(suggestions) if probability < 0.9]
    for start, end, form, probability in sorted(suggestions, reverse=True):
        word = text[start:end]
        left = re.search(r"\S*$", text[:start])[0]
        right = re.match(r"\S*", text[end:])[0]
        is_name = word[0].isupper() and start > 0
        if unaccented_key(word) == word and not is_name and not re.search(r"[\d@/]", left + right):
            if probability >= 0.9:
                text = text[:start] + form + text[end:]
    return text, asked
