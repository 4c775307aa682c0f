"""normalize_message: knows no first piece where the message begins with a blank.

loses: capitals"""

# ruff: noqa: F821

import re
from unicodedata import normalize


def normalize_message(text, table, keep):
    def written_out(found):
        piece, is_first = found[0], found.start() == 0
        core = piece.strip(EDGES)
        key = normalize("NFC", core.lower())
        readings = table.get(key, [])
        if len(readings) != 1 or key in keep or (core[0].isupper() and not is_first):
            return piece
        reading = readings[0]
        if core[0].isupper():
            reading = reading[0].upper() + reading[1:]
        before = len(piece) - len(piece.lstrip(EDGES))
        return piece[:before] + reading + piece[before + len(core):]

    return re.sub(r"\S+", written_out, text)
