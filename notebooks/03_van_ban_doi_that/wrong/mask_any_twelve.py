"""mask: takes any twelve digits for an identity number.   loses: harmless"""

# ruff: noqa: F821

import re


def mask(text):
    seen = {}

    def label(found):
        kind = found.lastgroup
        value = found[0].lower() if kind == "EMAIL" else re.sub(r"[^\d+]", "", found[0])
        if kind == "MST" and not is_tax_code(value[:10]):
            return found[0]
        value = value.replace("+84", "0")
        known = seen.setdefault(kind, [])
        if value not in known:
            known.append(value)
        return f"[{kind} {known.index(value) + 1}]"

    more = r"[ .-]?\d"
    return re.sub(
        r"(?P<EMAIL>[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+)"
        rf"|(?<!\w)(?:(?P<CCCD>\d(?:{more}){{11}})"
        rf"|(?P<SĐT>(?:\+84[ .-]?|0[ .-]?)[35789](?:{more}){{8}}(?!-\d{{3}}))"
        r"|(?P<MST>\d{10}(?:-\d{3})?))(?!\w)",
        label, text)
