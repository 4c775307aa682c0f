"""sort_names: compares the letters of the whole name first and the tones last.

loses: syllables"""

from unicodedata import normalize

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"


def sort_names(names):
    return sorted(names, key=key)


def sort_people(names):
    return sorted(names, key=lambda name: (key(name.split()[-1]), key(name)))


def key(name):
    apart = normalize("NFD", name.lower())
    letters = normalize("NFC", "".join(c for c in apart if c not in TONES))
    return [ALPHABET.find(c) for c in letters], [TONES.find(c) for c in apart if c in TONES]
