"""stored_form: moves the mark before joining the letters, so NFD input keeps the new style.

loses: decomposed"""

import re
from unicodedata import normalize


def stored_form(text):
    rhyme = r"(?i)(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])"
    return normalize("NFC", re.sub(rhyme, move_tone, text))


def move_tone(found):
    glide, (vowel, tone) = found[0][0], normalize("NFD", found[0][1])
    return glide + tone + vowel
