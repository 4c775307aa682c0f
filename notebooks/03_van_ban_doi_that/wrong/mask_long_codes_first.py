"""mask: numbers the tax codes of thirteen digits before those of ten.   loses: again"""

# ruff: noqa: F821

import re


def mask(text):
    seen = {"EMAIL": [], "CCCD": [], "SĐT": [], "MST": []}

    def label(kind, value):
        if kind != "EMAIL":
            value = re.sub(r"[ .-]", "", value).replace("+84", "0")
        if value not in seen[kind]:
            seen[kind].append(value)
        return f"[{kind} {seen[kind].index(value) + 1}]"

    def tax(found):
        return label("MST", found[0]) if is_tax_code(found[0][:10]) else found[0]

    text = re.sub(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", lambda m: label("EMAIL", m[0]), text)
    text = re.sub(r"\b\d{10}-\d{3}\b", tax, text)
    text = re.sub(r"\b0(?:[ .-]?\d){11}\b", lambda m: label("CCCD", m[0]), text)
    text = re.sub(r"(?:\+84|\b0)[ .-]?[35789](?:[ .-]?\d){8}\b", lambda m: label("SĐT", m[0]), text)
    return re.sub(r"\b\d{10}\b", tax, text)
