"""The claim loop notices what is written, outlives trouble, and lets go politely."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from storage.records.deliveries import DeliveryState
from tests.bot.office import an_office


@pytest.fixture
async def office(ledger):
    async with an_office(ledger) as opened:
        yield opened


@asynccontextmanager
async def running(driver):
    task = asyncio.create_task(driver.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def posted(office):
    """An event that is set by the next message."""
    arrived = asyncio.Event()
    office.slack.workspace.listen(lambda _: arrived.set())
    return arrived


async def test_a_woken_driver_delivers_at_once(office):
    arrived = posted(office)
    async with running(office.driver):
        await asyncio.sleep(0)
        await office.write("hello")
        office.driver.wake()
        async with asyncio.timeout(0.9):
            await arrived.wait()

    assert office.texts() == ["hello"]


async def test_a_driver_nobody_wakes_looks_by_itself(office):
    arrived = posted(office)
    async with running(office.driver):
        await asyncio.sleep(0.05)
        await office.write("hello")
        async with asyncio.timeout(5):
            await arrived.wait()

    assert office.texts() == ["hello"]


async def test_a_driver_that_is_stopped_lets_what_is_under_way_arrive(office):
    key = await office.write("hello")
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.2)
    arrived = posted(office)
    async with running(office.driver):
        await arrived.wait()

    assert (await office.row(key)).state is DeliveryState.SENT


async def test_a_driver_outlives_a_database_that_is_away(office, caplog):
    claiming = office.driver._ledger
    office.driver._ledger = None
    arrived = posted(office)
    async with running(office.driver):
        await asyncio.sleep(0.05)
        office.driver._ledger = claiming
        await office.write("hello")
        office.driver.wake()
        async with asyncio.timeout(5):
            await arrived.wait()

    assert "no deliveries to be had" in caplog.messages
    assert office.texts() == ["hello"]


async def test_a_busy_channel_does_not_hold_up_another(office):
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.3)
    for number in range(60):
        await office.write(f"hello {number}")
    await office.write("over here", to="north-star")
    draining = asyncio.create_task(office.driver.drain())
    await asyncio.sleep(0.25)
    meanwhile = office.texts("north-star")
    await draining

    assert meanwhile == ["over here"]
    assert len(office.texts()) == 60
