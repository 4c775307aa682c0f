"""comparison_key: ignores case, though Hồng is a person and hồng a colour.   loses: case"""

import re
from unicodedata import normalize

TRUE_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")


def comparison_key(text):
    apart = normalize("NFD", text.translate(TRUE_D).lower())
    return re.sub("([\u0300\u0301\u0303\u0309\u0323])([\\w\u0302\u0306\u031b]+)", r"\2\1", apart)
