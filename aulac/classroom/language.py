"""Sentences in the two languages of the classroom."""

import os


def language() -> str:
    """Return "vi" or "en", as the environment variable AULAC_LANG asks; "vi" by default."""
    return "en" if os.environ.get("AULAC_LANG", "").lower().startswith("en") else "vi"


def sentence(vi: str, en: str) -> str:
    """Return the sentence in the current language."""
    return en if language() == "en" else vi
