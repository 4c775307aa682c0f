"""comparison_key: keeps only the tones, so ă, â and a become one letter.   loses: letters"""

import re
from unicodedata import normalize

TRUE_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")


def comparison_key(text):
    apart = normalize("NFD", text.translate(TRUE_D))
    plain = re.sub("[\u0302\u0306\u031b]", "", apart)
    return re.sub("([\u0300\u0301\u0303\u0309\u0323])(\\w+)", r"\2\1", plain)
