"""normalize_message: joins the pieces with single blanks.   loses: capitals, untouched"""

# ruff: noqa: F821

from unicodedata import normalize


def normalize_message(text, table, keep):
    pieces = text.split()
    for i, piece in enumerate(pieces):
        core = piece.strip(EDGES)
        key = normalize("NFC", core.lower())
        readings = table.get(key, [])
        if len(readings) != 1 or key in keep or (core[0].isupper() and i > 0):
            continue
        reading = readings[0].capitalize() if core[0].isupper() else readings[0]
        pieces[i] = piece.replace(core, reading)
    return " ".join(pieces)
