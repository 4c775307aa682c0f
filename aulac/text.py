"""Vietnamese text, once: the stored form, and the keys that compare, search and sort.

Sources of the rules, in plain words:

- Unicode (UAX 15): one letter may be stored in several ways; NFC picks the composed one. The
  letter d with stroke has no decomposition, so no normal form ever turns it into d.
- Tone style: Decision 1989/QĐ-BGDĐT (2018) of the Ministry of Education and Training puts the tone
  mark on the main vowel (new style, `hoà`); the press and the statutes keep the old style (hòa).
  The two differ in one place only: the open rhymes oa, oe, uy, when no q stands before.
- Order: CLDR and ICU give the alphabet (a ă â b c d đ e ê ...) and the order of the tones (level,
  grave, hook, tilde, acute, dot below). ICU compares letters over the whole string before any
  tone; a dictionary, and this module, finish one syllable before looking at the next.
"""

import re
import unicodedata
from itertools import groupby
from unicodedata import category, combining

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot below
_BREVE, _CIRCUMFLEX, _HORN = "\u0306\u0302\u031b"

_LOOKALIKES = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")
_STROKES = str.maketrans("Đđ", "Dd")

# A decomposed syllable in the new style: onset (any but q), glide, main vowel, tone.
_NEW_STYLE = re.compile(
    f"((?:[cknpt]h|ng|tr|[bcdđghklmnprstvx])?)(o(?=[ae])|u(?=y))([aey])([{_TONES}])", re.IGNORECASE
)
_SYLLABLE = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_NOT_A_MARK = re.compile(r"[^\u0300-\u036f]")
_LONG_RUN = re.compile(r"[^\w\s!-~]{32,}")

# A letter's own mark follows its base and outranks every character that could follow instead:
# a < ab < ă < â < b. Tones and foreign marks do not count among letters.
_LETTERS = dict.fromkeys(range(0x0300, 0x0370)) | str.maketrans(
    {"đ": "d\U0010fffd", _BREVE: "\U0010fffd", _CIRCUMFLEX: "\U0010fffe", _HORN: "\U0010ffff"}
)
_TONE_LEVELS = str.maketrans(_TONES, "12345", _BREVE + _CIRCUMFLEX + _HORN)


def stored(text: str) -> str:
    """Return text as we store it: NFC and the old tone style; nothing else changes.

    Only a whole run of letters that has the shape of a Vietnamese syllable is restyled, so the
    longer rhymes (hoàn, khuỷu, ngoáy, loét) and qu (quý, quỹ) stay as they are. A foreign word of
    that very shape cannot be told apart. The length in code points is that of NFC.
    """
    return _normalize("NFC", _NEW_STYLE.sub(_old_style, _normalize("NFD", text)))


def other_tone_style(text: str) -> list[tuple[str, str]]:
    """Return the words of text in the new tone style, in order, each with its old-style form."""
    matches = _NEW_STYLE.finditer(_normalize("NFD", text))
    pairs = ((match[0], _old_style(match)) for match in matches)
    return [(_normalize("NFC", new), _normalize("NFC", old)) for new, old in pairs if new != old]


def comparison_key(text: str) -> str:
    """Return a key that is equal for texts that read the same; case is kept.

    Normal forms, the two tone styles and the look-alikes of Đ (Icelandic eth, African D) no longer
    matter. Made for comparing, not for showing: it would spoil an Icelandic name.
    """
    return stored(text.translate(_LOOKALIKES))


def unaccented_key(text: str) -> str:
    """Return text without any mark, for search typed without Vietnamese keys; case is kept.

    Every Vietnamese letter becomes one base letter: Đường -> Duong.
    """
    bare = "".join(c for c in _normalize("NFD", text) if not combining(c))
    return _normalize("NFC", bare.translate(_LOOKALIKES).translate(_STROKES))


def sort_key(text: str) -> tuple:
    """Return a key for dictionary order: syllable by syllable, letters first, then tones.

    la cà < la hét < lá cây; digits stand before letters; f, j, w and z at their Latin places.
    Punctuation only separates syllables. Case (lower first) and punctuation break ties, and keys
    are equal exactly where comparison keys are.
    """
    key = comparison_key(text)
    syllables = _SYLLABLE.findall(_normalize("NFKD", key).casefold())
    return tuple(map(_syllable_key, syllables)), key.swapcase(), key


def name_key(name: str) -> tuple:
    """Return a key that sorts people: by given name, then family name, then middle names.

    The family name is the first word, the given name the last, as names are written in Vietnam.
    """
    words = name.split()
    given, family, middle = words[-1:], words[:-1][:1], words[1:-1]
    return tuple(zip(*(sort_key(" ".join(part)) for part in (given, family, middle)), strict=True))


def _old_style(match: re.Match) -> str:
    """Return the decomposed syllable with its tone on the glide, if no letter touches it."""
    text, start, end = match.string, *match.span()
    neighbours = text[max(start - 1, 0) : start] + text[end : end + 1]
    if any(category(c)[0] in "LM" for c in neighbours):
        return match[0]
    onset, glide, vowel, tone = match.groups()
    return onset + glide + tone + vowel


def _syllable_key(syllable: str) -> tuple[str, str]:
    """Return the letters and the tones of a decomposed lower-case syllable, both to be compared."""
    return syllable.translate(_LETTERS), _NOT_A_MARK.sub("0", syllable).translate(_TONE_LEVELS)


def _normalize(form: str, text: str) -> str:
    """Return text in a normal form, in linear time even where thousands of marks are piled up."""
    return unicodedata.normalize(form, _LONG_RUN.sub(_in_canonical_order, text))


def _in_canonical_order(run: re.Match) -> str:
    """Return the run with its marks ordered: `unicodedata` alone takes quadratic time for that."""
    marks = "".join(unicodedata.normalize("NFD", c) for c in run[0])
    return "".join(
        "".join(sorted(group, key=combining) if is_mark else group)
        for is_mark, group in groupby(marks, key=lambda c: combining(c) > 0)
    )
