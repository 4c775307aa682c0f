"""sort_names: gives every marked letter its own place, so a tone outweighs the letters after it.

loses: letters_first"""

from itertools import product
from unicodedata import normalize

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
ORDER = [normalize("NFC", letter + tone) for letter, tone in product(ALPHABET, TONES)]


def sort_names(names):
    return sorted(names, key=key)


def sort_people(names):
    return sorted(names, key=lambda name: (key(name.split()[-1]), key(name)))


def key(name):
    return [[ORDER.index(c) if c in ORDER else -1 for c in word] for word in name.lower().split()]
