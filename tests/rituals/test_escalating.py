"""A conflict is framed by whoever raises it, and both leads are asked before anybody else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rituals.cases import CaseClosed, CaseUp, SidesTold, ThreadOpened, TriedAsked
from rituals.commitments import NoSuchInput, NotYourTeam
from rituals.conflicts import (
    CannotSponsor,
    InNoTeam,
    NoProductLead,
    NoSuchConflict,
    NoSuchPrecedent,
    NoTeamBeside,
    Raising,
    SameTeam,
)
from rituals.errors import Outsider
from rituals.escalating import Escalations
from rituals.rights import GuestsRead, NotYetKnown
from rituals.settling import PrecedentsOffered
from rituals.teams import TeamGone
from storage.records.conflicts import ConflictKind, ConflictState, KpiPath, Side
from storage.records.metrics import InputState
from storage.records.people import Person
from storage.records.teams import Membership, Standing
from tests.making import (
    ANA,
    BO,
    MONDAY_NINE,
    a_conflict,
    a_decision,
    a_metric,
    a_team,
    a_workspace,
    an_input,
    joined,
)

CY = Person("UCY", "Cy", "UTC")
DOCS = a_team(id="docs", name="Docs", lead="UDI", channel="CDOCS")
OURS = Raising(
    ConflictKind.INPUTS,
    "The same two weeks",
    "rendering",
    "docs",
    ours=Side("Both weeks", "input-merged", "From 20 to 25", "By May"),
    theirs=Side("Both weeks, too", "theirs", "10 %", "By June"),
    customers="New teams",
    tried="We met twice",
)


@pytest.fixture
async def escalations(ledger, clock):
    """Ana leads the product; Bo leads Rendering, Cy works there; Di leads Docs."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    await joined(ledger, a_team(lead="UBO"), "UCY")
    await joined(ledger, DOCS, "UDI")
    async with ledger.open() as books:
        await books.inputs.put(an_input())
        await books.inputs.put(an_input(id="old", metric=a_metric(key="old"), state=InputState.RETIRED))
        await books.inputs.put(an_input(id="theirs", team="docs", metric=a_metric(key="theirs")))
    return Escalations(ledger, clock)


@pytest.fixture
def change(ledger):
    """Change what is known before anything is raised."""

    async def _change(*, workspace=None, teams=(), people=(), members=()):
        async with ledger.open() as books:
            if workspace:
                await books.workspaces.put(workspace)
            for team in teams:
                await books.teams.put(team)
            for person in people:
                await books.people.put(person)
            for member in members:
                await books.memberships.put(member)

    return _change


@pytest.fixture
def asked(ledger, clock):
    """Who is asked by a prompt."""

    async def _asked():
        async with ledger.open() as books:
            return sorted(each.user for each in await books.prompts.due(clock.now()))

    return _asked


async def nothing_kept(ledger, outbox):
    async with ledger.open() as books:
        kept = await books.conflicts.all()
    return [*kept, *await outbox.letters()] == []


async def test_it_is_kept_its_thread_is_opened_and_both_leads_are_asked(escalations, ledger, outbox, asked):
    moved = await escalations.raise_(CY, OURS, "k1")

    assert moved.case.state is ConflictState.ASKING
    assert (moved.case.ours.input, moved.case.theirs.lead) == ("Merged pull requests", "UDI")
    assert [(each.kind, each.to) for each in await outbox.letters()] == [
        (ThreadOpened.kind, "CRENDER"),
        (SidesTold.kind, "CRENDER"),
    ]
    assert await asked() == ["UBO", "UDI"]
    async with ledger.open() as books:
        (kept,) = await books.conflicts.all()
        (prompt, _) = await books.prompts.due(MONDAY_NINE)
    assert (kept.ours, kept.theirs, kept.customers) == (OURS.ours, OURS.theirs, "New teams")
    assert (prompt.kind, prompt.joined) == (TriedAsked.kind, True)


async def test_a_lead_who_raises_it_has_said_that_it_was_tried(escalations, asked):
    moved = await escalations.raise_(BO, OURS, "k1")

    assert moved.case.tried_by == ("UBO",)
    assert await asked() == ["UDI"]


async def test_who_leads_both_sides_brings_it_up_at_once(escalations, change, outbox):
    await change(teams=[replace(DOCS, lead="UBO")], workspace=a_workspace(triage_channel="CTRIAGE"))
    moved = await escalations.raise_(BO, OURS, "k1")

    assert moved.case.state is ConflictState.UP
    assert [each.to for each in await outbox.letters() if each.kind == CaseUp.kind] == ["CTRIAGE"]


async def test_without_a_channel_of_its_own_triage_is_the_product_lead_and_the_sponsor(
    escalations, change, outbox
):
    await change(teams=[replace(DOCS, lead="UBO")], workspace=a_workspace(sponsor="USPO"))
    await escalations.raise_(BO, OURS, "k1")

    assert [each.to for each in await outbox.letters() if each.kind == CaseUp.kind] == ["UANA", "USPO"]


