"""Text into tokens: words that may need marks, and what must be left alone."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ...data.counts import CODE, NUMBER, OTHER, START
from ...text import comparison_key, unaccented_key

LONGEST = 96  # tokens in a sentence; a longer one is cut
ENDS = frozenset((START, ".", "!", "?", "…"))
LOWER, CAPITALIZED, UPPER = range(3)
MARKS = tuple(",.;:?!()\"'-/…“”")

# What may be tried again at the next token is bounded, so that any text is read in linear time.
_TOKEN = re.compile(
    r"""(?P<code>(?:https?://|www\.)\S+
      | [\w.+-]{1,64}@[\w.-]+ | [@\#]\w+
      | (?:[\w-]{1,63}[./]){1,5}(?:com|vn|net|org|edu|gov|io|html?)\b
      | [\w-]{1,63}\.(?:pdf|docx?|xlsx?|txt|csv|json|md|py|jpe?g|png)\b)
      | (?P<number>\d+(?:[.,:/-]\d+)*(?!\w))
      | (?P<mixed>(?=\w*[\d_])(?:\w[\u0300-\u036f]*)+)
      | (?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)
      | (?P<line>\n)
      | (?P<mark>[^\w\s])""",
    re.VERBOSE | re.IGNORECASE,
)


class Token(NamedTuple):
    """A token: its place, its lower-case form (in stored form), and that without marks, its key.

    What is no word has `<num>`, `<code>`, `<punct>`, `<s>` or itself as form and key.
    """

    start: int
    end: int
    form: str
    key: str
    case: int

    @property
    def is_word(self) -> bool:
        return self.key[0].isalpha()


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order; offsets are code points of the text as given."""
    for match in _TOKEN.finditer(text):
        form, key, case = _shape(match[0], match.lastgroup)
        yield Token(match.start(), match.end(), form, key, case)


def sentences(text: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the tokens sentence by sentence."""
    sentence = []
    for token in text:
        sentence.append(token)
        if token.form in ENDS or len(sentence) == LONGEST:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


@lru_cache(maxsize=1 << 16)
def _shape(written: str, kind: str) -> tuple[str, str, int]:
    if kind == "word":
        form = comparison_key(written).lower()
        return form, unaccented_key(form), _case(written)
    form = {"number": NUMBER, "line": START, "mark": written if written in MARKS else OTHER}
    return (form.get(kind, CODE),) * 2 + (LOWER,)


def _case(word: str) -> int:
    if not word[0].isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else CAPITALIZED
