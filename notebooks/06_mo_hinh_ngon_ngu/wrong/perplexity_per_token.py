"""perplexity: divides by the number of tokens.   loses: same_unit, long_text"""

import re
from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = re.findall(r"[^\W_]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / len(bits))
