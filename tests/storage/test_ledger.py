"""Whoever watches a table hears of a change once it is committed."""

import asyncio

import pytest

from tests.making import ANA, a_delivery


@pytest.fixture
def heard(ledger):
    heard = []
    ledger.watch("people", lambda: heard.append("people"))
    ledger.watch("deliveries", lambda: heard.append("deliveries"))
    return heard


async def test_a_change_is_told_after_the_commit(ledger, heard):
    async with ledger.open() as books:
        await books.people.put(ANA)
        before = list(heard)

    assert before == []
    assert heard == ["people"]


async def test_letters_are_told_of_too(ledger, heard):
    async with ledger.open() as books:
        await books.deliveries.add(a_delivery())

    assert heard == ["deliveries"]


async def test_what_was_rolled_back_or_only_read_is_not_told(ledger, heard):
    async def fail():
        async with ledger.open() as books:
            await books.people.put(ANA)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with ledger.open() as books:
        await books.people.get(ANA.user)

    assert heard == []


async def test_what_is_kept_after_whoever_wrote_it_was_stopped_is_told_too(ledger, heard):
    written = asyncio.Event()

    async def write():
        async with ledger.open() as books:
            await books.people.put(ANA)
            written.set()

    writing = asyncio.create_task(write())
    await written.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    assert writing.cancelled()
    assert heard == ["people"]
