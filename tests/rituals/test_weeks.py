"""Days, ISO weeks and periods."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.weeks import last_full, local_day, next_, number_of, period_of, previous, week_of
from storage.records.metrics import Cadence

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_monday_in_auckland_is_still_sunday_in_london():
    instant = datetime(2026, 8, 16, 21, 0, tzinfo=UTC)

    assert local_day(instant, "Pacific/Auckland") == date(2026, 8, 17)
    assert local_day(instant, "Europe/London") == date(2026, 8, 16)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 8, 17), date(2026, 8, 17)),
        (date(2026, 8, 23), date(2026, 8, 17)),
        (date(2027, 1, 1), date(2026, 12, 28)),
        (date(2024, 12, 30), date(2024, 12, 30)),
    ],
)
def test_a_week_starts_on_monday_over_the_turn_of_a_year_too(day, monday):
    assert week_of(day) == monday


@pytest.mark.parametrize(
    ("cadence", "start", "before", "after"),
    [
        (Cadence.DAY, date(2024, 3, 1), date(2024, 2, 29), date(2024, 3, 2)),
        (Cadence.WEEK, date(2024, 2, 26), date(2024, 2, 19), date(2024, 3, 4)),
        (Cadence.MONTH, date(2024, 3, 1), date(2024, 2, 1), date(2024, 4, 1)),
    ],
)
def test_a_day_knows_its_period_and_the_ones_beside_it(cadence, start, before, after):
    day = date(2024, 3, 1)

    assert period_of(day, cadence) == start
    assert previous(day, cadence) == before
    assert next_(day, cadence) == after


@given(days, st.sampled_from(Cadence))
def test_periods_follow_each_other_without_gap_or_overlap(day, cadence):
    start = period_of(day, cadence)

    assert start <= day < next_(start, cadence)
    assert previous(next_(start, cadence), cadence) == start
    assert period_of(next_(start, cadence) - timedelta(days=1), cadence) == start


@given(days, st.sampled_from(Cadence))
def test_the_last_full_period_is_over_and_the_next_one_is_not(day, cadence):
    start = last_full(day, cadence)

    assert next_(start, cadence) <= day < next_(next_(start, cadence), cadence)


@given(days, st.sampled_from(Cadence))
def test_periods_are_numbered_one_after_the_other(day, cadence):
    start = period_of(day, cadence)

    assert number_of(day, cadence) == number_of(start, cadence)
    assert number_of(next_(start, cadence), cadence) == number_of(start, cadence) + 1
