"""The standup pulse in Slack: it comes at its hour, and its lead keeps it silent or moves it in one tap."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.features.pulse import views
from storage.records.pulses import Gathering, PulsePlan
from tests.making import a_commitment, an_input
from tests.reading import buttons, reads

HALF_PAST = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
MENU = ["Skip today's pulse", "Skip the next one, Tuesday, 17 March", "Pause for a week", "Pause until …"]


@pytest.fixture
async def standup(team, polaris, clock):
    """Bo's team has a standup at half past nine; now it is nine."""
    team = replace(team, standup_days=(1, 2, 3, 4, 5), standup_time=time(9, 30), time_zone="UTC", country="")
    async with polaris.ledger.open() as books:
        await books.teams.put(team)
        await books.inputs.put(an_input(team=team.id))
        await books.commitments.add(a_commitment(team=team.id))
    await polaris.live()
    return team


@pytest.fixture
def lives(polaris, clock):
    async def _until(instant):
        clock.set_to(instant)
        await polaris.live()
        await polaris.door.settled()

    return _until


@pytest.fixture
async def posted(standup, lives, bo):
    await lives(HALF_PAST)
    return bo.sees("team-engine")[-1]


async def chooses(person, polaris, option):
    await person.chooses(views.MENU, option)
    await polaris.door.settled()


def menu(message):
    return next(
        [option["text"]["text"] for option in element["options"]]
        for block in message.blocks
        for element in block.get("elements", [])
        if element["type"] == "overflow"
    )


async def test_it_comes_at_the_teams_hour_into_its_own_channel(standup, lives, bo):
    await lives(HALF_PAST.replace(minute=29))
    early = bo.sees("team-engine")
    await lives(HALF_PAST)
    shown = bo.sees("team-engine")

    assert len(shown) == len(early) + 1
    assert shown[-1].text.startswith("*North Star:* no number yet for")
    assert "1 open commitment. Due: Review two pull requests" in shown[-1].text


async def test_the_details_stand_in_its_thread(posted, bo):
    thread = bo.reads("team-engine", thread=posted.ts)

    assert (
        "*Merged pull requests*\nWhy it should move the North Star: More merges keep contributors"
        in thread[-1]
    )
    assert "*Open this week*\n• " in thread[-1]


async def test_what_is_read_aloud_is_what_a_screen_reader_reads(posted):
    assert reads(posted.blocks) == posted.text
    assert buttons(posted.blocks) == ["Commit", "pulse.menu"]


async def test_the_lead_skips_today_and_the_pulse_goes(posted, bo, polaris):
    assert menu(posted) == [*MENU, "Change the hour …"]
    await chooses(bo, polaris, MENU[0])
    await polaris.live()

    assert bo.sees("team-engine")[-2].text == "_No pulse today: the lead skipped it._"
    assert (
        "Monday, 16 March is skipped; the next pulse comes on Tuesday, 17 March at 09:30 (UTC)"
        in bo.reads("team-engine")[-1]
    )


async def test_others_are_told_whose_it_is_and_nothing_changes(posted, person, polaris, lives):
    kofi = person("kofi")
    await kofi.joins("team-engine")
    await chooses(kofi, polaris, MENU[2])

    assert "who leads Engine or" in kofi.reads("team-engine")[-1]
    await lives(HALF_PAST.replace(day=17))
    assert "To talk about" in kofi.reads("team-engine")[-1]


async def test_a_paused_week_is_silent_and_ends(posted, bo, polaris, lives):
    await chooses(bo, polaris, MENU[2])
    answer = bo.reads("team-engine")[-1]
    seen = len(bo.sees("team-engine"))
    await lives(HALF_PAST.replace(day=20))

    assert "the pulse is paused, and resumes on Monday, 23 March at 09:30 (UTC)" in answer
    assert len(bo.sees("team-engine")) == seen
    await lives(HALF_PAST.replace(day=23))
    assert len(bo.sees("team-engine")) == seen + 1


async def test_a_pause_until_a_day_is_asked_for_in_a_window(posted, bo, polaris):
    await chooses(bo, polaris, MENU[3])
    too_late = await bo.submits(until="2027-03-16")
    await bo.submits(until="2026-03-25")

    assert too_late == {"until": "Choose a day from 17 March to 16 June."}
    assert "resumes on Wednesday, 25 March" in reads(bo.modal)


async def test_another_hour_holds_from_the_next_standup_on(posted, bo, polaris, lives):
    await chooses(bo, polaris, "Change the hour …")
    await bo.submits(standup_time="08:15", standup_days=["Tuesday"])
    seen = len(bo.sees("team-engine"))
    await lives(HALF_PAST.replace(day=17, hour=8, minute=15))

    assert "the next pulse comes on Tuesday, 17 March at 08:15" in reads(bo.modal)
    assert len(bo.sees("team-engine")) == seen + 1


async def test_a_moved_team_is_told_where_it_meets_now(standup, polaris, lives, bo, place):
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(standup, channel=place("team-quality"), standup_time=time(10)))
    await polaris.live()
    await lives(HALF_PAST)
    early = bo.reads("team-quality")
    await lives(HALF_PAST.replace(hour=10, minute=0))

    assert len(bo.reads("team-quality")) == len(early) + 1


async def test_a_team_whose_ritual_ended_hears_nothing(standup, polaris, lives, bo):
    async with polaris.ledger.open() as books:
        await books.pulses.put(PulsePlan(standup.id, Gathering.NONE))
    seen = bo.reads("team-engine")
    await polaris.live()
    await lives(HALF_PAST)

    assert bo.reads("team-engine") == seen


async def test_a_day_skipped_beforehand_is_told_in_the_list_and_can_be_taken_back(
    standup, bo, polaris, lives
):
    async def lists():
        await bo.runs("/nsm team", channel="team-engine")
        await polaris.door.settled()
        return menu(bo.sees("team-engine")[-1])

    assert (await lists())[0] == "Skip today's pulse"
    await chooses(bo, polaris, "Skip today's pulse")
    assert "the next pulse comes on Tuesday, 17 March" in bo.reads("team-engine")[-1]
    assert (await lists())[0] == "Do not skip Monday, 16 March"
    await chooses(bo, polaris, "Do not skip Monday, 16 March")
    await lives(HALF_PAST)

    assert "North Star" in bo.reads("team-engine")[-1]
