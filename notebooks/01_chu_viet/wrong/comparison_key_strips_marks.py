"""comparison_key: strips all marks, so Tân Thành meets Tân Thạnh.   loses: tones, letters, d_bar"""

from unicodedata import combining, normalize

PLAIN_D = str.maketrans("Đ\u00d0\u0189đ\u00f0\u0256", "DDDddd")


def comparison_key(text):
    apart = normalize("NFD", text.translate(PLAIN_D))
    return "".join(c for c in apart if not combining(c))
