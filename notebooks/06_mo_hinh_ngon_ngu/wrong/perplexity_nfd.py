"""perplexity: counts the decomposed form.   loses: counted, edges, forms"""

import re
from unicodedata import normalize


def units(text):
    text = normalize("NFD", text)
    syllables = re.findall(r"[^\W_]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
