"""Outputs have a line of their own: on the first Monday of a month, or when the month has come in."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rituals.month_line import month_lines
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Reading
from tests.making import MONDAY_NINE, a_metric, a_version, a_workspace

FIRST_MONDAY, SECOND_MONDAY = date(2026, 3, 2), date(2026, 3, 9)
BERLIN = a_workspace(time_zone="Europe/Berlin")
AT_NINE = datetime(2026, 3, 2, 8, tzinfo=UTC)  # in Berlin
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture
async def books(ledger):
    async with ledger.open() as opened:
        await opened.metrics.put(a_metric(key="revenue", name="Revenue", unit="EUR", cadence=Cadence.MONTH))
        await opened.dictionary.put(Entry("revenue", Standing.OUTPUT))
        yield opened


def month(start, value, at=MONDAY_NINE):
    return Reading("revenue", start, value, "UANA", at)


async def test_the_first_monday_tells_the_month_and_the_one_before(books):
    await books.readings.put([month(JANUARY, 100.0), month(FEBRUARY, 120.0)])
    (line,) = await month_lines(books, BERLIN, FIRST_MONDAY)

    assert (line.month, line.value, line.before, line.periods) == (FEBRUARY, 120.0, 100.0, 1)


async def test_the_first_monday_says_so_when_the_month_is_not_in_yet(books):
    await books.readings.put([month(JANUARY, 100.0)])
    (line,) = await month_lines(books, BERLIN, FIRST_MONDAY)

    assert (line.value, line.before) == (None, 100.0)


@pytest.mark.parametrize(
    ("came_in", "is_told"),
    [
        (AT_NINE - timedelta(seconds=1), False),  # the pulse before told it
        (AT_NINE, True),
        (AT_NINE + timedelta(days=6), True),
    ],
)
async def test_a_later_monday_tells_what_came_in_since_the_pulse_before(books, came_in, is_told):
    await books.readings.put([month(FEBRUARY, 120.0, came_in)])

    assert bool(await month_lines(books, BERLIN, SECOND_MONDAY)) is is_told


async def test_an_old_month_that_comes_in_late_is_no_news(books):
    await books.readings.put([month(JANUARY, 100.0, AT_NINE + timedelta(days=1))])

    assert await month_lines(books, BERLIN, SECOND_MONDAY) == []


async def test_what_is_counted_by_the_week_is_told_by_the_mean_of_the_weeks_that_began_in_the_month(books):
    await books.metrics.put(a_metric(key="revenue", name="Refunds", unit="percent"))
    weeks = [
        (date(2026, 1, 26), 9.0),
        (date(2026, 2, 2), 2.0),
        (date(2026, 2, 23), 4.0),
        (FIRST_MONDAY, 50.0),
    ]
    await books.readings.put([month(start, value) for start, value in weeks])
    (line,) = await month_lines(books, BERLIN, FIRST_MONDAY)

    assert (line.value, line.before, line.periods) == (3.0, 9.0, 2)
    assert await month_lines(books, BERLIN, SECOND_MONDAY) == []


async def test_a_month_is_not_held_against_one_that_was_counted_in_another_way(books):
    await books.readings.put([month(JANUARY, 100.0), month(FEBRUARY, 120.0)])
    for number, day, comparable in ((1, date(2025, 1, 1), True), (2, FEBRUARY, False)):
        await books.versions.add(
            a_version(metric="revenue", number=number, effective_from=day, comparable=comparable, unit="EUR")
        )
    (line,) = await month_lines(books, BERLIN, FIRST_MONDAY)

    assert (line.value, line.before) == (120.0, None)
