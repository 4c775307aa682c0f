"""normalize_message: uses the table of the notebook instead of the one it is given.

loses: capitals, several"""

# ruff: noqa: F821

import re
from unicodedata import normalize


def normalize_message(text, table, keep):
    def written_out(found):
        piece, is_first = found[0], not text[:found.start()].strip()
        core = piece.strip(EDGES)
        key = normalize("NFC", core.lower())
        readings = TABLE.get(key, [])
        if len(readings) != 1 or key in keep or (core[0].isupper() and not is_first):
            return piece
        reading = readings[0]
        if core[0].isupper():
            reading = reading[0].upper() + reading[1:]
        before = len(piece) - len(piece.lstrip(EDGES))
        return piece[:before] + reading + piece[before + len(core):]

    return re.sub(r"\S+", written_out, text)
