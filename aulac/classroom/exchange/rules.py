"""When work is accepted: dates, late windows, attempts, and personal extensions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["open", "late", "closed"]
Results = Literal["none", "at_once", "after_due"]


@dataclass(frozen=True)
class Terms:
    """Until when and how often work may be handed in; None means without limit.

    After `due` work is late; after `late_until` (or `due`, where there is none) it is refused.
    """

    due: datetime | None = None
    late_until: datetime | None = None
    attempts: int | None = None

    def sound(self) -> bool:
        """Return whether the late limit has a due date and does not lie before it."""
        return self.late_until is None or (self.due is not None and self.due <= self.late_until)


def extended(terms: Terms, extension: Terms) -> Terms:
    """Return the terms of a person with an extension: it gives, and never takes away.

    A due date beyond the late limit takes that along.
    """
    due = terms.due and max(terms.due, extension.due or terms.due)
    later = [moment for moment in (terms.late_until, extension.late_until) if moment]
    return Terms(
        due=due,
        late_until=max([*later, due]) if later and due else max(later, default=None),
        attempts=terms.attempts and max(terms.attempts, extension.attempts or 0),
    )


def state(terms: Terms, now: datetime) -> State:
    """Return what happens to work handed in now; the very moment of a limit still counts."""
    if terms.due is None or now <= terms.due:
        return "open"
    if terms.late_until is not None and now <= terms.late_until:
        return "late"
    return "closed"


def objection(terms: Terms, used: int, now: datetime) -> str | None:
    """Return why another submission is refused ("closed", "no_attempts_left"), or None."""
    if state(terms, now) == "closed":
        return "closed"
    if terms.attempts is not None and used >= terms.attempts:
        return "no_attempts_left"
    return None
