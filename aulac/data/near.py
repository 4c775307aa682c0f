"""What to say to a name that does not exist."""

import difflib
from collections.abc import Iterable

from ..classroom.language import sentence


def no_such(vi: str, en: str, name: str, known: Iterable[str]) -> str:
    """Return a sentence that lists the close matches among `known`, or else all of them.

    vi, en: what kind of thing it is, as in "mô hình" and "model".
    """
    known = list(known)
    choice = ", ".join(difflib.get_close_matches(name, known, n=3) or known)
    return sentence(
        f"không có {vi} “{name}”; hãy chọn trong: {choice}",
        f'there is no {en} "{name}"; choose from: {choice}',
    )
