"""comparison_key: throws the tones away, since they may stand in two places.   loses: tones"""

import re
from unicodedata import normalize

TRUE_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")


def comparison_key(text):
    apart = normalize("NFD", text.translate(TRUE_D))
    return re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", apart)
