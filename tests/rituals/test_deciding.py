"""A decision has reasons, reaches both teams, and is superseded rather than rewritten."""

from dataclasses import replace
from datetime import date

import pytest

from rituals import cases
from rituals.conflicts import NoSuchConflict, NotOpenAnyMore
from rituals.deciding import (
    CannotDecide,
    DecidedAlready,
    Deciding,
    Decisions,
    NoSuchDecision,
    ReviewInThePast,
)
from rituals.errors import Outsider
from rituals.rights import GuestsRead, NotADecider, NotYetKnown
from storage.records.conflicts import ConflictState
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY_NINE, a_conflict, a_team, a_workspace

SAM = Person("USAM", "Sam", "UTC")
FIRST = Deciding("Onboarding first", "It shows sooner", ("north_star",), ("UANA", "USAM"), date(2026, 6, 15))
ANEW = replace(FIRST, outcome="Landing page first", reasons="Onboarding is done")


@pytest.fixture
async def decisions(ledger, clock, ids):
    """Ana leads the product, Sam sponsors it; Rendering and Docs differ, and triage knows."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(sponsor="USAM", triage_channel="CTRIAGE"))
        for person in (ANA, SAM):
            await books.people.put(person)
        await books.teams.put(a_team(lead="UBO"))
        await books.teams.put(a_team(id="docs", name="Docs", lead="UDI", channel="CDOCS"))
        conflict = a_conflict(state=ConflictState.UP, up_at=MONDAY_NINE, channel="CTALK")
        await books.conflicts.add(conflict)
        await cases.open_thread(books, conflict, clock.now())
        await cases.bring_up(books, conflict, clock.now())
    return Decisions(ledger, clock, ids)


@pytest.fixture
def told(outbox):
    """Where decisions were posted: key -> channel and thread."""

    async def _told(kind="decision.told"):
        letters = [each for each in await outbox.letters() if each.kind == kind]
        return {each.key: (each.to, each.thread_of) for each in letters if each.replaces is None}

    return _told


async def test_both_teams_and_both_threads_read_it(decisions, told, ledger):
    facts = await decisions.record(SAM, "k1", FIRST)

    assert (facts.teams, facts.outcome, facts.before) == (("Rendering", "Docs"), "Onboarding first", None)
    assert await told() == {
        "decision:id-1:team:rendering": ("CRENDER", None),
        "decision:id-1:team:docs": ("CDOCS", None),
        "decision:id-1:case": ("CTRIAGE", "conflict:k1:up:CTRIAGE"),
        "decision:id-1:thread": ("CTALK", "conflict:k1"),
    }
    async with ledger.open() as books:
        conflict = await books.conflicts.get("k1")
    assert (conflict.state, conflict.closed_at, conflict.closed_by) == ("decided", MONDAY_NINE, "USAM")
    assert conflict.settled_by == "id-1"


async def test_a_thread_in_a_teams_own_channel_is_not_told_twice(decisions, told, ledger):
    async with ledger.open() as books:
        conflict = await books.conflicts.get("k1")
        await books.conflicts.change(replace(conflict, channel="CDOCS"))
    await decisions.record(ANA, "k1", FIRST)

    assert "decision:id-1:thread" not in await told()


async def test_a_retired_team_is_not_written_to(decisions, told, ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team(lead="UBO", retired_at=MONDAY_NINE))
    await decisions.record(ANA, "k1", FIRST)

    assert "decision:id-1:team:rendering" not in await told()


async def test_a_case_is_decided_once(decisions, told):
    await decisions.record(ANA, "k1", FIRST)

    with pytest.raises(DecidedAlready) as refused:
        await decisions.record(SAM, "k1", ANEW)
    assert refused.value.outcome == "Onboarding first"
    assert len(await told()) == 4


async def test_a_superseded_decision_stays_and_is_marked_where_it_stands(decisions, told, ledger, clock):
    await decisions.record(ANA, "k1", FIRST)
    clock.pass_(days=30)
    facts = await decisions.supersede(SAM, "id-1", ANEW)

    assert (facts.before.outcome, facts.before.decided_on) == ("Onboarding first", date(2026, 3, 16))
    assert len(await told()) == 8
    async with ledger.open() as books:
        old, new = await books.decisions.all()
        edits = await books.deliveries.edits_of("decision:id-1:team:docs")
    assert (old.outcome, old.superseded_by, new.supersedes) == ("Onboarding first", "id-2", "id-1")
    assert edits == 1


async def test_only_what_holds_is_superseded(decisions):
    await decisions.record(ANA, "k1", FIRST)
    await decisions.supersede(ANA, "id-1", ANEW)

    with pytest.raises(DecidedAlready) as refused:
        await decisions.supersede(SAM, "id-1", FIRST)
    assert refused.value.outcome == "Landing page first"
    with pytest.raises(DecidedAlready):
        await decisions.sheet_anew(SAM, "id-1")
    with pytest.raises(NoSuchDecision):
        await decisions.supersede(SAM, "never", FIRST)


async def test_the_form_starts_with_those_who_decide_and_a_quarter(decisions):
    sheet = await decisions.sheet(ANA, "k1")

    assert (sheet.deciders, sheet.review_on, sheet.before) == (("UANA", "USAM"), date(2026, 6, 15), None)
    assert sheet.case.text == "We need the same two weeks"


async def test_deciding_anew_starts_with_what_holds(decisions):
    await decisions.record(ANA, "k1", FIRST)

    assert (await decisions.sheet_anew(ANA, "id-1")).before.outcome == "Onboarding first"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (BO, NotADecider),
        (replace(ANA, is_guest=True), GuestsRead),
        (replace(SAM, is_external=True), Outsider),
        (replace(SAM, name=""), NotYetKnown),
    ],
)
async def test_it_is_for_the_product_lead_and_the_sponsor(decisions, told, who, refusal):
    for attempt in (
        decisions.sheet(who, "k1"),
        decisions.record(who, "k1", FIRST),
        decisions.sheet_anew(who, "id-1"),
        decisions.supersede(who, "id-1", ANEW),
    ):
        with pytest.raises(refusal):
            await attempt
    assert await told() == {}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"review_on": date(2026, 3, 16)}, ReviewInThePast),
        ({"decided_by": ("UANA", "UBOT")}, CannotDecide),
        ({"decided_by": ("UGUEST",)}, CannotDecide),
        ({"decided_by": ("UGONE",)}, CannotDecide),
        ({"decided_by": ("UANA", "USTRANGER")}, CannotDecide),
    ],
)
async def test_what_cannot_be_is_not_written_down(decisions, ledger, told, changed, refusal):
    async with ledger.open() as books:
        await books.people.put(Person("UBOT", "Bot", "UTC", is_bot=True))
        await books.people.put(Person("UGUEST", "Gus", "UTC", is_guest=True))
        await books.people.put(Person("UGONE", "Gone", "UTC", is_deactivated=True))

    with pytest.raises(refusal):
        await decisions.record(ANA, "k1", replace(FIRST, **changed))
    assert await told() == {}


@pytest.mark.parametrize("state", [ConflictState.ASKING, ConflictState.SETTLED, ConflictState.WITHDRAWN])
async def test_only_what_is_with_triage_is_decided(decisions, ledger, state):
    async with ledger.open() as books:
        await books.conflicts.change(a_conflict(state=state))

    with pytest.raises(NotOpenAnyMore):
        await decisions.record(ANA, "k1", FIRST)
    with pytest.raises(NoSuchConflict):
        await decisions.record(ANA, "forged", FIRST)


async def test_without_a_triage_channel_the_teams_are_told_all_the_same(ledger, clock, ids, told):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.people.put(ANA)
        await books.teams.put(a_team(id="docs", name="Docs", lead="UDI", channel="CDOCS"))
        await books.conflicts.add(a_conflict(team=None, state=ConflictState.UP))
    facts = await Decisions(ledger, clock, ids).record(ANA, "k1", replace(FIRST, decided_by=("UANA",)))

    assert facts.teams == ("Docs",)
    assert await told() == {"decision:id-1:team:docs": ("CDOCS", None)}
