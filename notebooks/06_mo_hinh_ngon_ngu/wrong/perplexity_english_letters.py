"""perplexity: knows English letters only.   loses: counted, edges, forms"""

import re
from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = re.findall(r"[A-Za-z0-9]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
