"""Two processes on one PostgreSQL serve whoever installs Polaris: what one hears of, the other follows."""

import asyncio
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.demo.process import running_bot
from rituals.clock import SystemClock
from tests.town import a_neighbourhood

pytestmark = [pytest.mark.journey, pytest.mark.postgres]


@pytest.fixture
def another_port(unused_tcp_port_factory):
    return unused_tcp_port_factory()


async def asked(place, port):
    """A command of Ana's that comes to the process on this port."""
    north = place.north
    body = urlencode(
        {
            "command": "/commit",
            "text": "help",
            "team_id": north.workspace.team_id,
            "user_id": north.people["ana"].id,
            "channel_id": north.workspace.channel("general").id,
            "response_url": f"{north.url}/response/none",
            "trigger_id": f"{asyncio.get_running_loop().time()}",
        }
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | north.world.http.signature(body)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers) as answer,
    ):
        return await answer.text()


async def asked_again(place, port):
    while True:
        yield await asked(place, port)
        await asyncio.sleep(0.2)


async def test_what_one_process_hears_of_the_other_follows(
    clock, unused_tcp_port, another_port, postgres_url
):
    clock.set_to(SystemClock().now())
    async with a_neighbourhood(clock, unused_tcp_port, postgres_url) as place:
        ana, one = place.north.people["ana"], place.environment()
        other = place.environment(POLARIS_HTTP_PORT=str(another_port))
        async with running_bot(one), running_bot(other):
            before = await asked(place, another_port)
            await place.installed(place.north)
            installed = await asked(place, another_port)
            await place.north.until(lambda: ana.reads(ana.dm.id), timeout_s=20)
            place.north.world.uninstall()
            await place.north.settled()
            async with asyncio.timeout(20):
                async for told in asked_again(place, another_port):
                    if "not installed" in told:
                        break

    assert "not installed" in before
    assert "/commit" in installed
