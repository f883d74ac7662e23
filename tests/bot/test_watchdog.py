"""Whoever hears nothing of Slack for long ends, and is started anew by whoever supervises it."""

import asyncio

import aiohttp
import pytest

from bot import running, wiring
from bot.pacing import Timing
from bot.settings import Settings
from bot.simulator import server
from bot.watchdog import Silence

IMPATIENT = Timing(silence=0.4)


def settings_for(simulator, tmp_path):
    return Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_APP_TOKEN=simulator.app_token,
        SLACK_API_URL=simulator.api_url,
        POLARIS_DATABASE_URL=f"sqlite:///{tmp_path / 'polaris.db'}",
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT="0",
    )


async def test_while_slack_is_heard_nothing_ends(simulator, tmp_path, clock):
    async with wiring.running(settings_for(simulator, tmp_path), clock, IMPATIENT) as polaris:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(polaris.silence(), timeout=3 * IMPATIENT.silence)


def test_a_slack_that_is_gone_for_good_ends_the_process(tmp_path, clock):
    with pytest.raises(Silence), asyncio.Runner() as runner:
        runner.run(_left_alone(tmp_path, clock))


async def _left_alone(tmp_path, clock):
    async with server.running("manifest.yml", clock.now()) as simulator:
        left = asyncio.create_task(running._until_told(settings_for(simulator, tmp_path), IMPATIENT))
        await simulator.connected()
    async with asyncio.timeout(20):
        await left


async def test_a_connection_that_stands_and_says_nothing_is_noticed_and_ends_it(simulator, tmp_path, clock):
    simulator.world.sockets.is_mute = True
    impatient = Timing(hearing=0.2, silence=0.4)
    async with wiring.running(settings_for(simulator, tmp_path), clock, impatient) as polaris:
        async with asyncio.timeout(10):
            await polaris.silence()

        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{polaris.port}/health/ready") as answer,
        ):
            found = await answer.json()
    assert (answer.status, found["slack"], found["database"]) == (503, False, True)
