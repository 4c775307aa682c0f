"""parse_amount: adds up parts whatever the order of their units.   loses: none"""

# ruff: noqa: F821

import re
from decimal import Decimal
from unicodedata import normalize


def parse_amount(text):
    text = normalize("NFC", text).lower().strip()
    bare = re.sub(r"\s*(đ|đồng|vnd|vnđ)$", "", text)
    if re.fullmatch(r"\d+|\d{1,3}([.,])\d{3}(\1\d{3})*", bare):
        return int(re.sub(r"\D", "", bare)) if bare != text else None
    units = {"k": 3, "nghìn": 3, "ngàn": 3, "tr": 6, "triệu": 6, "tỷ": 9, "tỉ": 9}
    number = r"\d+(?:[.,]\d{1,2})?|" + "|".join(WORDS)
    part = rf"({number})\s*({'|'.join(units)})(\d{{1,3}}|\s*rưỡi)?(?!\w)\s*"
    if not re.fullmatch(f"(?:{part})+", bare):
        return None
    total, smallest = 0, 10
    for amount, unit, tail in re.findall(part, bare):
        power = units[unit]
        if power > 9 + smallest:
            return None
        value = Decimal(WORDS.get(amount, amount.replace(",", ".")))
        value += Decimal("0.5" if "rưỡi" in tail else "0." + (tail or "0"))
        total, smallest = total + int(value * 10**power), power
    return total
