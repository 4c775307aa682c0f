"""perplexity: counts the text as it was typed.   loses: forms"""

import re


def units(text):
    syllables = re.findall(r"[^\W_]+", text)
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
