"""What lesson 5.2 counts, and the lists of words that it measures with, written for this course.

Texts are the training parts of the course's own sets: no citizen, customer or neighbour is real.
"""

import re
from collections.abc import Iterator

from aulac import data
from aulac.text import comparison_key

SETS = """bao_chi cau_hoi chi_dan danh_gia doi_song doi_thuong loi_noi mang_xa_hoi tach_tu
thuc_the tin_nhan truyen tu_vung""".split()

# The same thing in the North, and as it is said in the South or the Centre. Many of these words
# have other meanings too: in the North `ốm` is to be ill, in the South to be thin.
SOUTH = """lợn heo, bát chén, thìa muỗng, bố ba, bố tía, mẹ má, ngô bắp, đỗ đậu, béo mập, hoa bông,
quả trái, cốc ly, chăn mền, màn mùng, thuyền ghe, rẽ quẹo, ngã té, vào vô, thế vậy, này nè,
nhé nghen, nhé nha, không hông, không hổng, bảo biểu, ví bóp, tất vớ, mũ nón, vừng mè, đắt mắc,
nhanh lẹ, trứng hột, gọi kêu, nhìn ngó, bẩn dơ, kính kiếng, cân ký, nghìn ngàn, chè trà, túi bịch,
to bự, xem coi, hôm bữa, tôi tui, bóng banh, lắm dữ, may hên, dứa thơm, dứa khóm, gầy ốm"""
# The Northern words of those pairs that name persons or things, not how people talk.
THINGS = """lợn, bát, thìa, bố, mẹ, ngô, đỗ, hoa, quả, cốc, chăn, màn, thuyền, ví, tất, mũ, vừng,
trứng, kính, chè, túi, bóng, dứa"""
CENTRE = "mẹ mạ, đâu mô, sao răng, thế rứa, mày mi, làm mần"

# Occupations by what people expect of them; what the texts make of them is to be measured.
TOOLS = """kỹ sư, giám đốc, công an, tài xế, bộ đội, thợ điện, thợ hồ, thợ mộc, bảo vệ, trọng tài,
lái xe, thợ hàn, bác sĩ, luật sư"""
CARE = """y tá, điều dưỡng, giáo viên, kế toán, thợ may, lao công, giúp việc, bán rau, bán hàng,
thu ngân, mầm non, ca sĩ, cắt tóc, gội đầu"""
MEN = "anh, ông, chú, bố, ba, chồng, cậu, trai"
WOMEN = "chị, bà, cô, mẹ, má, vợ, dì, gái"

OFFICE = """công ty, hợp đồng, máy tính, giám đốc, nhân viên, báo cáo, lương, dự án"""
FIELD = "ruộng, vườn, ao, trâu, xóm, lúa, gà, chợ"


def listed(text: str) -> list[str]:
    """Return the words of a list that has commas between them."""
    return [" ".join(word.split()) for word in text.split(",")]


def pairs(text: str = f"{SOUTH}, {CENTRE}") -> list[tuple[str, str]]:
    """Return the pairs of a list: the Northern word first."""
    return [tuple(pair.split()) for pair in listed(text)]


def sentences() -> list[list[str]]:
    """Return the sentences of the course's texts as words in small letters, two words at least.

    Words of several syllables are found by longest match, as in lesson 2.2, in the lexicon of the
    training part of `tach_tu` and the lists above.
    """
    sizes = _sizes(_lexicon())
    cut = (
        longest_match(re.findall(r"\w+", line), sizes)
        for text in _texts()
        for line in re.split(r"[.!?…\n]+", text.lower())
    )
    return [words for words in cut if len(words) > 1]


def longest_match(syllables: list[str], sizes: dict[str, dict[int, set[str]]]) -> list[str]:
    """Return the words: at each place, from the left, the longest that the lexicon has.

    sizes: for the first syllable of a word, how long such words are, and which there are.
    """
    words, at = [], 0
    while at < len(syllables):
        word, step = syllables[at], 1
        for size, known in sizes.get(word, {}).items():
            longer = " ".join(syllables[at : at + size])
            if longer in known:
                word, step = longer, size
                break
        words.append(word)
        at += step
    return words


def _sizes(lexicon: set[str]) -> dict[str, dict[int, set[str]]]:
    """Return the words of the lexicon by first syllable and by length, the longest first."""
    found: dict[str, dict[int, set[str]]] = {}
    for word in sorted(lexicon, key=lambda word: (-word.count(" "), word)):
        first, *others = word.split()
        found.setdefault(first, {}).setdefault(len(others) + 1, set()).add(word)
    return found


def _lexicon() -> set[str]:
    """Names are left out: in a word, only the first syllable may have a capital."""
    seen = {word for each in data.load("tach_tu", "train") for word in each["words"]}
    common = {word for word in seen if word[1:] == word[1:].lower()}
    ours = {word for each in (TOOLS, CARE, OFFICE) for word in listed(each)}
    return {comparison_key(word.lower()) for word in common | ours if " " in word}


def _texts() -> Iterator[str]:
    for name in SETS:
        for record in data.load(name, "train"):
            yield from (turn["text"] for turn in record.get("turns", ()))
            fields = (record.get(key) for key in ("title", "text", "question", "answer"))
            yield from (field for field in fields if isinstance(field, str))
