"""perplexity: takes e to the power of bits.   loses: same_unit, long_text"""

import math
import re
from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = re.findall(r"[^\W_]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return math.exp(sum(bits) / units)
