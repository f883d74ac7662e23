"""`/nsm triage` shows everybody the figures, and a case to those whom it concerns."""

import pytest

from rituals.docket import Dockets, concerning
from storage.records.conflicts import ConflictState
from storage.records.people import Person
from tests.making import MONDAY_NINE, a_conflict, a_team, a_workspace


@pytest.fixture
async def dockets(ledger, clock):
    """Bo leads Rendering, Di leads Docs, Eve leads Sales; Kim raised one between Docs and Sales."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(sponsor="USAM", triage_channel="CTRIAGE"))
        for name, lead in (("Rendering", "UBO"), ("Docs", "UDI"), ("Sales", "UEVE")):
            await books.teams.put(a_team(id=name.lower(), name=name, lead=lead, channel=f"C{name}"))
        up = {"state": ConflictState.UP, "up_at": MONDAY_NINE}
        await books.conflicts.add(a_conflict(id="k1", **up))
        await books.conflicts.add(
            a_conflict(id="k2", team="docs", other_team="sales", raised_by="UKIM", **up)
        )
        await books.conflicts.add(a_conflict(id="k3", state=ConflictState.ASKING))
    return Dockets(ledger, clock)


@pytest.mark.parametrize(
    ("user", "channel", "items"),
    [
        ("UANA", None, ["k1", "k2"]),
        ("USAM", None, ["k1", "k2"]),
        ("UBO", None, ["k1"]),
        ("UDI", None, ["k1", "k2"]),
        ("UEVE", "CDOCS", ["k2"]),
        ("UKIM", None, ["k2"]),
        ("UCY", "CRENDER", []),
        ("UCY", "CTRIAGE", ["k1", "k2"]),
    ],
)
async def test_a_case_is_for_triage_and_for_those_in_it(dockets, user, channel, items):
    docket = await dockets.docket(Person(user, "Somebody", "UTC"), channel)

    assert [each.id for each in docket.items] == items
    assert docket.hidden == 2 - len(items)
    assert docket.this_quarter.raised == 3


@pytest.mark.parametrize(
    ("user", "rights"), [("UANA", (True, True)), ("USAM", (True, False)), ("UBO", (False, False))]
)
async def test_it_says_who_may_do_what(dockets, user, rights):
    docket = await dockets.docket(Person(user, "Somebody", "UTC"))

    assert (docket.may_decide, docket.may_move) == rights


async def test_before_the_setup_there_is_nothing(ledger, clock):
    assert await Dockets(ledger, clock).docket(Person("UANA", "Ana", "UTC"), None) is None


async def test_without_a_triage_channel_no_place_opens_everything(dockets, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())

    assert (await dockets.docket(Person("UCY", "Cy", "UTC"), None)).items == []


@pytest.mark.parametrize(
    ("user", "concerns"),
    [
        ("UBO", [("k1", True, False), ("k3", False, True)]),
        ("UDI", [("k1", True, False), ("k2", True, False), ("k3", False, True)]),
        ("UKIM", [("k2", True, False)]),
        ("UANA", []),
    ],
)
async def test_ones_own_page_shows_what_one_is_part_of(dockets, ledger, user, concerns):
    async with ledger.open() as books:
        found = await concerning(books, Person(user, "Somebody", "UTC"))

    assert [(each.id, each.is_up, each.waits_for_me) for each in found] == concerns
