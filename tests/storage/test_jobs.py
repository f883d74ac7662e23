"""The worker of the jobs ends when it is told to, whatever its database does."""

import asyncio
from contextlib import suppress

import pytest
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from storage import jobs
from storage.engine import open_engine
from storage.jobs import JobsOfOne

pytestmark = pytest.mark.postgres


@pytest.fixture
async def ends(postgres_url):
    """Whether a worker ends that is told to once it has come to a certain point."""
    engine = open_engine(postgres_url)

    async def serve():
        """Nothing."""

    async def _ends(point):
        worker = asyncio.create_task(JobsOfOne(engine, "T1", serve).run())
        await point.wait()
        worker.cancel()
        _, late = await asyncio.wait([worker], timeout=30)
        worker.cancel()
        return not late

    yield _ends
    await engine.dispose()


async def never(*_given, **_how):
    await asyncio.Event().wait()


async def test_a_worker_that_is_stopped_while_its_database_is_away_ends(ends, monkeypatch):
    at_work = asyncio.Event()

    async def works_until_stopped(_app, **_how):
        try:
            at_work.set()
            await never()
        finally:
            raise ConnectorException("nobody to take leave of")

    monkeypatch.setattr(App, "run_worker_async", works_until_stopped)

    assert await ends(at_work)


async def test_a_worker_that_does_not_hear_that_it_is_stopped_is_told_again(ends, monkeypatch):
    at_work = asyncio.Event()

    async def hears_the_second_time(_app, **_how):
        at_work.set()
        with suppress(asyncio.CancelledError):
            await never()
        await never()

    monkeypatch.setattr(App, "run_worker_async", hears_the_second_time)
    monkeypatch.setattr(jobs, "_SAID_AGAIN_AFTER", 0.05)

    assert await ends(at_work)


async def test_a_worker_that_is_stopped_as_its_database_comes_back_does_not_begin(ends, monkeypatch):
    is_opening = asyncio.Event()

    async def opens_at_that_moment(_connector, **_how):
        is_opening.set()
        with suppress(asyncio.CancelledError):
            await never()

    monkeypatch.setattr(PsycopgConnector, "open_async", opens_at_that_moment)
    monkeypatch.setattr(App, "run_worker_async", never)

    assert await ends(is_opening)
