"""Text as units: what a word is made of, with where each stands. Nothing is lost or rewritten.

A unit is a run of letters and digits (a syllable, a number, an abbreviation, an address), a run of
one punctuation mark, an emoticon or an emoji. Line ends are units too, which no word contains;
other white space only separates. The habits are those of the Vietnamese treebank: 1.250.000,
20/11/2026, 35%, TP., Q.1 and cà-rem are one unit each.
"""

import re

from ...text import comparison_key

_W = r"(?:[^\W_]|[\u0300-\u036f])"
_RUN = r"(?:[^\W_]+|[\u0300-\u036f]+)+"
_SHORT = r"(?:[A-ZĐ]|T[Pp]|tp|P?GS|T[hH]?S|BS|KS|[qp])"  # abbreviations that end in a dot
_EMOJI = r"[\u2600-\u27bf\U0001f300-\U0001faff]"

# Every alternative is bounded or takes what it has read, so that any text is read in linear time.
_UNIT = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"]*[\w/]                              # an address
    | [\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}}\.(?:com|edu|gov|io|net|org|vn)(?!{_W})
    | [\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+
    | [@#]{_W}[\w\u0300-\u036f]*                                     # a name or tag on the net
    | (?:[A-ZĐ]\.){{2,}}(?!{_W})                                     # N.V.P.
    | {_SHORT}\.(?=\ {{1,2}}[A-ZĐÂƯÔ\d])                             # TP. HCM, GS. Tạ
    | (?:{_SHORT}\.(?={_W}))*                                        # T.Ư, Q.1, TP.HCM
      {_RUN}(?:(?:[.,:/](?<=\d.)(?=\d)|[-'’](?={_W})){_RUN})*        # 2,5  1-7-2004  cà-rem
      (?:(?<=\d)[%°])?                                               # 35%
    | [:;=]['-]?(?:[()]+|[DPpvV3](?!{_W})) | <3+ | \^[_.]?\^+        # :)) <3 ^_^
    | {_EMOJI}(?:[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d{_EMOJI})*
    | [\U0001f1e6-\U0001f1ff]{{2}}                                   # a flag
    | (?P<mark>[^\w\s]|_|\n)(?P=mark)*
    """,
    re.VERBOSE,
)
_WORD = re.compile(f"[@#]?{_W}")

LOWER, TITLE, UPPER, NUMBER, MIXED, MARK = SHAPES = range(6)


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each unit of text starts and ends, in code points."""
    return [match.span() for match in _UNIT.finditer(text)]


def key_and_shape(unit: str) -> tuple[str, int]:
    """Return what units that read the same share, and which of SHAPES the unit has.

    The key is lower-case and in the stored form (NFC, old tone style); numbers share theirs with
    all of the same length.
    """
    key = comparison_key(unit)
    shape = _shape(key) if _WORD.match(unit) else MARK
    if shape == NUMBER:
        return (f"#{min(len(key), 9)}" if key.isdigit() else "#"), NUMBER
    return key.lower(), shape


def _shape(key: str) -> int:
    if key[0].isdigit():
        return NUMBER
    if key.islower():
        return LOWER
    if key.isupper() and len(key) > 1:
        return UPPER
    return TITLE if key[0].isupper() else MIXED
