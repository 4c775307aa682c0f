"""rescue: decodes as windows-1258 and ignores what does not fit.

loses: tcvn3, vni, one_pass, capitals, unicode_alone, punctuation"""

from unicodedata import normalize


def rescue(text, table):
    return normalize("NFC", text.encode("latin-1", "ignore").decode("cp1258", "ignore"))
