"""Texts of every kind, for tests that any text is taken: Vietnamese, decomposed, emoji, broken."""

import unicodedata

from hypothesis import strategies as st

PIECES = [
    *(
        "học sinh",
        "giỏi",
        "TP. HCM",
        "ho\u00e0",
        "1.250.000",
        "35%",
        "😀",
        "👨‍👩‍👧",
        "🇻🇳",
        "\n",
        "\r\n",
    ),
    *("\t", "  ", "\u200b", "\u0301", "_", "...", "!?", ":))", "@an", "a@b.vn", "www.", "ß", "中"),
    *("\ud800", "x" * 70, "N.V.", "đ", "ko", "Nguyễn Du", "ngày 3/4", "Công ty"),
    unicodedata.normalize("NFD", "Thu\u1ef7 chạy nhanh quá"),
]
texts = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text())
