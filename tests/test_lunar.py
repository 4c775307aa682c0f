"""The lunar calendar of lesson 3.3: known days, leap months, and what a time zone changes."""

import hashlib
import runpy
from datetime import date, timedelta
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="module")
def lunar(root):
    path = root / "notebooks" / "03_van_ban_doi_that" / "lunar.py"
    return SimpleNamespace(**runpy.run_path(str(path)))


def days(first, last):
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


@pytest.mark.parametrize(
    ("day", "hours"),  # new moons as almanacs give them, in UTC
    [("1999-08-11", 11.14), ("2000-01-06", 18.23), ("2024-04-08", 18.35), ("2026-02-17", 12.02)],
)
def test_the_new_moon_comes_within_a_minute(lunar, day, hours):
    found, hour = lunar.new_moon_near(date.fromisoformat(day), utc=0)
    assert found.isoformat() == day and abs(hour - hours) < 1 / 60


@pytest.mark.parametrize(
    ("year", "vietnam", "china"),
    [
        (1985, "1985-01-21", "1985-02-20"),
        (1990, "1990-01-27", "1990-01-27"),
        (2000, "2000-02-05", "2000-02-05"),
        (2007, "2007-02-17", "2007-02-18"),
        (2023, "2023-01-22", "2023-01-22"),
        (2024, "2024-02-10", "2024-02-10"),
        (2025, "2025-01-29", "2025-01-29"),
        (2026, "2026-02-17", "2026-02-17"),
        (2030, "2030-02-02", "2030-02-03"),
    ],
)
def test_tet_by_two_time_zones(lunar, year, vietnam, china):
    assert lunar.tet(year).isoformat() == vietnam
    assert lunar.tet(year, utc=8).isoformat() == china


def test_the_years_that_the_lesson_plots(lunar):
    years = range(1968, 2054)
    apart = [year for year in years if lunar.tet(year) != lunar.tet(year, utc=8)]
    assert len(years) == 86 and apart == [1968, 1969, 1985, 2007, 2030, 2053]
    late = [year for year in years if lunar.new_moon_near(lunar.tet(year))[1] >= 23]
    assert late == [year for year in apart if year != 1985]


def test_leap_months(lunar):
    leap = {year: lunar.leap_month(year) for year in range(2000, 2034)}
    assert {year: month for year, month in leap.items() if month} == {
        2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9,
        2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11,
    }  # fmt: skip


def test_in_1985_the_leap_month_stood_elsewhere(lunar):
    assert (lunar.leap_month(1984), lunar.leap_month(1985)) == (None, 2)
    assert (lunar.leap_month(1984, utc=8), lunar.leap_month(1985, utc=8)) == (10, None)


@pytest.mark.parametrize(
    ("solar", "expected"),
    [
        ("2025-09-02", (11, 7, 2025, False)),
        ("2026-03-03", (15, 1, 2026, False)),
        ("2026-04-26", (10, 3, 2026, False)),
        ("2026-02-10", (23, 12, 2025, False)),
        ("2025-07-25", (1, 6, 2025, True)),
    ],
)
def test_days_that_people_know(lunar, solar, expected):
    found = lunar.to_lunar(date.fromisoformat(solar))
    assert found == expected
    assert lunar.to_solar(*found).isoformat() == solar


@pytest.mark.parametrize("utc", [7, 8])
def test_every_day_there_and_back(lunar, utc):
    before = None
    for day in days(date(1999, 12, 1), date(2035, 3, 1)):
        found = lunar.to_lunar(day, utc)
        assert lunar.to_solar(*found, utc=utc) == day
        if before:
            assert found.day == before.day + 1 or (found.day == 1 and before.day in (29, 30))
        before = found


@pytest.mark.parametrize(
    "wrong", [(30, 12, 2024), (31, 1, 2026), (0, 1, 2026), (1, 13, 2026), (1, 5, 2026, True)]
)
def test_a_day_that_does_not_exist_is_refused(lunar, wrong):
    with pytest.raises(ValueError, match=f"lunar year {wrong[2]} has no day"):
        lunar.to_solar(*wrong)


def test_years_far_from_ours(lunar):
    for day in [date(1900, 1, 31), date(2100, 12, 31)]:
        assert lunar.to_solar(*lunar.to_lunar(day)) == day
    assert lunar.tet(1900) == date(1900, 1, 31)
    assert all(
        timedelta(353) <= lunar.tet(year + 1) - lunar.tet(year) <= timedelta(385)
        for year in range(1900, 2100)
    )


def test_each_day_from_1968_to_2053_is_that_of_vnlunar(lunar):
    """The digest was taken from vnlunar 1.0.5, which is no dependency of ours."""
    lines = [
        f"{day} {found.day}/{found.month}/{found.year} {found.leap:d}"
        for day in days(date(1968, 1, 1), date(2053, 12, 31))
        for found in [lunar.to_lunar(day)]
    ]
    assert len(lines) == 31412
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] == "a7833f6417ce25b0"
