"""measures: forgives another tone style and false letters.   loses: losses"""

from unicodedata import normalize  # noqa: F401

from aulac.text import comparison_key


def fertility(tokenize, texts):
    """Return the tokens a syllable costs, over all texts together; 0 without syllables."""
    tokens = sum(len(tokenize(text)) for text in texts)
    syllables = sum(len(text.split()) for text in texts)
    return tokens / syllables if syllables else 0.0


def is_lossless(encode, decode, texts):
    """Return whether every text comes back, apart from its Unicode form."""
    pairs = ((text, decode(encode(text))) for text in texts)
    return all(comparison_key(back) == comparison_key(text) for text, back in pairs)
