"""The time zone of the classroom, in which dates are shown and typed."""

import os
from zoneinfo import ZoneInfo


def zone() -> ZoneInfo:
    """Return the zone that the environment variable AULAC_TIMEZONE names; Vietnam's by default.

    Raises zoneinfo.ZoneInfoNotFoundError.
    """
    return ZoneInfo(os.environ.get("AULAC_TIMEZONE") or "Asia/Ho_Chi_Minh")
