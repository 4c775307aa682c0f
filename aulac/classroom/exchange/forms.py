"""What is typed into the forms of the pages: read, or shown again with what is wrong with it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from .. import timezone
from . import names
from .rules import Terms
from .words import SENTENCES

MOST = 1000  # attempts, minutes


@dataclass
class Typed:
    """Texts by the name of their field; `errors` has keys of SENTENCES for some of the fields."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Terms) -> "Typed":
        """A form with these terms, for who wants to change them."""
        shown = (_local(terms.due), _local(terms.late_until), str(terms.attempts or ""))
        return cls(dict(zip(("due", "late_until", "attempts"), shown, strict=True)))

    def complaint(self, name: str) -> tuple[str, str] | None:
        """What is wrong with a field, in both languages."""
        return SENTENCES[self.errors[name]] if name in self.errors else None

    def terms(self) -> Terms:
        """The terms in it; where they cannot be read, `errors` says so."""
        terms = Terms(self.time("due"), self.time("late_until"), self.count("attempts"))
        return Terms() if self.errors else terms

    def time(self, name: str) -> datetime | None:
        """A time of the classroom's zone, in UTC."""
        if not self.values[name]:
            return None
        try:
            local = datetime.fromisoformat(self.values[name])
            return local.replace(tzinfo=local.tzinfo or timezone.zone()).astimezone(UTC)
        except (ValueError, OverflowError):
            self.errors[name] = "bad_time"

    def count(self, name: str) -> int | None:
        text = self.values[name].strip()
        if not text:
            return None
        if text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST:
            return int(text)
        self.errors[name] = "bad_count"

    def user(self, name: str) -> str:
        try:
            return names.user(self.values[name].strip())
        except names.BadName:
            self.errors[name] = "bad_user"
            return ""


def _local(time: datetime | None) -> str:
    """The way `<input type="datetime-local">` has it."""
    return f"{time.astimezone(timezone.zone()):%Y-%m-%dT%H:%M}" if time else ""
