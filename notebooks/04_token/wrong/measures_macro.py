"""measures: averages over texts.   loses: micro, as_typed, fertility"""

from unicodedata import normalize


def fertility(tokenize, texts):
    """Return the tokens a syllable costs, over all texts together; 0 without syllables."""
    rates = [len(tokenize(text)) / len(text.split()) for text in texts if text.split()]
    return sum(rates) / len(rates) if rates else 0.0


def is_lossless(encode, decode, texts):
    """Return whether every text comes back, apart from its Unicode form."""
    pairs = ((text, decode(encode(text))) for text in texts)
    return all(normalize("NFC", back) == normalize("NFC", text) for text, back in pairs)
