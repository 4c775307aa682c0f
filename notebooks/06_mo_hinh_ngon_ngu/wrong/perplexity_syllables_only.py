"""perplexity: brings only the syllables to NFC.   loses: forms"""

import re
from unicodedata import normalize


def units(text):
    syllables = re.findall(r"[^\W_]+", normalize("NFC", text))
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
