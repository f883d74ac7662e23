"""Conflicts are remembered in the order they were raised, each in its own workspace."""

from dataclasses import replace
from datetime import timedelta

from storage.ledger import Ledger
from storage.records.conflicts import ConflictKind, ConflictState, KpiPath, Side
from tests.making import MONDAY_NINE, a_conflict, a_team, an_input


async def two_teams(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        await books.inputs.put(an_input())


async def test_conflicts_come_back_whole_and_in_order(either_ledger):
    later = a_conflict(id="a-later", raised_at=MONDAY_NINE + timedelta(hours=1), team=None)
    first = a_conflict(
        kind=ConflictKind.KPIS,
        ours=Side("Two weeks", "input-merged", "10 %", "by May"),
        theirs=Side("The same weeks", None, "5 %", "by June"),
        kpis=KpiPath("Sign-ups", "Retention", is_real=True, evidence="Both fell", sponsor="USPO"),
        channel="CRENDER",
        tried_by=("UBO", "UDI"),
        alone_from=MONDAY_NINE,
        up_at=MONDAY_NINE,
        closed_at=MONDAY_NINE,
        closed_by="UBO",
        closing="We share them",
        settled_by="d1",
    )
    await two_teams(either_ledger)

    async with either_ledger.open() as books:
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


async def test_a_conflict_is_held_changed_and_found_by_its_state(either_ledger):
    await two_teams(either_ledger)
    async with either_ledger.open() as books:
        for each in ("k1", "k2"):
            await books.conflicts.add(a_conflict(id=each))
    async with either_ledger.open() as books:
        held = await books.conflicts.hold("k1")
        await books.conflicts.change(replace(held, state=ConflictState.UP, theirs=Side("A week")))

    async with either_ledger.open() as books:
        assert await books.conflicts.get("k1") == a_conflict(state=ConflictState.UP, theirs=Side("A week"))
        assert await books.conflicts.get("never-was") is None
        assert [each.id for each in await books.conflicts.in_state(ConflictState.ASKING)] == ["k2"]
        assert [each.id for each in await books.conflicts.open()] == ["k1", "k2"]
