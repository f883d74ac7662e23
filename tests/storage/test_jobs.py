"""The worker of the jobs ends when it is told to, whatever its database does."""

import asyncio

import pytest
from procrastinate import App
from procrastinate.exceptions import ConnectorException

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
