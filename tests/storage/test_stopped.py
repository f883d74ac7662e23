"""Who is stopped on the way to the books loses no connection, and leaves none to others half set."""

import asyncio
import time

import pytest
from psycopg.waiting import MAX_BUSY_TIME

from storage.engine import open_engine
from storage.ledger import Ledger
from tests.making import ANA


@pytest.fixture
async def engine(migrated_url):
    engine = open_engine(migrated_url)
    yield engine
    await engine.dispose()


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_who_is_stopped_before_a_statement_of_its_own_leaves_the_next_one_a_whole_transaction(
    engine, steps
):
    ledger = Ledger(engine, "T1")

    async def someone():
        async with ledger.single() as books:
            return await books.people.get(ANA.user)

    async def fail():
        async with ledger.open() as books:
            await books.people.put(ANA)
            raise LookupError

    async with ledger.open():
        pass  # from now on there is a connection
    keep_the_loop()
    stopped = asyncio.create_task(someone())
    for _ in range(steps):
        await asyncio.sleep(0)
    stopped.cancel()
    await asyncio.wait([stopped])
    with pytest.raises(LookupError):
        await fail()

    assert await someone() is None
    assert engine.pool.checkedout() == 0


def keep_the_loop():
    """For so long that the driver lets others have their turn wherever it is next."""
    time.sleep(MAX_BUSY_TIME)
