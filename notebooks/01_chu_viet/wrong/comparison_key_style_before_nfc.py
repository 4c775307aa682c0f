"""comparison_key: moves the mark while the letters are still apart, and then joins them.

loses: together"""

import re
from unicodedata import normalize

TRUE_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")


def comparison_key(text):
    rhyme = r"(?i)(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])"
    return normalize("NFC", re.sub(rhyme, move_tone, text.translate(TRUE_D)))


def move_tone(found):
    glide, (vowel, tone) = found[0][0], normalize("NFD", found[0][1])
    return glide + tone + vowel