async def test_who_is_to_carry_a_real_conflict_of_kpis_is_told_with_triage(escalations, change, outbox):
    await change(
        teams=[replace(DOCS, lead="UBO")],
        workspace=a_workspace(triage_channel="CTRIAGE"),
        people=[Person("USPO", "Spo", "UTC")],
    )
    path = KpiPath("Sign-ups", "Retention", is_real=True, evidence="Both fell", sponsor="USPO")
    await escalations.raise_(BO, replace(OURS, kind=ConflictKind.KPIS, kpis=path), "k1")

    assert [each.to for each in await outbox.letters() if each.kind == CaseUp.kind] == ["CTRIAGE", "USPO"]


@pytest.mark.parametrize("sponsor", ["UBOT", "USTRANGER"])
async def test_a_bot_and_the_unknown_carry_nothing(escalations, change, ledger, outbox, sponsor):
    await change(people=[Person("UBOT", "Bot", "UTC", is_bot=True)])
    path = KpiPath("Sign-ups", "Retention", is_real=True, evidence="Both fell", sponsor=sponsor)
    with pytest.raises(CannotSponsor):
        await escalations.raise_(CY, replace(OURS, kind=ConflictKind.KPIS, kpis=path), "k1")

    assert await nothing_kept(ledger, outbox)


async def test_the_thread_stands_where_both_leads_are(escalations, change):
    await change(members=[Membership("docs", "UBO", Standing.LEFT_OUT)])

    assert (await escalations.setting(CY, "rendering", "docs")).channel == "CDOCS"


async def test_whom_a_lead_added_by_hand_is_not_in_the_channel(escalations, change):
    await change(members=[Membership("docs", "UBO", Standing.ADDED)])

    assert (await escalations.setting(CY, "rendering", "docs")).channel == "CRENDER"


async def test_one_lead_is_waited_for_two_working_days_of_their_own(escalations, clock):
    clock.set_to(datetime(2026, 3, 19, 15, tzinfo=UTC))  # a Thursday
    moved = await escalations.raise_(BO, OURS, "k1")

    assert moved.case.alone_from == datetime(2026, 3, 23, 15, tzinfo=UTC)


async def test_who_is_away_is_waited_for_longer(escalations, ledger):
    async with ledger.open() as books:
        await books.preferences.put(replace(await books.preferences.of("UDI"), country="IE"))
    moved = await escalations.raise_(BO, OURS, "k1")

    # Monday the 16th; the 17th is Saint Patrick's Day.
    assert moved.case.alone_from == datetime(2026, 3, 19, 9, tzinfo=UTC)


async def test_capacity_may_serve_anybodys_input(escalations):
    serving = replace(OURS, kind=ConflictKind.CAPACITY, ours=replace(OURS.ours, input="theirs"))

    assert (await escalations.raise_(CY, serving, "k1")).case.kind is ConflictKind.CAPACITY


async def test_a_lead_speaks_for_the_team_without_being_in_its_channel(escalations):
    assert [team.id for team in (await escalations.parties(BO)).own] == ["rendering"]


async def test_only_active_inputs_are_offered(escalations):
    parties = await escalations.parties(CY)

    assert [each.id for each in parties.of("rendering")] == ["input-merged"]
    assert [each.id for each in parties.of(None)] == ["theirs", "input-merged"]
    assert [team.id for team in parties.others] == ["docs"]


async def test_the_product_lead_speaks_for_the_organisation_in_the_other_teams_channel(escalations, asked):
    moved = await escalations.raise_(ANA, replace(OURS, team=None), "k1")

    assert (moved.case.ours.team, moved.case.ours.lead, moved.channel) == (None, "UANA", "CDOCS")
    assert await asked() == ["UDI"]


async def test_somebody_in_both_teams_may_raise_it_for_either(escalations, ledger):
    await joined(ledger, DOCS, "UCY")
    turned = replace(OURS, team="docs", other_team="rendering", ours=OURS.theirs, theirs=OURS.ours)

    assert (await escalations.raise_(CY, turned, "k1")).case.ours.team == "Docs"
    with pytest.raises(SameTeam):
        await escalations.raise_(CY, replace(OURS, other_team="rendering"), "k1")


async def test_a_lead_who_has_left_is_not_waited_for(escalations, change, asked):
    await change(people=[Person("UDI", "Di", "UTC", is_deactivated=True)])
    moved = await escalations.raise_(CY, OURS, "k1")

    assert (moved.case.state, moved.case.theirs.lead) == (ConflictState.ASKING, None)
    assert await asked() == ["UBO"]


