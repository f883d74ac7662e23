"""Rate limits, where they are asked for."""

import pytest
from slack_sdk.errors import SlackApiError

from bot import simulator
from tests.bot.simulator.conftest import client_of, manifest


class Standing:
    """Machine time that passes only by hand: a minute has as many calls on a slow machine."""

    ahead = 0.0

    def __call__(self):
        return 1_000_000_000.0 + self.ahead


@pytest.fixture
def machine():
    return Standing()


@pytest.fixture
async def strict(machine):
    async with simulator.running(manifest(), machine=machine, rate_limits=True) as running:
        yield client_of(running)


async def refusal(call):
    """After how many seconds a call may be tried again; None when it went through."""
    try:
        await call
    except SlackApiError as refused:
        return int(refused.response.headers["Retry-After"])
    return None


async def test_a_channel_takes_a_message_a_second(strict, machine):
    first = await refusal(strict.chat_postMessage(channel="#general", text="x"))
    second = await refusal(strict.chat_postMessage(channel="#general", text="x"))
    elsewhere = await refusal(strict.chat_postMessage(channel="#team-docs", text="x"))
    machine.ahead += 1
    later = await refusal(strict.chat_postMessage(channel="#general", text="x"))

    assert [first, second, elsewhere, later] == [None, 1, None, None]


async def test_a_method_has_its_calls_a_minute_and_no_other_pays_for_them(strict, machine):
    answers = [await refusal(strict.users_list()) for _ in range(21)]
    other = await refusal(strict.conversations_list())
    machine.ahead += 3
    later = await refusal(strict.users_list())

    assert answers == [None] * 20 + [3]
    assert [other, later] == [None, None]


async def test_what_needs_no_token_is_not_counted(strict):
    assert {await refusal(strict.api_test()) for _ in range(60)} == {None}


async def test_nothing_is_counted_unless_asked_for(client):
    assert {await refusal(client.chat_postMessage(channel="#general", text="x")) for _ in range(5)} == {None}
