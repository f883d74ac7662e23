"""Whoever delivers is woken for letters, and for nothing else."""

import pytest

from tests.making import a_commitment, a_delivery


@pytest.fixture
def woken(ledger):
    times = []
    ledger.when_posted = lambda: times.append("woken")
    return times


async def test_a_letter_wakes_once_it_is_kept(ledger, woken):
    async with ledger.open() as books:
        await books.deliveries.add(a_delivery())
        assert woken == []

    assert woken == ["woken"]


async def test_a_letter_that_is_there_already_wakes_nobody(ledger, woken):
    for _ in range(2):
        async with ledger.open() as books:
            await books.deliveries.add(a_delivery())

    assert woken == ["woken"]


async def test_nothing_else_wakes(ledger, woken):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment())

    assert woken == []


async def test_a_letter_that_was_taken_back_wakes_nobody(ledger, woken):
    async def fails():
        async with ledger.open() as books:
            await books.deliveries.add(a_delivery())
            raise LookupError

    with pytest.raises(LookupError):
        await fails()

    assert woken == []
