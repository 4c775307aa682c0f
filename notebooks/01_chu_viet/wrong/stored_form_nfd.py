"""stored_form: picks NFD, so every letter stays apart.

loses: nfc, old_style, closed, after_q, capitals, decomposed, sentence"""

from unicodedata import normalize


def stored_form(text):
    return normalize("NFD", text)
