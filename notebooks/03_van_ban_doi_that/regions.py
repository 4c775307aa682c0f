"""Everyday words of the regions, for lesson 3.2: two tables that each take one region as the norm.

Written for this course, not yet read by a dialectologist; many words are used in several regions,
and each has further meanings (răng is also a tooth, mô also stands in mô hình, a model).
"""

# As if speech of the North were the only Vietnamese.
NORTH_AS_NORM = {
    "mô": "đâu", "tê": "kia", "răng": "sao", "rứa": "thế", "chi": "gì", "ni": "này",
    "nớ": "ấy", "chừ": "bây giờ", "mi": "mày", "tau": "tao", "hắn": "nó", "mạ": "mẹ",
    "mần": "làm", "nỏ": "không", "mệ": "bà", "tui": "tôi", "hông": "không",
    "hổng": "không", "nghen": "nhé", "nè": "này", "vậy": "thế", "đó": "đấy", "má": "mẹ",
    "vô": "vào", "coi": "xem", "bữa": "hôm", "ổng": "ông ấy", "bả": "bà ấy",
    "kêu": "gọi", "lẹ": "nhanh", "thiệt": "thật", "giùm": "hộ", "tới": "đến",
    "trễ": "muộn", "chớ": "chứ", "hồi": "lúc", "ngàn": "nghìn", "dạ": "vâng",
}  # fmt: skip

# The same thing the other way round: as if speech of the South were the only Vietnamese.
SOUTH_AS_NORM = {
    "mô": "đâu", "tê": "kia", "răng": "sao", "rứa": "vậy", "chi": "gì", "ni": "này",
    "nớ": "đó", "chừ": "bây giờ", "mi": "mày", "tau": "tao", "hắn": "nó", "mạ": "má",
    "mần": "làm", "nỏ": "hổng", "mệ": "bà", "tôi": "tui", "tớ": "tui", "nhé": "nghen",
    "nhỉ": "hen", "thế": "vậy", "đấy": "đó", "ấy": "đó", "vâng": "dạ", "bố": "ba",
    "mẹ": "má", "vào": "vô", "xem": "coi", "hôm": "bữa", "gọi": "kêu", "nhanh": "lẹ",
    "thật": "thiệt", "hộ": "giùm", "đến": "tới", "muộn": "trễ", "chứ": "chớ",
    "lúc": "hồi", "nghìn": "ngàn", "rán": "chiên", "lợn": "heo", "bát": "chén",
}  # fmt: skip
