"""On a Monday at nine everybody has something waiting, and nobody waits for somebody else's backlog."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.pacing import Timing
from rituals.letters import Letter, post
from tests.bot.office import Note, an_office

GAP = 0.2
SLACKS_PACE = Timing(
    channel_gap=timedelta(seconds=1), workspace_gap=timedelta(seconds=GAP), patience=timedelta(0)
)
TEAMS = 12


@pytest.fixture
async def office(either_ledger):
    async with an_office(either_ledger, timing=SLACKS_PACE) as opened:
        workspace = opened.slack.workspace
        for number in range(TEAMS):
            workspace.add_channel(
                f"team-{number}", members=[workspace.bot.id], creator=opened.user("ana"), is_private=False
            )
        yield opened


async def is_due(office, *channels):
    """What rituals write at nine, in this order."""
    async with office.ledger.open() as books:
        for number, name in enumerate(channels):
            now = office.calendar.now() + timedelta(microseconds=number)
            letter = Letter(f"{name}:{number}", office.channel(name), Note(f"pulse {number}"))
            await post(books, letter, now, due_at=office.calendar.now())


async def seconds(office, number):
    """Live through them, one turn after the other; gives where something was posted in each."""
    told = []
    for _ in range(round(number / GAP)):
        before = posts(office)
        await office.deliver()
        told.append(posts(office)[len(before) :])
        office.machine.pass_(seconds=GAP)
    return told


def posts(office):
    return [
        each["request"].get("channel") for each in office.slack.traffic if each["name"] == "chat.postMessage"
    ]


async def test_all_teams_are_served_in_turn_and_at_slacks_pace(office):
    teams = [f"team-{number}" for number in range(TEAMS)]
    await is_due(office, *teams)

    assert await seconds(office, TEAMS * GAP) == [[office.channel(team)] for team in teams]


async def test_a_channel_with_fifty_waiting_messages_holds_up_nobody(office):
    teams = [f"team-{number}" for number in range(TEAMS)]
    await is_due(office, *["general"] * 50, *teams)
    served = [channel for turn in await seconds(office, (TEAMS + 1) * GAP) for channel in turn]

    assert served.count(office.channel("general")) == 1
    assert {office.channel(team) for team in teams} < set(served)


async def test_what_waits_in_one_channel_goes_out_one_a_second(office):
    await is_due(office, *["general"] * 10)
    served = await seconds(office, 3)

    assert [len(turn) for turn in served] == [1, 0, 0, 0, 0] * 3


async def test_an_answer_waits_for_no_pulse_at_all(office):
    await is_due(office, *[f"team-{number}" for number in range(TEAMS)])
    await seconds(office, 1)
    await office.deliver()
    before = len(posts(office))
    await office.write("Your commitment is kept.", to="ana")
    await office.deliver()

    assert posts(office)[before:] == [office.user("ana")]
    assert office.dm("ana") == ["Your commitment is kept."]


async def test_when_slack_asks_for_patience_all_posts_wait_and_then_go_on(office):
    await is_due(office, *[f"team-{number}" for number in range(TEAMS)])
    office.slack.faults.add("429", "chat.postMessage", retry_after=3)
    asked = [len(turn) for turn in await seconds(office, 4)]

    assert asked == [1] + [0] * 14 + [1] * 5


async def test_whoever_was_waiting_for_a_turn_when_slack_asks_for_patience_does_not_take_it(either_ledger):
    waiting = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(seconds=0.3))
    async with an_office(either_ledger, timing=waiting) as office:
        office.slack.faults.add("429", "chat.postMessage", retry_after=40)
        await office.write("first")
        await office.write("second", to="north-star")
        await office.deliver()
        asked = len(posts(office))
        await office.deliver(seconds=40)

        assert asked == 1
        assert office.texts() == ["first"]
        assert office.texts("north-star") == ["second"]


async def test_an_answer_finds_a_place_while_slack_is_slow_with_all_that_came_by_the_clock(either_ledger):
    async with an_office(either_ledger, timing=replace(SLACKS_PACE, workspace_gap=timedelta(0))) as office:
        for number in range(70):
            office.slack.workspace.add_channel(
                f"team-{number}",
                members=[office.slack.workspace.bot.id],
                creator=office.user("ana"),
                is_private=False,
            )
        await is_due(office, *[f"team-{number}" for number in range(70)])
        for _ in range(70):
            office.slack.faults.add("slow", "chat.postMessage", seconds=1)
        arrived = asyncio.Event()
        office.slack.workspace.listen(lambda _: arrived.set())
        delivering = asyncio.create_task(office.driver.drain())
        await arrived.wait()
        await office.write("Your commitment is kept.", to="ana")
        await delivering
        asked = posts(office)

        assert office.user("ana") in asked[:64]
