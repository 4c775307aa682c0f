"""stored_form: takes the u of qu for a part of the rhyme.   loses: after_q"""

import re
from unicodedata import normalize


def stored_form(text):
    rhyme = r"(?i)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])"
    return re.sub(rhyme, move_tone, normalize("NFC", text))


def move_tone(found):
    glide, (vowel, tone) = found[0][0], normalize("NFD", found[0][1])
    return normalize("NFC", glide + tone + vowel)
