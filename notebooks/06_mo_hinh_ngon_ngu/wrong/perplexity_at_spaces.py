"""perplexity: cuts at white space.   loses: edges"""

from unicodedata import normalize


def units(text):
    text = normalize("NFC", text)
    syllables = text.split()
    return {"syllables": len(syllables), "characters": len(text), "bytes": len(text.encode())}


def perplexity(bits, units):
    return 2 ** (sum(bits) / units)
