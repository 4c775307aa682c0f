"""measures: returns syllables a token.   loses: fertility, micro, as_typed"""

from unicodedata import normalize


def fertility(tokenize, texts):
    """Return the tokens a syllable costs, over all texts together; 0 without syllables."""
    tokens = sum(len(tokenize(text)) for text in texts)
    syllables = sum(len(text.split()) for text in texts)
    return syllables / tokens if tokens else 0.0


def is_lossless(encode, decode, texts):
    """Return whether every text comes back, apart from its Unicode form."""
    pairs = ((text, decode(encode(text))) for text in texts)
    return all(normalize("NFC", back) == normalize("NFC", text) for text, back in pairs)
