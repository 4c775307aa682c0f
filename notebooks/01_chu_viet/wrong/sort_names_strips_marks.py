"""sort_names: strips the marks and sorts what is left as English.

loses: letters, tones, letters_first, syllables, highlands"""

from unicodedata import combining, normalize


def sort_names(names):
    return sorted(names, key=key)


def sort_people(names):
    return sorted(names, key=lambda name: (key(name.split()[-1]), key(name)))


def key(name):
    apart = normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in apart if not combining(c))
