"""What came over Slack's websocket is answered before it is left."""

import asyncio

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import connections
from bot.settings import Settings


class Command:
    """A command that is answered as soon as somebody says so."""

    def __init__(self):
        self.begun, self.may_end, self.has_ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __call__(self, ack):
        self.begun.set()
        try:
            await self.may_end.wait()
            await ack("Here you are.")
        finally:
            self.has_ended.set()


@pytest.fixture
def command():
    return Command()


@pytest.fixture
def connected(simulator, command):
    """A connection of an app that knows this command."""
    client = AsyncWebClient(base_url=simulator.api_url)
    app = AsyncApp(client=client, authorize=authorize, process_before_response=True)
    app.command("/commit")(command)
    settings = Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_APP_TOKEN=simulator.app_token,
        SLACK_API_URL=simulator.api_url,
    )
    return lambda patience: connections.socket(app, settings, 30, patience)


async def authorize():
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")


async def test_what_is_under_way_is_answered_before_the_line_is_cut(simulator, connected, command):
    ana = simulator.people["ana"]
    async with connected(patience=20):
        await simulator.connected()
        asked = asyncio.create_task(ana.runs("/commit"))
        await command.begun.wait()
        asyncio.get_running_loop().call_later(0.05, command.may_end.set)
    await asked

    assert ana.reads()[-1] == "Here you are."


async def test_what_takes_too_long_is_over_when_the_line_is_cut(simulator, connected, command):
    async with connected(patience=0.01):
        await simulator.connected()
        asked = asyncio.create_task(simulator.people["ana"].runs("/commit"))
        await command.begun.wait()

    assert command.has_ended.is_set()
    asked.cancel()
