"""Short texts of values, for people; asks no object of the learner's."""

import reprlib

from .proxies import Handle, LearnerRaised, safe_name


class Brief(reprlib.Repr):
    """Short texts of values for people; asks no object of the learner's."""

    def __init__(self):
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = 20
        self.maxstring = self.maxother = self.maxlong = 300

    def repr1(self, value, level):
        if isinstance(value, Handle):
            return f"<{safe_name(value._name)}>"
        if isinstance(value, LearnerRaised):
            return type(value).__name__
        return super().repr1(value, level)


def brief(value) -> str:
    """A value in at most about a thousand characters, for feedback."""
    try:
        text = Brief().repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 1200 else text[:1200] + "…"
