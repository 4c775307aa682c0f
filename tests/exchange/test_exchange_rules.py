"""Due dates, late windows, attempts, extensions: as pure rules, and through the door."""

from datetime import UTC, datetime, timedelta

import pytest
from desk import BAI, error_of, iso
from hypothesis import given
from hypothesis import strategies as st
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER, SECOND

from aulac.classroom.exchange.rules import Terms, extended, objection, state

MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC)
) | st.sampled_from([datetime(2026, 1, 2, tzinfo=UTC)])
TERMS = st.builds(
    Terms,
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.none() | st.integers(1, 4),
)
ORDER = ("closed", "late", "open")
TICK = timedelta(microseconds=1)


@given(TERMS, TERMS, st.integers(0, 5), MOMENTS)
def test_an_extension_gives_and_never_takes_away(terms, extension, used, now):
    new = extended(terms, extension)
    assert ORDER.index(state(new, now)) >= ORDER.index(state(terms, now))
    assert objection(terms, used, now) or not objection(new, used, now)


@given(TERMS, MOMENTS, MOMENTS)
def test_time_only_closes(terms, one, other):
    assert ORDER.index(state(terms, min(one, other))) >= ORDER.index(state(terms, max(one, other)))


@given(TERMS.filter(Terms.sound), MOMENTS)
def test_the_very_moment_of_a_limit_still_counts(terms, now):
    if terms.due:
        assert state(terms, terms.due) == "open"
        assert state(terms, terms.due + TICK) != "open"
    if terms.late_until:
        assert state(terms, terms.late_until) != "closed"
        assert state(terms, terms.late_until + TICK) == "closed"
    assert terms.due or state(terms, now) == "open"


def test_work_is_on_time_then_late_then_refused(any_desk):
    any_desk.release(due=1, late_until=2)
    seen = []
    for _ in range(3):
        (listed,) = any_desk.get(f"/courses/{COURSE}/assignments").json()
        answer = any_desk.submit()
        late = answer.json()["late"] if answer.status_code == 201 else error_of(answer)
        seen.append((listed["state"], listed["attempts_used"], late))
        any_desk.wait(1.1)
    assert seen == [("open", 0, False), ("late", 1, True), ("closed", 2, (403, "closed"))]


def test_attempts_are_counted_for_each_person(any_desk):
    any_desk.release(attempts=2)
    answers = [any_desk.submit().status_code for _ in range(3)]
    assert answers == [201, 201, 403]
    assert error_of(any_desk.submit()) == (403, "no_attempts_left")
    assert any_desk.submit(SECOND).status_code == 201


def test_an_extension_is_for_one_person_and_can_be_taken_back(any_desk):
    any_desk.release(due=1, attempts=1)
    granted = any_desk.extend("an", due=5, attempts=2)
    assert granted.json() == {
        "user": "an",
        "due": iso(any_desk.now + timedelta(hours=5)),
        "late_until": None,
        "attempts": 2,
    }
    any_desk.wait(3)
    assert error_of(any_desk.submit(SECOND)) == (403, "closed")
    for token, expected in ((LEARNER, ("open", 2)), (SECOND, ("closed", 1))):
        (listed,) = any_desk.get(f"/courses/{COURSE}/assignments", token).json()
        assert (listed["state"], listed["attempts"]) == expected
    assert [any_desk.submit().status_code for _ in range(3)] == [201, 201, 403]
    gone = [any_desk.ask("DELETE", f"{BAI}/extensions/an", INSTRUCTOR) for _ in range(2)]
    assert [answer.status_code for answer in gone] == [204, 404]
    assert error_of(any_desk.submit()) == (403, "closed")


def test_an_extension_may_be_replaced(any_desk):
    any_desk.release(due=1)
    any_desk.extend("bình", due=5)
    any_desk.extend("bình", due=2)
    any_desk.wait(3)
    assert error_of(any_desk.submit(SECOND)) == (403, "closed")


def test_limits_are_changed_one_by_one_and_lifted_by_null(any_desk):
    any_desk.release(due=1, late_until=2, attempts=3)
    assert any_desk.change(attempts=5)["due"] is not None
    changed = any_desk.change(due=None, late_until=None, attempts=None)
    assert (changed["due"], changed["late_until"], changed["attempts"]) == (None, None, None)


@pytest.mark.parametrize("terms", [{"late_until": 1}, {"due": 2, "late_until": 1}])
def test_limits_that_contradict_each_other_are_refused(desk, terms):
    desk.release()
    answer = desk.ask("PATCH", BAI, INSTRUCTOR, json=desk.terms(**terms))
    assert error_of(answer) == (409, "bad_times")
    assert error_of(desk.extend("an", late_until=1)) == (409, "bad_times")


@pytest.mark.parametrize(
    "terms",
    [
        {"due": "2026-09-07T10:00:00"},
        {"due": 1789000000},
        {"due": "9999-12-31T23:59:59-14:00"},
        {"due": "mai"},
        {"attempts": 0},
        {"attempts": "3"},
        {"attempts": True},
        {"attempts": 10**30},
        {"received_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_what_is_no_limit_is_refused(desk, terms):
    desk.release()
    assert error_of(desk.ask("PATCH", BAI, INSTRUCTOR, json=terms)) == (422, "invalid")


def test_a_due_date_in_any_time_zone_is_the_same_moment(any_desk):
    any_desk.release()
    answer = any_desk.ask("PATCH", BAI, INSTRUCTOR, json={"due": "2026-09-07T09:30:00+07:00"})
    assert answer.json()["due"] == "2026-09-07T02:30:00Z"


@pytest.mark.parametrize("user", ["a+b", "%2e%2e", "a%00", "a%2fb", "x" * 201])
def test_nobody_with_an_impossible_name_gets_an_extension(desk, user):
    desk.release()
    assert desk.extend(user, attempts=2).status_code in (404, 422)
    assert desk.get(BAI + "/submissions", INSTRUCTOR, user="a+b").status_code == 404
