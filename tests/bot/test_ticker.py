"""The alarm clock rings every few seconds, whatever happens to those it wakes."""

import asyncio
import time
from collections.abc import Mapping

from bot import ticker
from rituals.log_context import known
from tests.fakes import CountingIds


async def test_it_ticks_until_it_is_left():
    ticks = asyncio.Semaphore(0)

    async def tick():
        ticks.release()

    async with ticker.ticking(tick, every=0.02), asyncio.timeout(20):
        await ticks.acquire()
        await ticks.acquire()
    while not ticks.locked():
        await ticks.acquire()
    await asyncio.sleep(0.06)

    assert ticks.locked()


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes(caplog):
    ticks = asyncio.Semaphore(0)

    async def tick():
        ticks.release()
        raise RuntimeError("the database is away")

    async with ticker.ticking(tick, every=0.02), asyncio.timeout(20):
        await ticks.acquire()
        await ticks.acquire()

    assert "tick failed" in caplog.messages


async def test_a_tick_that_is_stopped_half_way_is_no_failure(caplog, monkeypatch):
    monkeypatch.setattr(ticker, "_FAREWELL", 0.1)
    begun = asyncio.Event()

    async def tick():
        begun.set()
        await asyncio.Event().wait()

    async with ticker.ticking(tick, every=0.02), asyncio.timeout(20):
        await begun.wait()
    await asyncio.sleep(0.06)

    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_tick_that_is_stopped_half_way_has_given_back_what_it_held(monkeypatch):
    monkeypatch.setattr(ticker, "_FAREWELL", 0.01)
    begun, given_back = asyncio.Event(), asyncio.Event()

    async def tick():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)  # as a transaction is rolled back
            given_back.set()

    async with ticker.ticking(tick, every=0.02), asyncio.timeout(20):
        await begun.wait()

    assert given_back.is_set()


async def test_a_tick_that_falls_due_while_it_stops_is_not_begun():
    begun: asyncio.Queue[object] = asyncio.Queue()

    async def tick():
        begun.put_nowait(tick)

    async with ticker.ticking(tick, every=0.3):
        await begun.get()
        asyncio.get_running_loop().call_soon(hold_the_loop)
        await asyncio.sleep(0.4)  # a little after the next tick
    await asyncio.sleep(0.5)

    assert begun.empty()


def hold_the_loop():
    time.sleep(0.5)


async def test_a_tick_that_takes_long_is_not_begun_twice():
    at_once = most = 0
    done = asyncio.Semaphore(0)

    async def tick():
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.1)
        at_once -= 1
        done.release()

    async with ticker.ticking(tick, every=0.02), asyncio.timeout(20):
        await done.acquire()
        await done.acquire()

    assert most == 1


async def test_what_a_tick_logs_says_whose_it_is_and_has_one_reference():
    told: asyncio.Queue[Mapping[str, str]] = asyncio.Queue()

    async def tick():
        told.put_nowait(known())

    ids = CountingIds()
    async with ticker.ticking(tick, every=0.02, workspace="T1", ids=ids), asyncio.timeout(20):
        first, second = await told.get(), await told.get()

    assert first["workspace"] == second["workspace"] == "T1"
    assert first["reference"] != second["reference"]
