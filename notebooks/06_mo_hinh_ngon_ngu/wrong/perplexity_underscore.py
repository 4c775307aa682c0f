"""perplexity: takes an underscore for a letter.   loses: edges"""

import re
from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = re.findall(r"\w+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
