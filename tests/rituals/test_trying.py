"""Both leads say that it was tried, or how they settled it; nobody else decides."""

import asyncio
from dataclasses import replace

import pytest

from rituals.cases import CaseClosed, CaseUp, SidesTold, ThreadOpened, ask_new_leads
from rituals.commitments import NoSuchInput
from rituals.conflicts import ForTheLeads, NoSuchConflict, NotOpenAnyMore, NotTheRaiser, WaitForTheOther
from rituals.escalating import Escalations
from rituals.prompts import open_for
from rituals.rights import GuestsRead
from rituals.trying import Trying
from storage.records.conflicts import ConflictState, Side
from storage.records.people import Person
from tests.making import ANA, BO, a_conflict, a_decision, a_metric, a_team, a_workspace, an_input, joined
from tests.rituals.test_escalating import CY, DOCS, OURS

DI = Person("UDI", "Di", "UTC")


@pytest.fixture
async def raised(ledger, clock):
    """Cy has raised a conflict between Bo's Rendering and Di's Docs."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(triage_channel="CTRIAGE"))
    await joined(ledger, a_team(lead="UBO"), "UCY")
    await joined(ledger, DOCS, "UDI")
    async with ledger.open() as books:
        await books.inputs.put(an_input())
        await books.inputs.put(an_input(id="theirs", team="docs", metric=a_metric(key="theirs")))
    return (await Escalations(ledger, clock).raise_(CY, OURS, "k1")).case.id


@pytest.fixture
def trying(ledger, clock):
    return Trying(ledger, clock)


@pytest.fixture
def told(outbox):
    """To whom content of a kind went, the edits of earlier messages left out."""

    async def _told(content):
        letters = await outbox.letters()
        return [each.to for each in letters if each.kind == content.kind and each.replaces is None]

    return _told


@pytest.fixture
def kept(ledger, raised):
    async def _kept():
        async with ledger.open() as books:
            return await books.conflicts.get(raised)

    return _kept


async def test_it_goes_up_when_both_leads_say_that_it_was_tried(trying, raised, told, kept, clock, ledger):
    first = await trying.confirm(BO, raised)
    assert (first.case.state, await told(CaseUp)) == (ConflictState.ASKING, [])
    clock.pass_(hours=1)
    second = await trying.confirm(DI, raised)

    assert (second.case.state, second.case.tried_by) == (ConflictState.UP, ("UBO", "UDI"))
    assert await told(CaseUp) == ["CTRIAGE"]
    assert (await kept()).up_at == clock.now()
    async with ledger.open() as books:
        assert await open_for(books, "UDI", clock.now()) == []


async def test_whoever_leads_a_side_since_then_is_asked_in_the_place_of_who_did(raised, ledger, clock):
    async def waits_for(user):
        async with ledger.open() as books:
            return len(await open_for(books, user, clock.now()))

    async with ledger.open() as books:
        await books.teams.put(replace(DOCS, lead="UANA"))
    for _ in range(2):
        async with ledger.open() as books:
            await ask_new_leads(books, clock.now())

    assert [await waits_for(user) for user in ("UBO", "UANA", "UDI")] == [1, 1, 0]


async def test_saying_it_twice_is_saying_it_once(trying, raised):
    await trying.confirm(BO, raised)

    assert (await trying.confirm(BO, raised)).case.tried_by == ("UBO",)


async def test_one_lead_alone_waits_and_then_need_not(trying, raised, clock, told):
    with pytest.raises(WaitForTheOther):
        await trying.alone(BO, raised)
    clock.pass_(days=2)
    moved = await trying.alone(BO, raised)

    assert (moved.case.state, moved.case.tried_by) == (ConflictState.UP, ("UBO",))
    assert await told(CaseUp) == ["CTRIAGE"]


async def test_a_lead_settles_it_and_the_other_hears_how(trying, raised, told, outbox, kept):
    await trying.settle(DI, raised, "A week each")

    conflict = await kept()
    assert (conflict.state, conflict.closing, conflict.closed_by) == (
        ConflictState.SETTLED,
        "A week each",
        "UDI",
    )
    assert await told(CaseClosed) == ["UBO"]
    edits = [each for each in await outbox.letters() if each.replaces is not None]
    assert ("conflict:" + raised, ThreadOpened.kind) in [(each.replaces, each.kind) for each in edits]


async def test_what_was_decided_before_settles_it(trying, raised, told, kept, ledger):
    async with ledger.open() as books:
        await books.conflicts.add(a_conflict(id="k0", state=ConflictState.DECIDED))
        await books.decisions.add(a_decision(conflict="k0"))
    moved = await trying.settle_by(BO, raised, "d1")

    assert moved.case.settled_by == "Onboarding first"
    assert (await kept()).settled_by == "d1"
    assert await told(CaseClosed) == ["UDI"]


async def test_what_was_settled_before_it_was_raised_opens_its_thread_when_it_is_not(
    trying, raised, ledger, clock, outbox
):
    async with ledger.open() as books:
        early = replace(await books.conflicts.get(raised), id="k2", state=ConflictState.SETTLED)
        await books.conflicts.add(replace(early, alone_from=None, closed_by="UCY", settled_by="d1"))
    moved = await trying.reopen(BO, "k2")

    assert (moved.case.state, moved.case.settled_by) == (ConflictState.ASKING, None)
    assert moved.case.alone_from > clock.now()
    assert "conflict:k2" in [each.key for each in await outbox.letters()]
    async with ledger.open() as books:
        asked = [each.key for user in ("UBO", "UDI") for each in await open_for(books, user, clock.now())]
    assert [key for key in asked if key.startswith("conflict:k2:")] == [
        "conflict:k2:tried:UBO",
        "conflict:k2:tried:UDI",
    ]


async def test_what_is_not_settled_for_the_other_goes_on_where_it_was(trying, raised, kept):
    await trying.confirm(BO, raised)
    before = await kept()
    await trying.settle(DI, raised, "A week each")
    await trying.reopen(BO, raised)

    assert await kept() == before


async def test_what_was_with_triage_is_with_triage_again(trying, raised, kept):
    await trying.confirm(BO, raised)
    await trying.confirm(DI, raised)
    await trying.settle(BO, raised, "A week each")
    await trying.reopen(DI, raised)

    assert (await kept()).state is ConflictState.UP


async def test_only_who_raised_it_takes_it_back(trying, raised, kept, ledger, clock):
    with pytest.raises(NotTheRaiser):
        await trying.withdraw(BO, raised)
    await trying.withdraw(CY, raised)

    assert (await kept()).state is ConflictState.WITHDRAWN
    async with ledger.open() as books:
        assert await open_for(books, "UDI", clock.now()) == []


async def test_a_lead_says_their_own_side_in_their_own_words(trying, raised, kept, outbox):
    own = await trying.own_side(DI, raised)
    assert (own.is_ours, own.side, list(own.inputs)) == (False, OURS.theirs, ["theirs"])
    await trying.say_side(DI, raised, Side("One week is enough", "theirs", "5 %", "By July"))

    conflict = await kept()
    assert (conflict.ours, conflict.theirs.want) == (OURS.ours, "One week is enough")
    assert SidesTold.kind in [each.kind for each in await outbox.letters() if each.replaces]
    with pytest.raises(NoSuchInput):
        await trying.say_side(DI, raised, Side("x", "input-merged"))


@pytest.mark.parametrize("act", ["confirm", "alone", "may_settle", "own_side"])
async def test_nobody_but_the_leads_decides(trying, raised, act):
    for who in (CY, ANA):
        with pytest.raises(ForTheLeads) as refused:
            await getattr(trying, act)(who, raised)
        assert refused.value.leads == ["UBO", "UDI"]
    with pytest.raises(GuestsRead):
        await getattr(trying, act)(replace(BO, is_guest=True), raised)


@pytest.mark.parametrize("act", ["confirm", "alone", "may_settle", "own_side"])
async def test_what_is_over_is_not_decided_again(trying, raised, act):
    await trying.withdraw(CY, raised)

    with pytest.raises(NotOpenAnyMore):
        await getattr(trying, act)(BO, raised)
    with pytest.raises(NoSuchConflict):
        await getattr(trying, act)(BO, "never-was")


async def test_a_conflict_of_earlier_days_without_a_thread_is_settled_all_the_same(trying, raised, ledger):
    async with ledger.open() as books:
        await books.conflicts.add(a_conflict(id="earlier", state=ConflictState.UP))
    moved = await trying.settle(BO, "earlier", "A week each")

    assert moved.channel is None
    assert moved.case.state is ConflictState.SETTLED


async def test_two_leads_who_press_at_once_bring_it_up_once(either_ledger, clock):
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace(triage_channel="CTRIAGE"))
    await joined(either_ledger, a_team(lead="UBO"), "UCY")
    await joined(either_ledger, DOCS, "UDI")
    plain = replace(OURS, ours=Side("x"), theirs=Side("y"))
    await Escalations(either_ledger, clock).raise_(CY, plain, "k1")
    trying = Trying(either_ledger, clock)
    await asyncio.gather(*(trying.confirm(who, "k1") for who in (BO, DI)))

    async with either_ledger.open() as books:
        assert (await books.conflicts.get("k1")).state is ConflictState.UP
        assert await books.deliveries.heads("conflict:k1:up:") == ["conflict:k1:up:CTRIAGE"]
