"""On PostgreSQL one worker calls for every workspace that a process serves, and none holds up another."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from storage import jobs
from storage.database import opened
from tests.making import a_delivery

pytestmark = pytest.mark.postgres


class Desk:
    """Serves a workspace when it is called, as soon as it may."""

    def __init__(self):
        self.begun, self.done = asyncio.Semaphore(0), asyncio.Semaphore(0)
        self.may = asyncio.Event()
        self.may.set()
        self.calls = 0

    async def serve(self):
        self.calls += 1
        self.begun.release()
        await self.may.wait()
        self.done.release()


@pytest.fixture
async def database(postgres_url, monkeypatch):
    monkeypatch.setattr(jobs, "_ROUNDS", "0 0 1 1 *")  # what was not called for is not looked for
    async with opened(postgres_url) as database:
        database.serve_many()
        yield database


@asynccontextmanager
async def served(database, **desks):
    ledgers = [database.ledger(workspace) for workspace in desks]
    tasks = [
        asyncio.create_task(ledger.take_jobs(desk.serve))
        for ledger, desk in zip(ledgers, desks.values(), strict=True)
    ]
    try:
        async with asyncio.timeout(30):
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def write(database, workspace, key):
    async with database.ledger(workspace).open() as books:
        await books.deliveries.add(a_delivery(key))


async def test_whoever_has_something_to_deliver_is_called_and_nobody_else(database):
    north, south = Desk(), Desk()
    async with served(database, T1=north, T2=south):
        await write(database, "T2", "a")
        await south.done.acquire()

    assert (north.calls, south.calls) == (0, 1)


async def test_one_that_takes_long_holds_up_nobody_and_misses_no_call(database):
    north, south = Desk(), Desk()
    async with served(database, T1=north, T2=south):
        north.may.clear()
        await write(database, "T1", "a")
        await north.begun.acquire()
        for key in "bcd":
            await write(database, "T1", key)
        await write(database, "T2", "a")
        await south.done.acquire()
        north.may.set()
        await north.begun.acquire()

    assert south.calls == 1


async def test_the_worker_goes_on_for_whoever_stays(database):
    north, south = Desk(), Desk()
    async with served(database, T2=south):
        async with served(database, T1=north):
            await write(database, "T1", "a")
            await north.done.acquire()
        await write(database, "T1", "b")
        await write(database, "T2", "a")
        await south.done.acquire()

    assert north.calls == 1


async def test_a_worker_that_breaks_off_begins_again(postgres_url, monkeypatch, caplog):
    monkeypatch.setattr(jobs, "_AGAIN_AFTER", 0.0)
    begun = asyncio.Semaphore(0)

    async def broken(_jobs):
        begun.release()
        raise ExceptionGroup("unexpected", [LookupError()])

    monkeypatch.setattr(jobs.Jobs, "_work", broken)
    async with opened(postgres_url) as database:
        taking = asyncio.create_task(database.ledger("T1").take_jobs(Desk().serve))
        async with asyncio.timeout(20):
            for _ in range(2):
                await begun.acquire()
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)

    assert "the worker of the jobs broke off" in caplog.messages
