"""What only the driver of one process on SQLite has to outlive."""

import asyncio
from functools import partial
from typing import Any

from tests.bot.office import an_office
from tests.journeys.living import eventually


async def was_told(caplog):
    return "no deliveries to be had" in caplog.messages


async def test_a_driver_outlives_a_database_that_is_away(ledger, caplog):
    async with an_office(ledger) as office:
        driver: Any = office.driver
        crew = driver._crew
        claiming, crew._ledger = crew._ledger, None
        arrived = asyncio.Event()
        office.slack.workspace.listen(lambda _: arrived.set())
        running = asyncio.create_task(office.driver.run())
        await eventually(partial(was_told, caplog))
        crew._ledger = claiming
        await office.write("hello")
        async with asyncio.timeout(20):
            await arrived.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

        assert office.texts() == ["hello"]


async def test_a_place_that_is_not_worth_a_look_is_filled_a_moment_later(ledger, monkeypatch):
    monkeypatch.setattr("bot.crew._WORTH_A_LOOK", 65)
    monkeypatch.setattr("bot.claim_loop._LOOK_EVERY", 60)
    async with an_office(ledger) as office:
        for number in range(3):
            await office.write(f"hello {number}")
        arrived = asyncio.Event()
        office.slack.workspace.listen(lambda _: arrived.set() if len(office.texts()) == 3 else None)
        running = asyncio.create_task(office.driver.run())
        async with asyncio.timeout(30):
            await arrived.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

        assert office.texts() == ["hello 0", "hello 1", "hello 2"]
