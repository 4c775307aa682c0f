"""The Vietnamese lunar calendar, computed from the new moons and from the sun's longitude.

A day begins at midnight local time, so the time zone `utc` (hours east of Greenwich) decides which
day a new moon belongs to: 7 for Vietnam, 8 for China. The series are the short ones of Jean Meeus,
*Astronomical Algorithms* (chapters 25 and 49): the moon within seconds, the sun within 0.01 degree.
"""

from bisect import bisect_right
from datetime import date
from functools import cache
from math import floor, sin
from math import radians as rad
from typing import NamedTuple

MONTH = 29.530588861  # mean length in days
EPOCH = 1721424.5  # Julian day = EPOCH + date.toordinal(), at midnight
DELTA_T = {1900: -3, 1920: 21, 1940: 24, 1960: 33, 1980: 51, 2000: 64, 2020: 69, 2100: 150}

# size in days, then multiples of the sun's anomaly, the moon's anomaly, the moon's latitude
NEW_MOON = [
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2),
    (0.00739, -1, 1, 0), (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2),
    (-0.00057, 0, 1, 2), (0.00056, 1, 2, 0), (-0.00042, 0, 3, 0), (0.00042, 1, 0, 2),
    (0.00038, 1, 0, -2), (-0.00024, -1, 2, 0), (-0.00007, 2, 1, 0), (0.00004, 0, 2, -2),
    (0.00004, 3, 0, 0), (0.00003, 1, 1, -2), (0.00003, 0, 2, 2), (-0.00003, 1, 1, 2),
    (0.00003, -1, 1, 2), (-0.00002, -1, 1, -2), (-0.00002, 1, 3, 0), (0.00002, 0, 4, 0),
]  # fmt: skip
# size in days, angle in degrees, degrees a month: the moon's node, then the planets
SMALL = [
    (-0.000170, 124.7746, -1.563756), (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321),
    (0.000164, 251.83, 26.651886), (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239),
    (0.000062, 141.74, 53.303771), (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860),
    (0.000047, 34.52, 27.261239), (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379),
    (0.000037, 161.72, 24.198154), (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
]  # fmt: skip


class LunarDate(NamedTuple):
    """A day of the lunar calendar; year is the solar year in which its Tết falls."""

    day: int
    month: int
    year: int
    leap: bool = False


def to_lunar(solar: date, utc: float = 7) -> LunarDate:
    """Return the lunar date of a solar day."""
    day = solar.toordinal()
    for year in (solar.year, solar.year - 1):
        months = _months(year, utc)
        if day >= months[0][0]:
            first, month, leap = months[bisect_right(months, day, key=lambda m: m[0]) - 1]
            return LunarDate(day - first + 1, month, year, leap)
    raise AssertionError("a lunar year begins less than a year before any of its days")


def to_solar(day: int, month: int, year: int, leap: bool = False, utc: float = 7) -> date:
    """Return the solar day of a lunar date; ValueError if that year has no such day."""
    months = _months(year, utc)
    starts = [first for first, _, _ in months] + [_months(year + 1, utc)[0][0]]
    for (first, number, is_leap), following in zip(months, starts[1:], strict=True):
        if (number, is_leap) == (month, leap) and 1 <= day <= following - first:
            return date.fromordinal(first + day - 1)
    raise ValueError(f"lunar year {year} has no day {day} in {'leap ' * leap}month {month}")


def tet(year: int, utc: float = 7) -> date:
    """Return the first day of the lunar year."""
    return to_solar(1, 1, year, utc=utc)


def leap_month(year: int, utc: float = 7) -> int | None:
    """Return the number of the month that comes twice in the lunar year, or None."""
    return next((month for _, month, leap in _months(year, utc) if leap), None)


def new_moon_near(day: date, utc: float = 7) -> tuple[date, float]:
    """Return the local date, and the hour, of the new moon nearest to noon of a day."""
    noon = day.toordinal() + 0.5 - utc / 24
    guess = round((noon - _new_moon(0)) / MONTH)
    moment = min(map(_new_moon, range(guess - 1, guess + 2)), key=lambda t: abs(t - noon))
    local = moment + utc / 24
    return date.fromordinal(floor(local)), local % 1 * 24


# From here on a moment is a number: days in universal time, counted like date.toordinal().


@cache
def _months(year: int, utc: float) -> list[tuple[int, int, bool]]:
    """Return first day, number and leap of each month of a lunar year, from Tết on."""
    both = _solstice_year(year, utc) + _solstice_year(year + 1, utc)
    tet_at = [i for i, (_, month, leap) in enumerate(both) if (month, leap) == (1, False)]
    return both[tet_at[0] : tet_at[1]]


@cache
def _solstice_year(year: int, utc: float) -> list[tuple[int, int, bool]]:
    """Return the months from the one that holds the winter solstice of year - 1 to the next."""
    first, last = (_month_of_solstice(y, utc) for y in (year - 1, year))
    starts = [_first_day(k, utc) for k in range(first, last + 1)]
    terms = [_sector(start, utc) for start in starts]
    months, number = [], 10
    leap_is_due = last - first == 13
    for start, here, there in zip(starts, terms, terms[1:], strict=False):
        leap = leap_is_due and here == there and bool(months)
        number, leap_is_due = (number, False) if leap else (number + 1, leap_is_due)
        months.append((start, (number - 1) % 12 + 1, leap))
    return months


def _month_of_solstice(year: int, utc: float) -> int:
    """Return which new moon opens month 11, the month that holds the winter solstice."""
    solstice = next(
        day for day in range(date(year, 12, 18).toordinal(), date(year, 12, 26).toordinal())
        if _sector(day + 1, utc) == 9
    )  # fmt: skip
    k = floor((solstice - _new_moon(0)) / MONTH) + 1
    while _first_day(k, utc) > solstice:
        k -= 1
    return k


def _first_day(k: int, utc: float) -> int:
    return floor(_new_moon(k) + utc / 24)


def _sector(day: int, utc: float) -> int:
    """Return the twelfth of the sun's way, 0 to 11, in which the day begins."""
    return floor(_sun_longitude(day - utc / 24) / 30)


@cache
def _new_moon(k: int) -> float:
    """Return the moment of the k-th new moon after that of 6 January 2000."""
    t = k / 1236.85
    sun = 2.5534 + 29.10535670 * k - 0.0000014 * t**2
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t**2
    latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t**2
    jde = 2451550.09766 + MONTH * k + 0.00015437 * t**2
    shrinking = 1 - 0.002516 * t  # of the eccentricity of the earth's orbit
    for size, m, n, f in NEW_MOON:
        jde += size * shrinking ** abs(m) * sin(rad(m * sun + n * moon + f * latitude))
    jde += sum(size * sin(rad(angle + speed * k)) for size, angle, speed in SMALL)
    return jde - EPOCH - _delta_t(2000 + k / 12.3685) / 86400


def _sun_longitude(moment: float) -> float:
    """Return the sun's apparent longitude in degrees."""
    days = moment + EPOCH - 2451545
    t = (days + _delta_t(2000 + days / 365.25) / 86400) / 36525
    anomaly = rad(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    true = 280.46646 + 36000.76983 * t + 0.0003032 * t**2 + centre
    return (true - 0.00569 - 0.00478 * sin(rad(125.04 - 1934.136 * t))) % 360


def _delta_t(year: float) -> float:
    """Return how many seconds the earth's turning lags behind uniform time."""
    years = sorted(DELTA_T)
    i = min(max(bisect_right(years, year), 1), len(years) - 1)
    before, after = years[i - 1], years[i]
    slope = (DELTA_T[after] - DELTA_T[before]) / (after - before)
    return DELTA_T[before] + slope * (year - before)
