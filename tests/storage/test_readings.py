"""A corrected reading keeps what stood there, who changed it and when; on either database."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.records.metrics import Revision
from tests.making import MONDAY_NINE, a_metric, a_reading

WEEK = date(2026, 3, 9)
LATER = MONDAY_NINE + timedelta(hours=2)


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.metrics.put(a_metric())
        yield books


@pytest.fixture
def put(books):
    async def put(value, by="UANA", at=MONDAY_NINE, **fields):
        return await books.readings.put([a_reading(value=value, recorded_by=by, recorded_at=at, **fields)])

    return put


async def test_a_correction_keeps_the_old_value_with_who_changed_it_and_when(books, put):
    await put(24.0, note="by hand")
    told = await put(27.0, by="push:billing", at=LATER)

    kept = Revision("merged", WEEK, 1, 24.0, "by hand", "UANA", MONDAY_NINE, "push:billing", LATER)
    assert list(told) == await books.readings.revisions("merged") == [kept]
    assert (await books.readings.of_period("merged", WEEK)).value == 27.0


async def test_every_further_correction_is_kept_too(books, put):
    for value in (24.0, 27.0, 24.0, 30.0):
        await put(value)

    assert [(each.number, each.value) for each in await books.readings.revisions("merged", WEEK)] == [
        (1, 24.0),
        (2, 27.0),
        (3, 24.0),
    ]


async def test_the_same_value_again_is_no_correction_and_keeps_its_writer(books, put):
    await put(24.0, note="by hand")

    assert await put(24.0, by="source:sql", at=LATER) == []
    assert await books.readings.of_period("merged", WEEK) == a_reading(value=24.0, note="by hand")


async def test_a_note_to_the_same_value_is_written_and_is_no_correction(books, put):
    await put(24.0)

    assert await put(24.0, by="UBO", note="without the outage") == []
    assert (await books.readings.of_period("merged", WEEK)).note == "without the outage"


async def test_the_corrected_periods_of_a_metric_are_known(books, put):
    await put(24.0)
    await put(20.0, period_start=date(2026, 3, 2))
    await put(27.0)

    assert await books.readings.restated("merged") == {WEEK}
    assert await books.readings.restated("other") == set()


async def test_among_many_only_what_differs_is_corrected(books):
    await books.metrics.put(a_metric(key="other", name="Other"))
    first = [
        a_reading(metric=metric, period_start=WEEK - timedelta(weeks=n), value=float(n))
        for metric in ("merged", "other")
        for n in range(700)
    ]
    await books.readings.put(first)
    again = [replace(each, value=-1.0) if each.value % 100 == 0 else each for each in first]

    revisions = await books.readings.put(again)

    assert len(revisions) == 14
    assert {each.value % 100 for each in revisions} == {0.0}
    assert len(await books.readings.of_metric("other")) == 700


async def test_two_who_write_at_once_lose_nothing(ledger):
    async with ledger.open() as books:
        await books.metrics.put(a_metric())

    async def write(value):
        async with ledger.open() as books:
            await books.readings.put([a_reading(value=value)])

    await asyncio.gather(*(write(float(value)) for value in range(4)))

    async with ledger.open() as books:
        kept = [each.value for each in await books.readings.revisions("merged")]
        stands = await books.readings.of_period("merged", WEEK)
    assert sorted([*kept, stands.value]) == [0.0, 1.0, 2.0, 3.0]


async def test_values_alone_are_those_of_the_readings(books):
    await books.readings.put(
        a_reading(period_start=date(2026, 3, day), value=float(day)) for day in (16, 2, 9)
    )
    await books.metrics.put(a_metric(key="other", name="Another"))
    await books.readings.put([a_reading(metric="other", value=5.0)])

    assert await books.readings.values("merged", date(2026, 3, 9)) == [
        (date(2026, 3, 2), 2.0),
        (date(2026, 3, 9), 9.0),
    ]


async def test_a_metric_is_known_since_its_first_reading_whatever_stands_there_now(books, put):
    await put(24.0)
    await put(27.0, at=LATER)

    assert await books.readings.known_since({"merged", "nothing"}) == {"merged": MONDAY_NINE}


async def test_periods_before_a_day_are_counted_for_each_metric(books, put):
    await books.metrics.put(a_metric(key="other"))
    await put(24.0)
    await put(27.0, period_start=WEEK - timedelta(weeks=1))
    await put(27.0, period_start=WEEK - timedelta(weeks=1), metric="other")

    asked = {"merged": WEEK, "other": WEEK - timedelta(weeks=1), "nothing": WEEK}
    assert await books.readings.counts_before(asked) == {"merged": 1}
