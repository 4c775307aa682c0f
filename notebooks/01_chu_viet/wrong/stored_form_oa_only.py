"""stored_form: thinks that only oa has two styles.

loses: old_style, closed, after_q, capitals, decomposed, sentence"""

import re
from unicodedata import normalize


def stored_form(text):
    return re.sub(r"(?i)o[àáảãạ](?![^\W\d_])", move_tone, normalize("NFC", text))


def move_tone(found):
    glide, (vowel, tone) = found[0][0], normalize("NFD", found[0][1])
    return normalize("NFC", glide + tone + vowel)
