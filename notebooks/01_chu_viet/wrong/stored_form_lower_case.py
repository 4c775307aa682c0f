"""stored_form: lowers the case to make the search easier and never gives it back.

loses: nfc, old_style, after_q, capitals, decomposed, sentence"""

import re
from unicodedata import normalize


def stored_form(text):
    rhyme = r"(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])"
    return re.sub(rhyme, move_tone, normalize("NFC", text).lower())


def move_tone(found):
    glide, (vowel, tone) = found[0][0], normalize("NFD", found[0][1])
    return normalize("NFC", glide + tone + vowel)
