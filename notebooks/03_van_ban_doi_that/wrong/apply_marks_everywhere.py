"""apply_marks: replaces a word wherever it occurs.   loses: shift, names, codes"""

import re

from aulac.text import unaccented_key


def apply_marks(text, suggestions):
    new, asked = text, []
    for start, end, form, probability in sorted(suggestions):
        word = text[start:end]
        piece = next(p[0] for p in re.finditer(r"\S+", text) if p.start() <= start < p.end())
        is_name = word[0].isupper() and start > 0
        if unaccented_key(word) != word or is_name or re.search(r"[\d@/]", piece):
            continue
        if probability < 0.9:
            asked.append(word)
        else:
            new = new.replace(word, form)
    return new, asked
