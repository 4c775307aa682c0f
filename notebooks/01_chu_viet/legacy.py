"""Three ways of writing Vietnamese before Unicode, and three old files.

Each table leads from a sequence of the old encoding to a Vietnamese letter. The bytes of TCVN3
(TCVN 5712:1993, VN3) and VNI for Windows are written here as the Latin-1 characters that a
modern machine shows for them. The contracts in the files are invented.
"""

from unicodedata import normalize

MARKS = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}

# One byte a letter. Capitals with a tone do not exist: a font of capitals drew them.
TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ®¡¢£¤¥¦§",
        "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)

# A base letter and a byte for its marks, save these seven, which are one byte.
VNI = dict(zip("æóòîñôö", "ỉĩịỵđơư", strict=True))
for bases, marks, letters in [
    ("aeouy", "ùøûõ", "áàảãéèẻẽóòỏõúùủũýỳỷỹ"),
    ("aeou", "ï", "ạẹọụ"),
    ("aeo", "âáàåãä", "âấầẩẫậêếềểễệôốồổỗộ"),
    ("a", "êéèúüë", "ăắằẳẵặ"),
    ("ôö", "ùøûõï", "ớờởỡợứừửữự"),
]:
    VNI |= dict(zip([b + m for b in bases for m in marks], letters, strict=True))
VNI |= {old.upper(): letter.upper() for old, letter in VNI.items()}

# Only keys that every keyboard has: the letter, its hat, its tone.
VIQR = {"dd": "đ", "a(": "ă", "a^": "â", "e^": "ê", "o^": "ô", "o+": "ơ", "u+": "ư"}
for base in ["a", "e", "i", "o", "u", "y", "a(", "a^", "e^", "o^", "o+", "u+"]:
    VIQR |= {base + key: normalize("NFC", VIQR.get(base, base) + m) for key, m in MARKS.items()}
VIQR |= {old.upper(): letter.upper() for old, letter in VIQR.items()}


def encode(text, table):
    """Return text as an old machine would have written it; what has no code there stays."""
    old = {letter: sequence for sequence, letter in table.items()}
    return "".join(old.get(c, c) for c in text)


_CONTRACT = """Cộng hòa xã hội chủ nghĩa Việt Nam
Độc lập - Tự do - Hạnh phúc
Hợp đồng lao động số {number}
Bên A: {employer}
Bên B: {worker}, công nhân"""
_1 = {"number": 7, "employer": "Nhà máy Dệt kim Hừng Sáng", "worker": "bà Đỗ Thị Mến"}
_2 = {"number": 19, "employer": "Xí nghiệp Gỗ Phú Mỹ", "worker": "ông Lê Văn Bưởi"}

old_files = {
    "hop_dong_07.txt": encode(_CONTRACT.format(**_1), TCVN3).encode("latin-1"),
    "hop_dong_19.txt": encode(_CONTRACT.format(**_2), VNI).encode("latin-1"),
    "thu_dien_tu.txt": encode("Chào anh Tư, hàng về rồi. Chị Sáu", VIQR).encode("ascii"),
}
