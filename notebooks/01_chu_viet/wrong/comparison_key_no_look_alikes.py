"""comparison_key: forgets that Đ has look-alikes.   loses: d_bar"""

import re
from unicodedata import normalize


def comparison_key(text):
    apart = normalize("NFD", text)
    return re.sub("([\u0300\u0301\u0303\u0309\u0323])([\\w\u0302\u0306\u031b]+)", r"\2\1", apart)
