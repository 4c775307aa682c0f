"""stored_form: knows the rhymes in small letters only.   loses: capitals"""

import re
from unicodedata import normalize


def stored_form(text):
    rhyme = r"(?<![qQ])(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])"
    return re.sub(rhyme, move_tone, normalize("NFC", text))


def move_tone(found):
    glide, (vowel, tone) = found[0][0], normalize("NFD", found[0][1])
    return normalize("NFC", glide + tone + vowel)
