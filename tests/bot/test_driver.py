"""Either driver notices what is written, outlives trouble, keeps the order, and lets go politely."""

import asyncio
from contextlib import asynccontextmanager

from bot import claim_loop
from storage import jobs
from storage.records.deliveries import DeliveryState


@asynccontextmanager
async def running(*drivers):
    tasks = [asyncio.create_task(driver.run()) for driver in drivers]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def posted(office, number=1):
    """An event that is set by the last of so many messages."""
    arrived, seen = asyncio.Event(), []

    def count(event):
        seen.append(event)
        if len(office.texts()) >= number:
            arrived.set()

    office.slack.workspace.listen(count)
    return arrived


async def test_what_is_written_is_delivered_at_once(office, monkeypatch):
    for looks_by_itself in (claim_loop, jobs):
        monkeypatch.setattr(looks_by_itself, "_LOOK_EVERY", 1_000.0)
    monkeypatch.setattr(jobs, "_ROUNDS", "0 0 1 1 *")
    arrived = posted(office)
    async with running(office.driver):
        await asyncio.sleep(0.5)
        await office.write("hello")
        async with asyncio.timeout(60):
            await arrived.wait()

    assert office.texts() == ["hello"]


async def test_what_was_written_before_the_start_is_delivered(office):
    await office.write("hello")
    arrived = posted(office)
    async with running(office.driver), asyncio.timeout(20):
        await arrived.wait()

    assert office.texts() == ["hello"]


async def test_a_driver_that_is_stopped_lets_what_is_under_way_arrive(office):
    key = await office.write("hello")
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.2)
    arrived = posted(office)
    async with running(office.driver):
        await arrived.wait()

    assert (await office.row(key)).state is DeliveryState.SENT


async def test_a_driver_that_is_stopped_begins_nothing_more(office):
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.2, times=None)
    for number in range(40):
        await office.write(f"hello {number}")
    arrived = posted(office)
    async with running(office.driver):
        await arrived.wait()

    assert len(office.texts()) < 5


async def test_a_busy_channel_does_not_hold_up_another(office):
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.3)
    for number in range(60):
        await office.write(f"hello {number}")
    await office.write("over here", to="north-star")
    draining = asyncio.create_task(office.driver.drain())
    await office.slack.until(lambda: office.texts("north-star"))
    meanwhile = len(office.texts())
    await draining

    assert meanwhile < 30
    assert len(office.texts()) == 60


async def test_two_drivers_keep_the_order_of_one_channel(office):
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.1, times=3)
    for number in range(20):
        await office.write(f"hello {number}")
    arrived = posted(office, 20)
    async with running(office.driver, office.another_driver()), asyncio.timeout(20):
        await arrived.wait()

    assert office.texts() == [f"hello {number}" for number in range(20)]
