"""Guesses whether a text is old or misread Vietnamese, and rescues it in one pass.

The guess counts words that no Vietnamese would write, and that an encoding turns into well-spelt
syllables; against it count the words that it leaves, or makes, wrong. Whole numbers only, so that
playground.js reaches the same verdict.
"""

import re
from unicodedata import normalize

from legacy import TCVN3, VIQR, VNI

TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot below
LONGEST = 40  # no word is longer, with all its marks and punctuation

_ONSETS = (
    "(?:b|ch|d|đ|gi|h|k|kh|l|m|n|nh|p|ph|r|s|t|th|tr|v|x|"
    "g(?![eêy])|(?:c|ng)(?![eêiy])|(?:gh|ngh)(?=[eêi]))?"
)
_RHYMES = (
    "a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|ă(?:c|m|ng?|p|t)|â(?:c|m|ng?|p|t|u|y)|e(?:c|m|ng?|o|p|t)?|"
    "ê(?:ch|m|nh?|p|t|u)?|i(?:a|ch|m|nh?|p|t|u)?|iê(?:c|m|ng?|p|t|u)|o(?:a(?:ch?|i|m|ng?|nh|o|p|t|y)"
    "?|ă(?:c|m|ng?|t)|e(?:n|o|t)?|o(?:c|ng)|c|i|m|ng?|p|t)?|ô(?:c|i|m|ng?|p|t)?|ơ(?:i|m|n|p|t)?|"
    "u(?:a|â(?:ng?|t|y)|ê(?:ch|nh)?|y(?:a|ch|ê[nt]|nh|p|t|u)?|c|i|m|ng?|p|t)?|uô(?:c|i|m|ng?|t)|uơ|"
    "ư(?:a|c|i|m|ng?|t|u)?|ươ(?:c|i|m|ng?|p|t|u)|y"
)
_AFTER_QU = (
    "a(?:ch?|i|ng?|nh|o|t|u|y)?|ă(?:c|m|ng?|p|t)|â(?:ng?|t|y)|e(?:n|o|t)?|ê(?:ch|nh?|t)?|"
    "i(?:ch|t)?|ôc|ơ|y(?:ch|ê[nt]|nh|t)?"
)

# Patterns that JavaScript reads as Python does; the page gets them from here.
PATTERNS = {
    "syllable": f"(?:{_ONSETS}(?:{_RHYMES})|qu(?:{_AFTER_QU})|yê(?:m|ng?|t|u))",
    "stop": "(?:ch?|p|t)$",
    "chunk": "[^ \t\r\n]+",
    "edges": r"""^[.,;:!?"'()\[\]{}<>…“”‘’–—-]+|[.,;:!?"'()\[\]{}<>…“”‘’–—-]+$""",
    "joints": "[-/,;:]",
    "telling": "[^A-Za-z'.?,;:/-]|[dD][dD]",
    "ending": "[.?']+[^A-Za-z]*$",
    "unicode": "[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u017f-\u0191\u0193-\u024f"
    "\u0300-\u036f\u1e00-\u1eff]",
}
_RE = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}

TABLES = {"TCVN3": TCVN3, "VNI": VNI, "VIQR": VIQR | {"Dd": "Đ"}}
ENCODINGS = [*TABLES, "UTF-8"]


def _windows(byte: int) -> str:
    """Return what windows-1252 shows for a byte; a byte without a letter keeps its number."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


CP1252 = "".join(map(_windows, range(128, 256)))
_BYTES = {chr(byte): byte for byte in range(128, 256)} | {
    letter: byte for byte, letter in enumerate(CP1252, 128)
}
_RUN = re.compile(f"[{re.escape(''.join(_BYTES))}]{{2,}}")


def _longest_first(table: dict) -> re.Pattern:
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))


_OLD = {name: _longest_first(table) for name, table in TABLES.items()}


def is_syllable(word: str) -> bool:
    """Say whether a word, in any form, is one well-spelt Vietnamese syllable."""
    if len(word) > LONGEST:
        return False
    apart = normalize("NFD", word.lower())
    tones = [c for c in apart if c in TONES]
    letters = normalize("NFC", "".join(c for c in apart if c not in TONES))
    if len(tones) > 1 or not _RE["syllable"].fullmatch(letters):
        return False
    return not _RE["stop"].search(letters) or tones in (["\u0301"], ["\u0323"])


def reads_well(chunk: str) -> bool:
    """Say whether what stands between two spaces is made of well-spelt syllables only."""
    core = _RE["edges"].sub("", chunk)
    return all(is_syllable(word) for word in _RE["joints"].split(core))


def decode(chunk: str, name: str) -> str:
    """Return chunk with every old sequence replaced, the longest first, in one pass."""
    if name in TABLES:
        return _OLD[name].sub(lambda found: TABLES[name][found[0]], chunk)
    return _RUN.sub(lambda found: _reread(found[0]), chunk)


def _reread(run: str) -> str:
    """Return run, put back into bytes, as the UTF-8 that it once was; else run itself."""
    try:
        return bytes(_BYTES[letter] for letter in run).decode("utf-8")
    except UnicodeDecodeError:
        return run


def rescue_chunk(chunk: str, name: str) -> str:
    """Return chunk decoded; a mark that ends it is punctuation where that alone makes sense."""
    whole = decode(chunk, name)
    if len(chunk) > LONGEST or reads_well(whole):
        return whole
    ending = _RE["ending"].search(chunk)
    at = ending.start() if ending else len(chunk)
    shorter = decode(chunk[:at], name) + chunk[at:]
    return shorter if reads_well(shorter) else whole


def rescue(text: str, name: str) -> str:
    return _RE["chunk"].sub(lambda found: rescue_chunk(found[0], name), text)


def weigh(chunks: list[str], name: str) -> dict:
    """Return the chunks that the encoding makes right, leaves or makes wrong, keeps right.

    A change to plain punctuation (I'm, a.m.) proves nothing.
    """
    changed = {"gained": [], "lost": [], "kept": []}
    for chunk in chunks:
        new = rescue_chunk(chunk, name)
        core = _RE["edges"].sub("", chunk)
        if new == chunk:
            continue
        if not reads_well(new):
            changed["lost"].append(core)
        elif _RE["telling"].search(core):
            changed["kept" if reads_well(chunk) else "gained"].append(core)
    return changed


def is_likely(changed: dict, total: int) -> bool:
    """Say whether the changes speak for the encoding; two characters (10 µm) never do alone."""
    gained, lost = len(changed["gained"]), len(changed["lost"])
    is_long = any(len(core) > 2 for core in changed["gained"])
    return is_long and gained > 2 * lost and (gained > 1 or total <= 2)


def guess(text: str) -> dict:
    """Return the encoding ("" for none), whether it is sure, the counts, another reading."""
    chunks = [c for c in dict.fromkeys(_RE["chunk"].findall(text)) if len(c) <= LONGEST]
    is_unicode = _RE["unicode"].search(text)
    names = ENCODINGS[-1:] if is_unicode else ENCODINGS
    changes = {name: weigh(chunks, name) for name in names}
    counts = {name: [len(c["gained"]), len(c["lost"])] for name, c in changes.items()}
    best = max(names, key=lambda name: counts[name][0] - counts[name][1])
    found = is_likely(changes[best], len(chunks))
    gained, lost = counts[best]
    other = [name for name in names if changes[name]["kept"] and counts[name] == [0, 0]]
    return {
        "name": best if found else "",
        "sure": gained >= 5 and gained > 9 * lost,
        "counts": counts,
        "other": "" if found or not other else other[0],
    }