@pytest.mark.parametrize(
    ("who", "forged", "refusal"),
    [
        (CY, {"team": "docs"}, NotYourTeam),
        (CY, {"team": "never-was"}, NotYourTeam),
        (CY, {"team": None}, NotYourTeam),
        (CY, {"other_team": "never-was"}, TeamGone),
        (CY, {"ours": Side("x", "theirs")}, NoSuchInput),
        (CY, {"ours": Side("x", "old")}, NoSuchInput),
        (CY, {"theirs": Side("x", "input-merged")}, NoSuchInput),
        (CY, {"kind": ConflictKind.CAPACITY, "ours": Side("x", "old")}, NoSuchInput),
        (Person("UEVE", "Eve", "UTC"), {}, InNoTeam),
        (replace(CY, is_guest=True), {}, GuestsRead),
        (replace(CY, is_external=True), {}, Outsider),
        (replace(CY, name=""), {}, NotYetKnown),
    ],
)
async def test_whatever_a_form_says_the_rules_are_looked_up_anew(
    escalations, ledger, outbox, who, forged, refusal
):
    with pytest.raises(refusal):
        await escalations.raise_(who, replace(OURS, **forged), "k1")

    assert await nothing_kept(ledger, outbox)


@pytest.mark.parametrize("lead", [None, "UGONE"])
async def test_without_a_product_lead_there_is_nobody_to_help(escalations, change, lead):
    gone = Person("UGONE", "Gone", "UTC", is_deactivated=True)
    await change(workspace=a_workspace(product_lead=lead), people=[gone])

    with pytest.raises(NoProductLead):
        await escalations.parties(CY)


async def test_before_the_first_setup_there_is_no_product_lead(ledger, clock):
    with pytest.raises(NoProductLead):
        await Escalations(ledger, clock).parties(CY)


@pytest.mark.parametrize("retired", [[DOCS], [DOCS, a_team(lead="UBO")]])
async def test_it_takes_two_teams(escalations, change, retired):
    await change(teams=[replace(team, retired_at=MONDAY_NINE) for team in retired])

    with pytest.raises(NoTeamBeside):
        await escalations.parties(CY)


@pytest.fixture
async def before(ledger):
    """Triage has decided once between the same two teams, over the same input."""
    async with ledger.open() as books:
        earlier = a_conflict(id="k0", state=ConflictState.DECIDED, ours=Side("x", "input-merged"))
        await books.conflicts.add(earlier)
        await books.decisions.add(a_decision(conflict="k0"))


async def test_what_was_decided_before_is_offered_and_stands_in_the_thread(escalations, before, outbox):
    (near,) = await escalations.near(OURS)
    assert (near.decision.id, near.both, near.shared_inputs) == ("d1", True, ("Merged pull requests",))
    await escalations.raise_(CY, OURS, "k1")

    assert PrecedentsOffered.kind in [each.kind for each in await outbox.letters()]


@pytest.mark.parametrize(("text", "offered"), [("Onboarding", []), ("Onboarding moves sooner", ["d1"])])
async def test_one_word_in_common_is_no_precedent(escalations, before, ledger, text, offered):
    elsewhere = a_team(id="sales", name="Sales", lead="USAL", channel="CSALES")
    await joined(ledger, elsewhere, "USAL")
    raising = replace(OURS, text=text, team="sales", ours=Side(), theirs=Side())

    assert [each.decision.id for each in await escalations.near(raising)] == offered


async def test_a_precedent_settles_it_before_it_is_raised_and_both_leads_hear_of_it(
    escalations, before, ledger, outbox, asked
):
    half = replace(OURS, theirs=Side(), customers="", tried="")
    for _ in range(2):  # a button pressed twice
        moved = await escalations.settle_before(CY, half, "k1", "d1")

    assert (moved.case.state, moved.case.settled_by) == (ConflictState.SETTLED, "Onboarding first")
    assert [(each.kind, each.to) for each in await outbox.letters()] == [
        (CaseClosed.kind, "UBO"),
        (CaseClosed.kind, "UDI"),
    ]
    assert await asked() == []
    async with ledger.open() as books:
        kept = await books.conflicts.get("k1")
    assert (kept.settled_by, kept.closed_by, kept.up_at) == ("d1", "UCY", None)


async def test_a_decision_that_does_not_hold_settles_nothing(escalations, before, ledger, outbox):
    async with ledger.open() as books:
        await books.decisions.add(a_decision(id="d2", conflict="k0", supersedes="d1"))
    for gone in ("d1", "never-was"):
        with pytest.raises(NoSuchPrecedent):
            await escalations.settle_before(CY, OURS, "k1", gone)

    assert await outbox.letters() == []


async def test_a_sheet_that_is_sent_twice_is_one_conflict(escalations, ledger, outbox):
    for _ in range(2):
        await escalations.raise_(CY, OURS, "k1")
    with pytest.raises(NoSuchConflict):
        await escalations.raise_(BO, OURS, "k1")

    async with ledger.open() as books:
        assert len(await books.conflicts.all()) == 1
    assert len(await outbox.letters()) == 2
