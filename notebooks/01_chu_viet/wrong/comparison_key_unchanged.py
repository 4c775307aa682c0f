"""comparison_key: returns the text as it is.

loses: forms, styles, case, tones, letters, d_bar, together"""


def comparison_key(text):
    return text
