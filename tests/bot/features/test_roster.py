"""A team's people are its channel's, as Slack tells it, but for the lead's hand."""

from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.roster import views
from bot.features.roster.directory import SlackDirectory
from bot.features.roster.directory import person as read_person
from rituals.lead_left import LeadLeft
from rituals.roster import RosterNews, Rosters
from storage.records.teams import Membership, Standing
from tests.journeys.living import eventually
from tests.reading import buttons, reads


@pytest.fixture
def directory(polaris, simulator):
    client = AsyncWebClient(token=simulator.bot_token, base_url=simulator.api_url)
    return SlackDirectory(client, polaris.installation.workspace)


@pytest.fixture
def rosters(polaris):
    return Rosters(polaris.ledger, polaris.clock)


@pytest.fixture
def people(polaris, team):
    """Who is on Bo's team."""

    async def _read():
        async with polaris.ledger.open() as books:
            standings = await books.memberships.of_team(team.id)
        return {each.user for each in standings if each.standing is not Standing.LEFT_OUT}

    return _read


@pytest.fixture
async def synced(rosters, directory, team):
    await rosters.sync(team.id, directory)


async def test_bots_are_not_of_the_team(synced, people, person):
    assert await people() == {person(handle).id for handle in ("bo", "hana", "lena")}


async def test_somebody_who_joins_the_channel_joins_the_team_and_leaves_it_the_same_way(
    synced, people, person, polaris
):
    june = person("june")
    await june.joins("team-engine")
    await polaris.door.settled()
    assert june.id in await people()
    await june.leaves("team-engine")
    await polaris.door.settled()

    assert june.id not in await people()


async def test_somebody_of_whom_slack_did_not_tell_joins_when_the_event_comes_again(
    synced, people, person, polaris, simulator
):
    simulator.world.courier.retry_schedule, simulator.world.sockets.ack_s = (0.0,) * 50, 0.2
    simulator.faults.add("503", "users.info")
    june = person("june")
    await june.joins("team-engine")

    async def has_joined():
        return june.id in await people()

    await eventually(has_joined)
    assert june.reads() == []


async def test_the_lead_adds_and_leaves_out_by_hand(synced, people, bo, person, polaris):
    await bo.runs("/nsm team")
    await bo.clicks("People")
    await polaris.door.settled()
    await bo.submits(added=[person("gabi").id], left_out=[person("lena").id])
    await polaris.door.settled()

    assert await people() == {person(handle).id for handle in ("bo", "hana", "gabi")}
    assert f"<@{person('gabi').id}>" in reads(bo.modal)


async def test_nobody_can_be_both_added_and_left_out(synced, bo, person, polaris):
    await bo.runs("/nsm team")
    await bo.clicks("People")
    await polaris.door.settled()
    errors = await bo.submits(added=[person("gabi").id], left_out=[person("gabi").id])

    assert errors == {"left_out": "Somebody stands in both lists: add or leave out, not both."}


async def test_the_daily_check_mends_what_events_missed_and_tells_the_lead_once(
    synced, rosters, directory, people, bo, person, polaris
):
    async with polaris.ledger.open() as books:
        await books.memberships.remove("engine", person("hana").id)
        await books.memberships.put(Membership("engine", person("kofi").id, Standing.CHANNEL))
    await rosters.refresh(directory)
    await rosters.refresh(directory)

    assert await people() == {person(handle).id for handle in ("bo", "hana", "lena")}
    async with polaris.ledger.open() as books:
        letter = await books.deliveries.get("roster:engine:2026-03-16")
    assert letter.to == bo.id
    assert person("hana").id in letter.content
    assert person("kofi").id in letter.content


async def test_a_quiet_day_sends_no_letter(synced, rosters, directory, polaris):
    await rosters.refresh(directory)

    async with polaris.ledger.open() as books:
        assert await books.deliveries.get("roster:engine:2026-03-16") is None


async def test_a_channel_the_bot_cannot_see_sends_nobody_away(
    synced, rosters, directory, people, polaris, place, team
):
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(team, channel=place("leads")))
    await rosters.refresh(directory)

    assert len(await people()) == 3


