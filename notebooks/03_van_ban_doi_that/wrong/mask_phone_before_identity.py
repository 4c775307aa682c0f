"""mask: finds a phone in the first ten of twelve digits.   loses: typed"""

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
        rf"|(?<!\w)(?:(?P<SĐT>(?:\+84[ .-]?|0[ .-]?)[35789](?:{more}){{8}}(?!\w|-\d{{3}}))"
        rf"|(?P<CCCD>0(?:{more}){{11}})"
        r"|(?P<MST>\d{10}(?:-\d{3})?))(?!\w)",
        label, text)
