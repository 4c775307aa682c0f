"""What a character is called, in words of the learner's language, and what stands in for it.

The ranges are our own: names in Unicode's data are English, and grow with its versions.
"""

from unicodedata import normalize

from playground_guess import TONES

MARKS = "\u0306\u0302\u031b" + TONES
SMALL = "abcdefghijklmnopqrstuvwxyzđ" + "".join(
    normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ["", *TONES]
)
CAPITALS = SMALL.upper()

# The first row that fits counts: first and last code point, a visible stand-in ("" for none, ◌ to
# carry a mark), what it is.
KINDS = [
    [0x09, 0x09, "TAB", "tab"],
    [0x0A, 0x0A, "LF", "newline"],
    [0x0D, 0x0D, "CR", "return"],
    [0x00, 0x1F, "CTRL", "control"],
    [0x20, 0x20, "␣", "space"],
    [0x30, 0x39, "", "digit"],
    [0x21, 0x7E, "", "ascii"],
    [0x7F, 0x9F, "CTRL", "control"],
    [0xA0, 0xA0, "NBSP", "nbsp"],
    [0xAD, 0xAD, "SHY", "shy"],
    [0xA1, 0xBF, "", "sign"],
    [0xD0, 0xD0, "", "eth"],
    [0xF0, 0xF0, "", "eth"],
    [0xD7, 0xD7, "", "sign"],
    [0xF7, 0xF7, "", "sign"],
    [0x189, 0x189, "", "african_d"],
    [0x256, 0x256, "", "african_d"],
    [0xC0, 0x24F, "", "latin"],
    [0x250, 0x2FF, "", "phonetic"],
    [0x340, 0x341, "◌", "old_tone"],
    [0x34F, 0x34F, "CGJ", "joiner"],
    [0x300, 0x36F, "◌", "mark"],
    [0x370, 0x3FF, "", "greek"],
    [0x400, 0x52F, "", "cyrillic"],
    [0x1E00, 0x1EFF, "", "latin"],
    [0x2000, 0x200A, "SP", "width"],
    [0x200B, 0x200B, "ZWSP", "zero"],
    [0x200C, 0x200D, "ZWJ", "joiner"],
    [0x200E, 0x200F, "DIR", "direction"],
    [0x2010, 0x2015, "", "dash"],
    [0x2018, 0x201F, "", "quote"],
    [0x2028, 0x2029, "LS", "line"],
    [0x202A, 0x202E, "DIR", "direction"],
    [0x202F, 0x202F, "NBSP", "nbsp"],
    [0x205F, 0x205F, "SP", "width"],
    [0x2060, 0x2064, "WJ", "zero"],
    [0x2066, 0x2069, "DIR", "direction"],
    [0x20AB, 0x20AB, "", "dong"],
    [0x3000, 0x3000, "SP", "width"],
    [0x3400, 0x9FFF, "", "han"],
    [0xE000, 0xF8FF, "", "private"],
    [0xFE00, 0xFE0F, "VS", "variation"],
    [0xFEFF, 0xFEFF, "BOM", "bom"],
    [0xFFFD, 0xFFFD, "", "replacement"],
    [0x20000, 0x323AF, "", "han"],
    [0xE0000, 0xE01EF, "VS", "variation"],
    [0x0, 0x10FFFF, "", "other"],
]
HIDDEN = "control nbsp shy joiner width zero direction line variation bom".split()


def kind(c: str) -> list:
    return next(kind for kind in KINDS if kind[0] <= ord(c) <= kind[1])


def stand_in(c: str) -> str:
    sign = kind(c)[2]
    return sign + c if sign == "◌" else sign or c


def describe(c: str, words: dict) -> str:
    """Return what a character is, in words of the learner's language."""
    if c in MARKS:
        return words["marks"][c][1]
    if c not in SMALL + CAPITALS:
        return words["kinds"][kind(c)[3]]
    base, *rest = normalize("NFD", c)
    marks = [words["marks"][mark][0] for mark in MARKS if mark in rest]
    name = words["capital" if c in CAPITALS else "letter"].format(base=base)
    return name + (words["with"] + words["and"].join(marks) if marks else "")
