"""normalize_message: looks up every run of letters, also inside smileys and addresses.

loses: capitals, untouched"""

import re
from unicodedata import normalize


def normalize_message(text, table, keep):
    text = normalize("NFC", text)

    def written_out(found):
        word, key = found[0], found[0].lower()
        readings = table.get(key, [])
        if len(readings) != 1 or key in keep or (word[0].isupper() and found.start() > 0):
            return word
        return readings[0].capitalize() if word[0].isupper() else readings[0]

    return re.sub(r"[^\W\d_]+", written_out, text)
