"""A lane is used no more often than its gap allows, however many ask."""

import asyncio
from datetime import timedelta

import pytest

from tests.making import MONDAY_NINE

SECOND = timedelta(seconds=1)
LONG = timedelta(hours=1)


async def test_the_first_message_in_a_channel_may_go_at_once(ledger):
    async with ledger.open() as books:
        slot = await books.pacing.reserve("C1", MONDAY_NINE, SECOND, LONG)

    assert slot == MONDAY_NINE


async def test_messages_that_ask_together_go_one_gap_apart(ledger):
    async def reserve():
        async with ledger.open() as books:
            return await books.pacing.reserve("C1", MONDAY_NINE, SECOND, LONG)

    slots = sorted(await asyncio.gather(*(reserve() for _ in range(4))))

    assert [slot - MONDAY_NINE for slot in slots] == [n * SECOND for n in range(4)]


async def test_channels_do_not_wait_for_each_other(ledger):
    async with ledger.open() as books:
        await books.pacing.reserve("C1", MONDAY_NINE, SECOND, LONG)
        slot = await books.pacing.reserve("C2", MONDAY_NINE, SECOND, LONG)

    assert slot == MONDAY_NINE


async def test_a_lane_that_rested_is_free_at_once(ledger):
    async with ledger.open() as books:
        await books.pacing.reserve("C1", MONDAY_NINE, SECOND, LONG)
        slot = await books.pacing.reserve("C1", MONDAY_NINE + LONG, SECOND, LONG)

    assert slot == MONDAY_NINE + LONG


@pytest.mark.parametrize("asks", [1, 3])
async def test_a_slot_beyond_all_patience_is_told_but_not_taken(ledger, asks):
    async with ledger.open() as books:
        await books.pacing.hold("C1", MONDAY_NINE + LONG)
        slots = [await books.pacing.reserve("C1", MONDAY_NINE, SECOND, SECOND) for _ in range(asks)]

    assert slots == [MONDAY_NINE + LONG] * asks


async def test_holding_a_lane_never_frees_it_earlier(ledger):
    async with ledger.open() as books:
        await books.pacing.hold("C1", MONDAY_NINE + LONG)
        await books.pacing.hold("C1", MONDAY_NINE + SECOND)
        slot = await books.pacing.reserve("C1", MONDAY_NINE, SECOND, SECOND)

    assert slot == MONDAY_NINE + LONG
