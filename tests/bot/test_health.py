"""Live as soon as the process runs; ready only when everything it needs is."""

import asyncio

import aiohttp
import pytest

from bot.health import Health, Heartbeat, answering
from bot.server import serving


async def fine():
    return True


async def out_of_order():
    return False


async def broken():
    raise ConnectionError("gone")


async def asked(health, path):
    async with (
        serving(health.routes(), "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/health/{path}") as answer,
    ):
        return answer.status, await answer.json()


async def test_it_is_live_before_anything_is_ready():
    assert await asked(Health("database"), "live") == (200, {"status": "live"})


async def test_it_is_ready_when_every_part_is():
    health = Health("database")
    health.watch("database", fine)

    assert await asked(health, "ready") == (200, {"status": "ready", "database": True})


@pytest.mark.parametrize("check", [None, out_of_order, broken])
async def test_it_is_not_ready_without_one_part_and_names_it(check):
    health = Health("database", "slack")
    health.watch("database", fine)
    if check:
        health.watch("slack", check)

    assert await asked(health, "ready") == (503, {"status": "not ready", "database": True, "slack": False})


async def test_a_check_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("bot.health._PATIENCE_S", 0.01)
    health = Health("slack")
    health.watch("slack", asyncio.Event().wait)

    assert await health.found() == {"slack": False}


async def test_a_heart_that_stops_beating_is_noticed():
    assert await Heartbeat(within_s=60).is_heard()
    assert not await Heartbeat(within_s=0).is_heard()


async def test_books_without_the_workspace_do_not_answer(ledger):
    assert not await answering(ledger)()


async def test_the_running_bot_is_ready(polaris):
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{polaris.port}/health/ready") as answer,
    ):
        found = await answer.json()

    assert answer.status == 200, found
