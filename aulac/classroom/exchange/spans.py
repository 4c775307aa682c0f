"""Moments and spans of time as people say them, in both languages."""

from datetime import datetime, timedelta

from .. import timezone

UNITS = (
    (86400, "ngày", "day"),
    (3600, "giờ", "hour"),
    (60, "phút", "minute"),
)


def span(length: timedelta, lang: str) -> str:
    """Return a length of time in its two largest units, such as `2 ngày 3 giờ`."""
    rest, words = max(0, int(length.total_seconds())), []
    for seconds, vi, en in UNITS:
        count, rest = divmod(rest, seconds)
        if count and len(words) < 2:
            words.append(f"{count} {vi if lang == 'vi' else en + 's' * (count > 1)}")
        elif words:
            break
    return " ".join(words) or ("chưa đến 1 phút" if lang == "vi" else "less than a minute")


def moment(time: datetime, lang: str) -> str:
    """Return date and minute in the time zone of the classroom, as people write them."""
    style = "%H:%M %d/%m/%Y" if lang == "vi" else "%Y-%m-%d %H:%M"
    return time.astimezone(timezone.zone()).strftime(style)


def zone(time: datetime) -> str:
    """Return the offset of the classroom's time zone, such as UTC+07:00."""
    offset = time.astimezone(timezone.zone()).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
