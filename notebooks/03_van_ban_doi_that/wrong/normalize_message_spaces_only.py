"""normalize_message: looks up whole pieces, so that a comma hides the word.

loses: edges, capitals, dialect, several"""

import re
from unicodedata import normalize


def normalize_message(text, table, keep):
    def written_out(found):
        piece, is_first = found[0], not text[:found.start()].strip()
        key = normalize("NFC", piece.lower())
        readings = table.get(key, [])
        if len(readings) != 1 or key in keep or (piece[0].isupper() and not is_first):
            return piece
        return readings[0].capitalize() if piece[0].isupper() else readings[0]

    return re.sub(r"\S+", written_out, text)
