"""comparison_key: believes that NFC settles the tone style and the look-alikes too.

loses: styles, d_bar, together"""

from unicodedata import normalize


def comparison_key(text):
    return normalize("NFC", text)
