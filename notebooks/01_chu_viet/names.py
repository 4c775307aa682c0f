"""Twelve people on two lists. All of them are invented."""

import unicodedata

payroll = [
    "Vũ Thị Huệ",
    "Bùi Thanh Hằng",
    "Dương Thị Thu Hà",
    "Đặng Văn Đạt",
    "Đỗ Hữu Nghĩa",
    "Hoàng Minh Đức",
    "Hồ Thị Mỹ Lệ",
    "Lê Quốc Việt",
    "Nguyễn Thị Hòa",
    "Phạm Văn Tứ",
    "Trần Ngọc Ánh",
    "Võ Tấn Phước",
]

# The same people, as a machine that decomposes letters stored them; two were typed differently.
contracts = [
    unicodedata.normalize("NFD", name)
    for name in [
        "Vũ Thị Huệ",
        "Trần Ngọc Ánh",
        "Nguyễn Thị Ho\u00e0",
        "Lê Quốc Việt",
        "\u00d0ặng Văn \u00d0ạt",
        "Võ Tấn Phước",
        "Phạm Văn Tứ",
        "Hoàng Minh Đức",
        "Dương Thị Thu Hà",
        "Hồ Thị Mỹ Lệ",
        "Đỗ Hữu Nghĩa",
        "Bùi Thanh Hằng",
    ]
]
