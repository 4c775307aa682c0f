"""stored_form: replaces oa, oe, uy wherever they stand, also in hoàn and quý.

loses: closed, after_q, capitals, decomposed"""

from unicodedata import normalize

NEW = "o\u00e0 o\u00e1 o\u1ea3 o\u00e3 o\u1ea1 o\u00e8 o\u00e9 o\u1ebb o\u1ebd o\u1eb9 "
NEW += "u\u1ef3 u\u00fd u\u1ef7 u\u1ef9 u\u1ef5"
OLD = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"


def stored_form(text):
    text = normalize("NFC", text)
    for new, old in zip(NEW.split(), OLD.split(), strict=True):
        text = text.replace(new, old).replace(new.upper(), old.upper())
    return text
