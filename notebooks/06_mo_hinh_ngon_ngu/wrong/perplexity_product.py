"""perplexity: multiplies the probabilities, until they are 0.   loses: long_text"""

import math
import re
from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = re.findall(r"[^\W_]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return math.prod(2**-each for each in bits) ** (-1 / units)
