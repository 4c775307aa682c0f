"""sort_names: stops with an error at f, j, w, z or an apostrophe.   loses: highlands"""

from unicodedata import normalize

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0309\u0303\u0301\u0323"


def sort_names(names):
    return sorted(names, key=key)


def sort_people(names):
    return sorted(names, key=lambda name: (key(name.split()[-1]), key(name)))


def key(name):
    return [syllable_key(syllable) for syllable in name.lower().split()]


def syllable_key(syllable):
    apart = normalize("NFD", syllable)
    letters = normalize("NFC", "".join(c for c in apart if c not in TONES))
    return [ALPHABET.index(c) for c in letters], [TONES.find(c) for c in apart if c in TONES]
