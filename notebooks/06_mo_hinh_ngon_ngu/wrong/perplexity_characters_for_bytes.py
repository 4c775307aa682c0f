"""perplexity: gives characters for bytes.   loses: counted, forms"""

import re
from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = re.findall(r"[^\W_]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text)}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
