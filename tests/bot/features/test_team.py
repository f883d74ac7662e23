"""`/nsm team`: added by the product lead, kept by the team's own lead, never losing history."""

from dataclasses import replace
from datetime import time

import pytest

from bot.drawing import VIEWS, draw
from storage.records.metrics import InputState
from tests.making import a_team, an_input
from tests.reading import buttons, reads


@pytest.fixture
def teams(polaris):
    async def _read():
        async with polaris.ledger.open() as books:
            return {team.name: team for team in await books.teams.all()}

    return _read


async def lists(person, polaris):
    await person.runs("/nsm team", channel="general")
    await polaris.door.settled()
    return person.sees("general")[-1]


async def adds(ana, polaris, place, **values):
    await lists(ana, polaris)
    await ana.clicks("Add a team")
    await polaris.door.settled()
    given = {"name": "Review", "channel": place("team-review"), "zone_name": "Los Angeles", **values}
    return await ana.submits(**given)


async def test_the_product_lead_adds_a_team_and_its_channel_is_its_people(
    star, ana, polaris, place, person, teams
):
    dana = person("dana")
    days = {"standup_days": ["Monday", "Thursday"], "standup_time": "09:45"}
    errors = await adds(ana, polaris, place, lead=dana.id, audience="engineering", **days)
    await polaris.door.settled()

    assert errors == {}
    made = (await teams())["Review"]
    assert (made.lead, made.time_zone, made.audience) == (dana.id, "America/Los_Angeles", "engineering")
    assert (made.standup_days, made.standup_time) == ((1, 4), time(9, 45))
    async with polaris.ledger.open() as books:
        members = {each.user for each in await books.memberships.of_team(made.id)}
    assert members == {person(handle).id for handle in ("dana", "ivo", "lena")}


async def test_a_named_lead_is_told_by_letter(star, ana, polaris, place, person):
    dana = person("dana")
    await adds(ana, polaris, place, lead=dana.id)

    async with polaris.ledger.open() as books:
        made = await books.teams.of_channel(place("team-review"))
        letter = await books.deliveries.get(f"lead-named:{made.id}:{dana.id}:2026-03-16")
    assert letter.to == dana.id
    assert "`/nsm input`" in draw(VIEWS, letter.kind, letter.content).text


async def test_others_see_the_teams_and_who_adds_one(team, ana, bo, person, polaris):
    kofi = person("kofi")
    shown = await lists(kofi, polaris)

    assert "*Engine* · led by" in shown.text
    assert f"<@{ana.id}>, the product lead, adds teams." in reads(shown.blocks)
    assert buttons(shown.blocks) == []
    assert buttons((await lists(bo, polaris)).blocks) == ["Change", "People", "Retire"]


async def test_of_many_teams_one_is_found_by_name_and_another_can_be_added(star, ana, polaris):
    async with polaris.ledger.open() as books:
        for number in range(30):
            await books.teams.put(a_team(id=f"t{number}", name=f"Team {number:02}", channel=f"C{number}"))
    everybody = await lists(ana, polaris)
    await ana.runs("/nsm team 29", channel="general")

    assert "and 10 more" in reads(everybody.blocks)
    assert buttons(everybody.blocks)[-1] == "Add a team"
    assert buttons(ana.sees("general")[-1].blocks) == ["Change", "People", "Retire", "Add a team"]


async def test_before_setup_the_list_says_what_comes_first(ana, polaris):
    assert "`/nsm setup`" in (await lists(ana, polaris)).text


async def test_a_channel_belongs_to_one_team(team, ana, polaris, place):
    errors = await adds(ana, polaris, place, channel=place("team-engine"))

    assert errors == {
        "channel": "That is the channel of Engine. A channel belongs to one team: choose another."
    }


async def test_two_teams_of_one_name_are_told_apart_at_once(team, ana, polaris, place):
    errors = await adds(ana, polaris, place, name="ENGINE")

    assert "There is a team called Engine already" in errors["name"]


async def test_a_guest_leads_no_team(team, ana, polaris, place, person):
    errors = await adds(ana, polaris, place, lead=person("gus").id)

    assert "no guest" in errors["lead"]


async def test_a_lead_renames_and_moves_the_team_without_losing_its_inputs(team, bo, polaris, place, teams):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
    await lists(bo, polaris)
    await bo.clicks("Change")
    await polaris.door.settled()
    await bo.submits(name="Core & Engine", channel=place("team-quality"))
    await polaris.door.settled()

    moved = (await teams())["Core & Engine"]
    assert (moved.id, moved.channel) == (team.id, place("team-quality"))
    async with polaris.ledger.open() as books:
        assert len(await books.inputs.of_team(team.id)) == 1


async def test_a_retired_team_frees_its_channel_and_keeps_its_past(team, ana, bo, polaris, place, teams):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
    await lists(bo, polaris)
    await bo.clicks("Retire")
    await polaris.door.settled()

    assert await teams() == {}
    async with polaris.ledger.open() as books:
        assert (await books.teams.get(team.id)).name == "Engine"
        assert [each.state for each in await books.inputs.of_team(team.id)] == [InputState.RETIRED]
    assert await adds(ana, polaris, place, channel=place("team-engine")) == {}


async def test_a_form_opened_before_somebody_lost_the_lead_changes_nothing(team, bo, polaris, person, teams):
    await lists(bo, polaris)
    await bo.clicks("Change")
    await polaris.door.settled()
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(team, lead=person("hana").id))
    await bo.submits(name="Mine")

    assert "Mine" not in await teams()
    assert "who leads Engine" in reads(bo.modal)
