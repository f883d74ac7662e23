"""The worker of the jobs ends when it is told to, whatever its database does."""

import asyncio
from contextlib import suppress

import pytest
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from storage import jobs
from storage.engine import open_engine
from storage.jobs import JobsOfOne


@pytest.mark.postgres
async def test_a_worker_that_is_stopped_while_its_database_is_away_ends(postgres_url, monkeypatch):
    engine, at_work = open_engine(postgres_url), asyncio.Event()

    async def works_until_stopped(_app, **_how):
        try:
            at_work.set()
            await asyncio.Event().wait()
        finally:
            raise ConnectorException("nobody to take leave of")

    async def serve():
        """Nothing."""

    monkeypatch.setattr(App, "run_worker_async", works_until_stopped)
    worker = asyncio.create_task(JobsOfOne(engine, "T1", serve).run())
    await at_work.wait()
    worker.cancel()
    _, late = await asyncio.wait([worker], timeout=5)
    await engine.dispose()

    assert not late


@pytest.mark.postgres
async def test_a_worker_that_does_not_hear_that_it_is_stopped_is_told_again(postgres_url, monkeypatch):
    engine, at_work = open_engine(postgres_url), asyncio.Event()

    async def hears_the_second_time(_app, **_how):
        at_work.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    async def serve():
        """Nothing."""

    monkeypatch.setattr(App, "run_worker_async", hears_the_second_time)
    monkeypatch.setattr(jobs, "_SAID_AGAIN_AFTER", 0.05, raising=False)
    worker = asyncio.create_task(JobsOfOne(engine, "T1", serve).run())
    await at_work.wait()
    worker.cancel()
    _, late = await asyncio.wait([worker], timeout=5)
    worker.cancel()
    await engine.dispose()

    assert not late


@pytest.mark.postgres
async def test_a_worker_that_is_stopped_as_its_database_comes_back_does_not_begin(postgres_url, monkeypatch):
    engine, is_opening = open_engine(postgres_url), asyncio.Event()

    async def opens_at_that_moment(_connector, **_how):
        is_opening.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    async def works(_app, **_how):
        await asyncio.Event().wait()

    async def serve():
        """Nothing."""

    monkeypatch.setattr(PsycopgConnector, "open_async", opens_at_that_moment)
    monkeypatch.setattr(App, "run_worker_async", works)
    worker = asyncio.create_task(JobsOfOne(engine, "T1", serve).run())
    await is_opening.wait()
    worker.cancel()
    _, late = await asyncio.wait([worker], timeout=3)
    worker.cancel()
    await engine.dispose()

    assert not late
