"""Writes of a crowd share transactions; whoever is alone waits for nobody."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.clerk import Clerk
from tests.fakes import HandClock
from tests.making import MONDAY_NINE, a_delivery

_A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def a_long_moment(monkeypatch):
    monkeypatch.setattr("bot.clerk._A_MOMENT", 60)


@pytest.fixture
async def in_hand(ledger):
    """Claimed deliveries, one too many for one transaction."""
    async with ledger.open() as books:
        for number in range(17):
            await books.deliveries.add(a_delivery(key=f"k{number}", to=f"C{number}"))
        return await books.deliveries.claim("me", MONDAY_NINE, MONDAY_NINE + _A_MINUTE)


@pytest.fixture
def clerk(ledger):
    return Clerk(ledger, _A_MINUTE, calendar=HandClock(MONDAY_NINE), machine=HandClock(MONDAY_NINE))


def kept(ledger):
    """Every commit from now on."""
    commits: list[object] = []
    event.listen(ledger._engine.sync_engine, "commit", commits.append)
    return commits


async def test_those_of_a_crowd_wait_until_they_are_many(ledger, clerk, in_hand):
    clerk.in_hand, commits = 40, kept(ledger)
    first, *others = in_hand
    await clerk.write(first, replace(first, looks=1))
    writing = []
    for each in others:
        writing.append(asyncio.create_task(clerk.write(each, replace(each, looks=1))))
        await asyncio.sleep(0.005)
    async with asyncio.timeout(30):
        await asyncio.gather(*writing)

    assert len(commits) == 2


async def test_whoever_is_alone_waits_for_nobody(ledger, clerk, in_hand):
    clerk.in_hand, commits = 1, kept(ledger)
    async with asyncio.timeout(30):
        for each in in_hand[:3]:
            await clerk.write(each, replace(each, looks=1))

    assert len(commits) == 3
