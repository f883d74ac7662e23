"""The product lead chooses where triage reads, and what waits is brought along."""

import pytest

from rituals.cases import CaseUp
from rituals.rights import NotTheProductLead
from rituals.triage_place import TriagePlace
from rituals.trying import Trying
from storage.records.conflicts import ConflictState
from tests.making import ANA, BO, a_conflict, a_team, a_workspace


@pytest.fixture
async def place(ledger, clock):
    """One conflict is with triage, another is not."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        await books.conflicts.add(a_conflict(state=ConflictState.UP))
        await books.conflicts.add(a_conflict(id="k2"))
    return TriagePlace(ledger, clock)


async def test_what_waits_is_brought_along_once(place, ledger, outbox):
    assert await place.choose(ANA, "CTRIAGE") == 1
    assert await place.choose(ANA, "CTRIAGE") == 0

    assert await place.channel(ANA) == "CTRIAGE"
    told = [each.to for each in await outbox.letters() if each.kind == CaseUp.kind]
    assert told == ["CTRIAGE"]
    async with ledger.open() as books:
        (change,) = await books.audit.newest(10)
    assert change.after == {"triage_channel": "CTRIAGE"}


async def test_nobody_else_chooses(place):
    for act in (place.channel(BO), place.choose(BO, "CTRIAGE")):
        with pytest.raises(NotTheProductLead):
            await act


async def test_what_was_told_in_an_earlier_channel_is_brought_up_to_date_there(place, ledger, clock, outbox):
    await place.choose(ANA, "CEARLIER")
    await place.choose(ANA, "CTRIAGE")
    await Trying(ledger, clock).settle(ANA, "k1", "A week each")

    edited = [each.to for each in await outbox.letters() if each.kind == CaseUp.kind and each.replaces]
    assert sorted(edited) == ["CEARLIER", "CTRIAGE"]
