"""What two teams could not settle reaches those who can help, and nobody else."""

from dataclasses import replace

import pytest

from rituals.commitments import NoSuchInput, NotYourTeam
from rituals.conflicts import (
    Conflicts,
    InNoTeam,
    NobodyElse,
    NoProductLead,
    NoTeamBeside,
    Raising,
    SameTeam,
)
from rituals.errors import Outsider
from rituals.rights import GuestsRead, NotYetKnown
from rituals.teams import TeamGone
from storage.records.conflicts import ConflictState, Side
from storage.records.metrics import InputState
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY_NINE, a_conflict, a_metric, a_team, a_workspace, an_input, joined

CY = Person("UCY", "Cy", "UTC")
DOCS = a_team(id="docs", name="Docs", lead="UDI", channel="CDOCS")
OURS = Raising("We need the same two weeks", "We met twice", "rendering", "docs")


@pytest.fixture
async def conflicts(ledger, clock, ids):
    """Ana leads the product; Bo leads Rendering, Cy works there; Di leads Docs."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    await joined(ledger, a_team(lead="UBO"), "UCY")
    await joined(ledger, DOCS, "UDI")
    async with ledger.open() as books:
        await books.inputs.put(an_input())
        await books.inputs.put(an_input(id="old", metric=a_metric(key="old"), state=InputState.RETIRED))
        await books.inputs.put(an_input(id="theirs", team="docs", metric=a_metric(key="theirs")))
    return Conflicts(ledger, clock, ids)


@pytest.fixture
def change(ledger):
    """Change what is known before anything is raised."""

    async def _change(*, workspace=None, teams=(), people=()):
        async with ledger.open() as books:
            if workspace:
                await books.workspaces.put(workspace)
            for team in teams:
                await books.teams.put(team)
            for person in people:
                await books.people.put(person)

    return _change


async def nothing_kept(ledger, outbox):
    async with ledger.open() as books:
        kept = await books.conflicts.all()
    return [*kept, *await outbox.letters()] == []


async def test_it_is_kept_and_the_two_leads_are_told(conflicts, ledger, outbox):
    told = await conflicts.raise_(CY, replace(OURS, input="input-merged"))

    assert told.readers == ("UANA", "UDI")
    assert (told.team, told.other_team, told.input) == ("Rendering", "Docs", "Merged pull requests")
    assert sorted(await outbox.addressees()) == ["UANA", "UDI"]
    async with ledger.open() as books:
        assert await books.conflicts.all() == [
            a_conflict(
                id="id-1",
                raised_by="UCY",
                text=OURS.text,
                tried=OURS.tried,
                ours=Side(input="input-merged"),
                state=ConflictState.UP,
                up_at=MONDAY_NINE,
            )
        ]


async def test_a_lead_speaks_for_the_team_without_being_in_its_channel(conflicts):
    assert [team.id for team in (await conflicts.sides(BO)).own] == ["rendering"]


async def test_only_active_inputs_of_ones_own_team_are_offered(conflicts):
    sides = await conflicts.sides(CY)

    assert {team: [each.id for each in inputs] for team, inputs in sides.inputs.items()} == {
        "rendering": ["input-merged"]
    }
    assert [team.id for team in sides.others] == ["docs"]


async def test_the_product_lead_speaks_for_the_organisation_and_is_not_told_twice(conflicts, outbox):
    told = await conflicts.raise_(ANA, replace(OURS, team=None))

    assert (told.team, told.readers) == (None, ("UDI",))
    assert await outbox.addressees() == ["UDI"]


async def test_somebody_in_both_teams_may_raise_it_for_either(conflicts, ledger):
    await joined(ledger, DOCS, "UCY")

    assert (await conflicts.raise_(CY, replace(OURS, team="docs", other_team="rendering"))).readers == (
        "UANA",
        "UBO",
    )
    with pytest.raises(SameTeam):
        await conflicts.raise_(CY, replace(OURS, other_team="rendering"))


async def test_one_who_leads_product_and_team_is_told_once(conflicts, change, outbox):
    await change(teams=[replace(DOCS, lead="UANA")])

    assert (await conflicts.raise_(CY, OURS)).readers == ("UANA",)
    assert await outbox.addressees() == ["UANA"]


async def test_in_the_place_of_a_lead_who_has_left_the_product_lead_reads_alone(conflicts, change):
    await change(people=[Person("UDI", "Di", "UTC", is_deactivated=True)])

    assert (await conflicts.raise_(CY, OURS)).readers == ("UANA",)


async def test_what_nobody_else_would_read_is_not_kept(conflicts, change, ledger, outbox):
    await change(people=[Person("UDI", "Di", "UTC", is_deactivated=True)])

    with pytest.raises(NobodyElse):
        await conflicts.raise_(ANA, replace(OURS, team=None))
    assert await nothing_kept(ledger, outbox)


@pytest.mark.parametrize(
    ("who", "forged", "refusal"),
    [
        (CY, {"team": "docs"}, NotYourTeam),
        (CY, {"team": "never-was"}, NotYourTeam),
        (CY, {"team": None}, NotYourTeam),
        (CY, {"other_team": "never-was"}, TeamGone),
        (CY, {"input": "theirs"}, NoSuchInput),
        (CY, {"input": "old"}, NoSuchInput),
        (ANA, {"team": None, "input": "input-merged"}, NoSuchInput),
        (Person("UEVE", "Eve", "UTC"), {}, InNoTeam),
        (replace(CY, is_guest=True), {}, GuestsRead),
        (replace(CY, is_external=True), {}, Outsider),
        (replace(CY, name=""), {}, NotYetKnown),
    ],
)
async def test_whatever_a_form_says_the_rules_are_looked_up_anew(
    conflicts, ledger, outbox, who, forged, refusal
):
    with pytest.raises(refusal):
        await conflicts.raise_(who, replace(OURS, **forged))

    assert await nothing_kept(ledger, outbox)


@pytest.mark.parametrize("lead", [None, "UGONE"])
async def test_without_a_product_lead_there_is_nobody_to_help(conflicts, change, lead):
    gone = Person("UGONE", "Gone", "UTC", is_deactivated=True)
    await change(workspace=a_workspace(product_lead=lead), people=[gone])

    with pytest.raises(NoProductLead):
        await conflicts.sides(CY)


async def test_before_the_first_setup_there_is_no_product_lead(ledger, clock, ids):
    with pytest.raises(NoProductLead):
        await Conflicts(ledger, clock, ids).sides(CY)


@pytest.mark.parametrize("retired", [[DOCS], [DOCS, a_team(lead="UBO")]])
async def test_it_takes_two_teams(conflicts, change, retired):
    await change(teams=[replace(team, retired_at=MONDAY_NINE) for team in retired])

    with pytest.raises(NoTeamBeside):
        await conflicts.sides(CY)
