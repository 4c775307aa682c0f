"""sort_names: sorts by code point, so Đ lands after Z.

loses: letters, tones, letters_first, syllables, highlands"""


def sort_names(names):
    return sorted(names)


def sort_people(names):
    return sorted(names, key=lambda name: (name.split()[-1], name))
