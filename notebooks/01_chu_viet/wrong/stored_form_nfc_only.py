"""stored_form: normalises to NFC and forgets the tone style.

loses: old_style, closed, after_q, capitals, decomposed, sentence"""

from unicodedata import normalize


def stored_form(text):
    return normalize("NFC", text)