async def test_when_a_lead_has_left_the_product_lead_is_asked_and_a_choice_settles_it(
    synced, rosters, polaris, ana, bo, person
):
    gone = read_person({"id": bo.id, "name": "bo", "deleted": True}, polaris.installation.workspace)
    await rosters.met(gone)
    async with polaris.ledger.open() as books:
        prompt = await books.prompts.get(f"lead-left:engine:{bo.id}")
    await polaris.live()
    await ana.chooses(views.NEW_LEAD, person("hana").id)
    await polaris.door.settled()

    assert prompt.user == ana.id
    async with polaris.ledger.open() as books:
        assert (await books.teams.get("engine")).lead == person("hana").id
    await polaris.live()
    assert "leads *Engine* now" in ana.reads(ana.dm.id)[-1]
    assert "There is nothing left to answer." in ana.reads(ana.dm.id)[0]


async def test_only_those_in_charge_can_choose_a_lead(synced, polaris, person, bo, posts):
    asked = views.who_leads_now(LeadLeft("engine", "Engine", bo.id))
    await posts(person("kofi"), asked)
    await person("kofi").chooses(views.NEW_LEAD, person("kofi").id)
    await polaris.door.settled()

    async with polaris.ledger.open() as books:
        assert (await books.teams.get("engine")).lead == bo.id


def test_the_news_names_who_came_and_went_and_offers_a_correction():
    message = views.news(RosterNews("engine", "Engine & <b>", "C1", ("U1", "U2"), ()))

    assert "*Engine &amp; &lt;b&gt;*" in message.text
    assert "new: <@U1>, <@U2>" in message.text
    assert "no longer" not in message.text
    assert buttons(message) == ["Add or leave out"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"is_stranger": True}, {"is_external": True}),
        ({"team_id": "TOTHER"}, {"is_external": True}),
        ({"is_ultra_restricted": True}, {"is_guest": True}),
        ({"deleted": True, "tz": None}, {"is_deactivated": True, "time_zone": "UTC"}),
        ({"tz": "Asia/Calcutta"}, {"time_zone": "Asia/Calcutta"}),
        ({"tz": "Mars/Olympus"}, {"time_zone": "UTC"}),
        ({"tz": "../../etc/passwd"}, {"time_zone": "UTC"}),
        ({"is_bot": True}, {"is_bot": True}),
        ({"profile": {"display_name": "", "real_name": "Ana D."}}, {"name": "Ana D."}),
        (
            {"real_name": "Ana Duarte", "profile": {"display_name": "ana"}},
            {"name": "ana", "full_name": "Ana Duarte"},
        ),
        ({"profile": None, "name": ""}, {"name": "U1"}),
    ],
)
def test_slacks_user_object_is_read_with_fields_absent_null_or_empty(facts, expected):
    found = read_person({"id": "U1", **facts}, "T1")

    assert {name: getattr(found, name) for name in expected} == expected


async def test_when_the_bot_is_invited_to_a_teams_channel_it_learns_the_people(
    synced, people, person, polaris, simulator, place, team
):
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(team, channel=place("leads")))
    workspace = simulator.workspace
    workspace.join(workspace.channel("leads"), workspace.bot.id, person("ana").id)
    await person("kofi").joins("team-quality")  # waits until every event has been taken
    await polaris.door.settled()

    leads = {person(handle).id for handle in ("ana", "bo", "chidi", "dana", "esha", "finn")}
    assert await people() == leads


async def test_where_slack_fails_the_bot_learns_them_when_the_event_comes_again_and_writes_nobody(
    people, person, polaris, simulator, place, team
):
    simulator.world.courier.retry_schedule, simulator.world.sockets.ack_s = (0.0,) * 50, 0.2
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(team, channel=place("leads")))
    simulator.faults.add("503", "conversations.members")
    workspace = simulator.workspace
    workspace.join(workspace.channel("leads"), workspace.bot.id, person("ana").id)

    async def has_learnt():
        return person("dana").id in await people()

    await eventually(has_learnt)
    await polaris.door.settled()
    assert not [each for each in simulator.traffic if each["name"] == "chat.postMessage"]


async def test_a_new_zone_and_name_are_learnt_from_slack(team, polaris, simulator, person):
    simulator.workspace.change_user(person("kofi").user, tz="Asia/Tokyo")
    await person("kofi").joins("team-quality")
    await polaris.door.settled()

    async with polaris.ledger.open() as books:
        assert (await books.people.get(person("kofi").id)).time_zone == "Asia/Tokyo"
