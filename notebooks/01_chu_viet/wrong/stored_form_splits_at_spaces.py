"""stored_form: looks at the end of each word between spaces, where a comma may stand.

loses: sentence"""

from unicodedata import combining, normalize


def stored_form(text):
    return " ".join(old_style(word) for word in normalize("NFC", text).split(" "))


def old_style(word):
    core = word.rstrip(",:")
    apart = normalize("NFD", core)
    onset, rhyme = apart[:-3], apart[-3:]
    is_open = rhyme[:2].lower() in ("oa", "oe", "uy") and combining(rhyme[-1])
    if is_open and not onset.lower().endswith("q"):
        rhyme = rhyme[0] + rhyme[2] + rhyme[1]
    return normalize("NFC", onset + rhyme) + word[len(core) :]
