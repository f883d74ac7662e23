"""Teams are added by the product lead, kept by their own, and retired without forgetting."""

from dataclasses import replace
from datetime import date, time

import pytest

from rituals.pulse_hours import HourMissing
from rituals.rights import GuestsRead, NotTheProductLead, NotTheTeamLead
from rituals.teams import CannotLead, ChannelTaken, TeamGone, TeamNameTaken, TeamPlan, Teams
from rituals.zones import UnknownZone
from storage.records.metrics import InputState
from storage.records.people import Person
from storage.records.pulses import Gathering
from tests.making import ANA, BO, a_team, a_workspace, an_input

CY = Person("UCY", "Cy", "UTC")


def plan(**values):
    given = {"name": "Review", "lead": "UBO", "channel": "CREVIEW", "audience": "plain", "time_zone": "UTC"}
    return TeamPlan(**{**given, **values})


@pytest.fixture
async def teams(ledger, clock, ids):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for person in (ANA, BO, CY):
            await books.people.put(person)
    return Teams(ledger, clock, ids)


async def test_the_product_lead_adds_a_team_and_its_lead_is_told(teams, ledger):
    added = await teams.add(ANA, plan(standup_days=(4, 1)))

    assert (added.lead, added.standup_days) == ("UBO", (1, 4))
    async with ledger.open() as books:
        letter = await books.deliveries.get(f"lead-named:{added.id}:UBO:2026-03-16")
    assert (letter.to, letter.kind) == ("UBO", "lead_named")


async def test_whoever_leads_by_their_own_choice_is_told_nothing(teams, ledger):
    added = await teams.add(ANA, plan(lead="UANA"))

    async with ledger.open() as books:
        assert await books.deliveries.get(f"lead-named:{added.id}:UANA:2026-03-16") is None


async def test_nobody_else_adds_one(teams):
    with pytest.raises(NotTheProductLead):
        await teams.add(BO, plan())
    with pytest.raises(GuestsRead):
        await teams.may_add(Person("UG", "Gus", "UTC", is_guest=True))


async def test_before_setup_nobody_leads_the_product(ledger, clock, ids):
    with pytest.raises(NotTheProductLead) as refused:
        await Teams(ledger, clock, ids).may_add(ANA)

    assert refused.value.lead is None


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": "rendering"}, TeamNameTaken),
        ({"channel": "CRENDER"}, ChannelTaken),
        ({"time_zone": "Mars/Olympus"}, UnknownZone),
        ({"lead": "UGONE"}, CannotLead),
        ({"lead": "USTRANGER"}, CannotLead),
    ],
)
async def test_a_plan_that_clashes_is_refused_and_nothing_is_written(teams, ledger, values, refusal):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.people.put(Person("UGONE", "Gone", "UTC", is_deactivated=True))

    with pytest.raises(refusal):
        await teams.add(ANA, plan(**values))
    assert [team.name for team in (await teams.sheet()).teams] == ["Rendering"]


async def test_a_team_may_keep_its_own_name_and_channel(teams):
    added = await teams.add(ANA, plan())

    assert (await teams.change(BO, added.id, plan(audience="design"))).audience == "design"


async def test_a_new_lead_is_told_when_a_team_changes_hands(teams, ledger):
    added = await teams.add(ANA, plan())
    await teams.change(BO, added.id, plan(lead="UCY"))

    async with ledger.open() as books:
        assert await books.deliveries.get(f"lead-named:{added.id}:UCY:2026-03-16")
    with pytest.raises(NotTheTeamLead):
        await teams.change(BO, added.id, plan())


async def test_the_lead_and_the_product_lead_may_hand_a_team_over_and_nobody_else(teams):
    added = await teams.add(ANA, plan())

    with pytest.raises(NotTheTeamLead) as refused:
        await teams.hand_over(CY, added.id, "UCY")
    assert (refused.value.lead, refused.value.or_product_lead) == ("UBO", "UANA")
    assert (await teams.hand_over(ANA, added.id, "UCY")).lead == "UCY"


STANDUP = {"gathering": Gathering.STANDUP, "standup_time": time(9, 30)}


async def appointment(ledger, team):
    async with ledger.open() as books:
        return await books.appointments.get("pulse", team.id)


async def test_a_teams_pulse_follows_its_ritual_its_zone_and_its_end(teams, ledger):
    added = await teams.add(ANA, plan(**STANDUP))
    begun = await appointment(ledger, added)
    await teams.change(BO, added.id, plan(**STANDUP, time_zone="Asia/Kolkata"))
    moved = await appointment(ledger, added)
    await teams.retire(BO, added.id)

    assert (begun.days, begun.at, begun.time_zone) == ((1, 2, 3, 4, 5), time(9, 30), "UTC")
    assert moved.time_zone == "Asia/Kolkata"
    assert await appointment(ledger, added) is None


async def test_a_ritual_has_an_hour(teams):
    with pytest.raises(HourMissing):
        await teams.add(ANA, plan(gathering=Gathering.SYNC))


async def test_a_change_keeps_what_is_paused_and_is_written_down(teams, ledger):
    added = await teams.add(ANA, plan(**STANDUP))
    async with ledger.open() as books:
        wanted = await books.pulses.get(added.id)
        await books.pulses.put(replace(wanted, paused_until=date(2026, 4, 1)))
    await teams.change(BO, added.id, plan(**STANDUP, questions=("Why?",)))
    async with ledger.open() as books:
        kept, trail = await books.pulses.get(added.id), await books.audit.newest(2)

    assert (kept.paused_until, kept.questions) == (date(2026, 4, 1), ("Why?",))
    assert [each.what for each in trail] == ["pulse.changed", "team.added"]


async def test_a_retired_team_takes_its_inputs_along_and_is_gone_for_whoever_looks(teams, ledger):
    added = await teams.add(ANA, plan())
    async with ledger.open() as books:
        await books.inputs.put(an_input(team=added.id))
    await teams.retire(BO, added.id)

    async with ledger.open() as books:
        assert [each.state for each in await books.inputs.of_team(added.id)] == [InputState.RETIRED]
    for late in (teams.get(added.id), teams.retire(BO, added.id), teams.may_change(BO, added.id)):
        with pytest.raises(TeamGone):
            await late
