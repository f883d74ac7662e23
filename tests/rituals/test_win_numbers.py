"""What is offered as a before and after are readings of full periods, with their dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.win_numbers import Pair, pair, pairs, pairs_of, since, usual
from storage.records.metrics import Cadence, Direction
from tests.making import a_metric, a_reading, a_team, an_input

LATEST = date(2026, 3, 9)
TODAY = date(2026, 3, 18)
METRIC = a_metric()


def week(ago):
    return LATEST - timedelta(weeks=ago)


def readings(*values, ago=()):
    """Weekly values, oldest first, the last one of the latest full week; or of the weeks `ago`."""
    weeks = ago or range(len(values) - 1, -1, -1)
    return [a_reading(period_start=week(n), value=value) for n, value in zip(weeks, values, strict=True)]


def a_pair(was, became, ago, metric=METRIC):
    return Pair(metric, week(ago), was, LATEST, became)


def test_the_latest_stands_beside_each_earlier_one_the_nearest_first():
    assert pairs_of(readings(20, 24, 27), METRIC) == [a_pair(24, 27, 1), a_pair(20, 27, 2)]


@pytest.mark.parametrize("values", [(), (27,)])
def test_one_reading_is_no_comparison(values):
    assert pairs_of(readings(*values), METRIC) == []


def test_what_is_older_than_twelve_weeks_is_not_offered():
    found = pairs_of(readings(*range(20)), METRIC)

    assert [each.before for each in found] == [week(n) for n in range(1, 13)]


@pytest.mark.parametrize(
    ("ago", "expected"), [((8, 4, 3, 0), 4), ((8, 5, 3, 0), 3), ((4, 1, 0), 4), ((5, 0), None)]
)
def test_four_weeks_back_are_offered_first_or_as_far_as_it_goes(ago, expected):
    found = usual(pairs_of(readings(*range(len(ago)), ago=ago), METRIC))

    assert (found.before if found else None) == (None if expected is None else week(expected))


@pytest.mark.parametrize(
    ("direction", "values", "is_offered"),
    [
        (Direction.UP, (20, 27), True),
        (Direction.UP, (27, 20), False),
        (Direction.UP, (20, 20), False),
        (Direction.DOWN, (27, 20), True),
        (Direction.DOWN, (20, 27), False),
    ],
)
def test_a_step_back_is_not_offered_first(direction, values, is_offered):
    metric = replace(METRIC, direction=direction)

    assert (usual(pairs_of(readings(*values), metric)) is not None) == is_offered


@given(st.lists(st.floats(-1e9, 1e9), max_size=30))
def test_both_sides_are_always_readings_and_in_order(values):
    known = {(each.period_start, each.value) for each in readings(*values)}
    for each in pairs_of(readings(*values), METRIC):
        assert {(each.before, each.was), (each.after, each.became)} <= known
        assert each.before < each.after


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.inputs.put(an_input())
        await books.readings.put([*readings(20, 24, 27), a_reading(period_start=week(-1), value=99)])
        yield books


async def test_a_week_that_is_still_running_is_left_out(books):
    assert await pairs(books, METRIC, TODAY) == [a_pair(24, 27, 1), a_pair(20, 27, 2)]


@pytest.mark.parametrize(
    ("made_on", "ago"),
    [
        (week(1), 2),  # Monday: the last full week is the one before
        (week(1) + timedelta(days=6), 2),
        (LATEST, 1),
        (TODAY, None),
        (week(5), None),
    ],
)
async def test_what_followed_a_promise_begins_with_the_last_full_week_before_it(books, made_on, ago):
    found = await since(books, METRIC, made_on, TODAY)

    assert (found.before if found else None) == (None if ago is None else week(ago))


async def test_two_periods_make_a_pair_only_with_both_readings(books):
    assert await pair(books, an_input(), week(2), LATEST) == a_pair(20, 27, 2)
    assert await pair(books, an_input(), week(3), LATEST) is None
    assert await pair(books, an_input(), LATEST, week(2)) is None


async def test_a_months_pairs_are_months_apart(books):
    monthly = replace(METRIC, key="monthly", cadence=Cadence.MONTH)
    await books.inputs.put(an_input(id="i2", metric=monthly))
    months = [date(2025, 1, 1), date(2025, 10, 1), date(2026, 2, 1)]
    await books.readings.put(
        a_reading(metric="monthly", period_start=day, value=n) for n, day in enumerate(months)
    )
    found = await pairs(books, monthly, TODAY)

    assert [each.before for each in found] == [date(2025, 10, 1)]
    assert usual(found) == found[0]
