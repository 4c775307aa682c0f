"""comparison_key: turns every Đ into D.   loses: letters, d_bar"""

import re
from unicodedata import normalize

PLAIN_D = str.maketrans("Đ\u00d0\u0189đ\u00f0\u0256", "DDDddd")


def comparison_key(text):
    apart = normalize("NFD", text.translate(PLAIN_D))
    return re.sub("([\u0300\u0301\u0303\u0309\u0323])([\\w\u0302\u0306\u031b]+)", r"\2\1", apart)
