"""What a source contradicts itself in."""

from datetime import date

import pytest

from storage.records.metrics import Contradiction
from tests.making import MONDAY_NINE, a_metric

WEEK, EARLIER = date(2026, 3, 9), date(2026, 3, 2)


def twice(week=WEEK, told_by="source:one", **fields) -> Contradiction:
    return Contradiction(
        "merged", week, **{"value": 12, "other": 14, **fields}, told_by=told_by, told_at=MONDAY_NINE
    )


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.metrics.put(a_metric())
        yield books


async def test_what_is_told_anew_takes_the_place_of_what_was_told_for_those_periods(books):
    await books.contradictions.told("source:one", EARLIER, [twice(EARLIER), twice()])
    await books.contradictions.told("source:one", WEEK, [twice(other=15)])

    assert await books.contradictions.of_metric("merged") == [twice(EARLIER), twice(other=15)]


async def test_what_is_mended_is_gone_and_what_another_source_says_stays(books):
    await books.contradictions.told("source:one", WEEK, [twice()])
    await books.contradictions.told("source:two", WEEK, [twice(told_by="source:two")])
    await books.contradictions.told("source:one", WEEK, [])

    assert await books.contradictions.all_with_writers() == [(twice(told_by="source:two"), None)]
    assert await books.contradictions.of_metric("other") == []
