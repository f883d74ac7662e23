"""Whether outsiders read a channel is asked each time, and of many channels by few questions."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.outsiders import Outsiders


@pytest.fixture
def workspace(simulator):
    ana = simulator.people["ana"].id
    for number in range(20):
        simulator.workspace.add_channel(
            f"team-{number}", members=[ana, simulator.workspace.bot.id], creator=ana
        )
    return simulator.workspace


@pytest.fixture
def time():
    """The last one counts."""
    return [0.0]


@pytest.fixture
def ask(simulator, time):
    client = AsyncWebClient(token=simulator.bot_token, base_url=simulator.api_url)
    return Outsiders(client, lambda: time[-1])


def calls(simulator):
    return [each["name"] for each in simulator.traffic if each["name"] != "auth.test"]


async def test_a_few_channels_are_looked_up_one_by_one(simulator, workspace, ask):
    workspace.share(workspace.channel("team-1"))
    told = [await ask.are_in(workspace.channel(f"team-{number}").id) for number in range(3)]

    assert told == [False, True, False]
    assert calls(simulator) == ["conversations.info"] * 3


async def test_many_are_told_by_one_list(simulator, workspace, ask):
    workspace.share(workspace.channel("team-9"))
    told = [await ask.are_in(workspace.channel(f"team-{number}").id) for number in range(20)]

    assert [number for number, shared in enumerate(told) if shared] == [9]
    assert calls(simulator).count("users.conversations") == 1
    assert len(calls(simulator)) < 10


async def test_a_server_that_does_not_list_is_asked_for_each(simulator, workspace, ask):
    simulator.faults.add("429", "users.conversations", times=None)
    workspace.share(workspace.channel("team-9"))
    told = [await ask.are_in(workspace.channel(f"team-{number}").id) for number in range(20)]

    assert [number for number, shared in enumerate(told) if shared] == [9]


@pytest.mark.parametrize("channels", [1, 20])
async def test_what_was_true_a_while_ago_is_asked_again(workspace, ask, time, channels):
    for number in range(channels):
        assert not await ask.are_in(workspace.channel(f"team-{number}").id)
    workspace.share(workspace.channel("team-0"))
    time.append(20.0)

    assert await ask.are_in(workspace.channel("team-0").id)


async def test_one_that_became_shared_is_noticed_at_once(workspace, ask):
    assert not await ask.are_in(workspace.channel("team-0").id)
    workspace.share(workspace.channel("team-0"))

    assert await ask.are_in(workspace.channel("team-0").id)
