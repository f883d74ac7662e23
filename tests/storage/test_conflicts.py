"""Conflicts are remembered in the order they were raised, each in its own workspace."""

from datetime import timedelta

from storage.ledger import Ledger
from tests.making import MONDAY_NINE, a_conflict, a_team, an_input


async def two_teams(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        await books.inputs.put(an_input())


async def test_conflicts_come_back_whole_and_in_order(ledger):
    later = a_conflict(id="a-later", raised_at=MONDAY_NINE + timedelta(hours=1), team=None)
    first = a_conflict(input="input-merged")
    await two_teams(ledger)

    async with ledger.open() as books:
        for each in (later, first):
            await books.conflicts.add(each)
        assert await books.conflicts.all() == [first, later]


async def test_another_workspace_has_conflicts_of_its_own(ledger):
    other = Ledger(ledger._engine, "T2")
    for each in (ledger, other):
        await two_teams(each)
    async with ledger.open() as books:
        await books.conflicts.add(a_conflict())

    async with other.open() as books:
        assert await books.conflicts.all() == []
        await books.conflicts.add(a_conflict())
