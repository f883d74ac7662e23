"""The author of the win that touched people most is told so once."""

from datetime import date, timedelta

import pytest

from rituals.digest_heard import Heard, heard
from storage.records.digests import Digest
from tests.making import ANA, BO, MONDAY_NINE, a_win

DAY = date(2026, 3, 12)


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.wins.add(a_win())
        await books.digests.put(Digest(DAY, posted_at=MONDAY_NINE, touched="w1"))
        yield books


async def test_the_author_is_told_however_often_they_look_that_day(books):
    for hours in (0, 1, 14):
        told = await heard(books, ANA, MONDAY_NINE + timedelta(hours=hours))

        assert told == Heard("Bo halved the review queue", DAY)


async def test_the_day_after_it_is_not_said_again(books):
    await heard(books, ANA, MONDAY_NINE)

    assert await heard(books, ANA, MONDAY_NINE + timedelta(days=1)) is None


async def test_whoever_looks_late_is_told_then(books):
    assert await heard(books, ANA, MONDAY_NINE + timedelta(days=5)) is not None


async def test_nobody_else_is_told_and_that_does_not_count(books):
    assert await heard(books, BO, MONDAY_NINE) is None

    assert await heard(books, ANA, MONDAY_NINE + timedelta(days=1)) is not None


@pytest.mark.parametrize("touched", [None, "never was"])
async def test_where_nothing_touched_people_nobody_is_told(books, touched):
    await books.digests.put(Digest(DAY, posted_at=MONDAY_NINE, touched=touched))

    assert await heard(books, ANA, MONDAY_NINE) is None
