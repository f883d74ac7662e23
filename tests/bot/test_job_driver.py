"""What only replicas on PostgreSQL have to outlive: each other's deaths, and the database's."""

import asyncio
import itertools
import sys
from asyncio.subprocess import create_subprocess_exec
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import event, text

from storage import jobs
from storage.engine import DATABASE_AWAY, open_engine
from storage.ledger import Ledger
from storage.records.deliveries import DeliveryState
from tests.bot.office import AT_ONCE, an_office

pytestmark = pytest.mark.postgres

ALL_OTHERS_ARE_CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def engine(postgres_url):
    engine = open_engine(postgres_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def office(engine):
    async with an_office(Ledger(engine, "T1")) as opened:
        yield opened


@asynccontextmanager
async def running(driver):
    task = asyncio.create_task(driver.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def arriving(office, number):
    """Wait for so many messages, before or from now on."""
    async with asyncio.timeout(20):
        for _ in iter(lambda: len(office.texts()) < number, False):
            await asyncio.sleep(0.05)


async def in_the_end(write, text):
    """A connection that was in use a moment ago finds out by being used that it is cut off."""
    for _ in range(20):
        with suppress(*DATABASE_AWAY):
            return await write(text)
    raise AssertionError("the database stays away")


async def told(engine, statement):
    async with engine.begin() as connection:
        return (await connection.execute(text(statement))).scalars().all()


async def test_a_call_is_rolled_back_with_what_it_was_for(engine):
    async with engine.connect() as connection:
        await jobs.Calls().defer(connection, "T1", {"CALL": None})
        await connection.rollback()

    assert await told(engine, "SELECT id FROM procrastinate_jobs") == []


async def test_a_postponed_letter_is_called_for_when_its_time_has_come(office, engine):
    office.slack.faults.add("429", "chat.postMessage", retry_after=40)
    await office.write("hello")
    await office.deliver()

    later = await told(engine, "SELECT scheduled_at FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL")
    assert later == [office.machine.now() + timedelta(seconds=40)]


async def test_a_driver_outlives_a_database_that_is_started_anew(office, engine):
    async with running(office.driver):
        await office.write("before")
        await arriving(office, 1)
        await told(engine, ALL_OTHERS_ARE_CUT_OFF)
        await in_the_end(office.write, "after")
        await arriving(office, 2)

    assert office.texts() == ["before", "after"]


async def test_what_was_about_to_leave_leaves_though_the_database_went_away_just_then(engine, postgres_url):
    departures = itertools.count(1)

    def cut(_connection, _cursor, statement, *_):
        if "FROM pacing" in statement and "FOR UPDATE" in statement and next(departures) == 1:
            with psycopg.connect(postgres_url) as other:
                other.execute(ALL_OTHERS_ARE_CUT_OFF)

    event.listen(engine.sync_engine, "before_cursor_execute", cut)
    one_after_the_other = replace(AT_ONCE, workspace_gap=timedelta(milliseconds=1))
    async with an_office(Ledger(engine, "T1"), timing=one_after_the_other) as office:
        await office.write("hello")
        async with running(office.driver):
            await arriving(office, 1)

        assert office.texts() == ["hello"]
    assert next(departures) > 2


async def test_what_slack_took_is_known_though_the_database_is_away_just_then(office, engine):
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.5)
    key = await office.write("hello")
    delivering = asyncio.create_task(office.deliver())
    await arriving(office, 1)
    await told(engine, ALL_OTHERS_ARE_CUT_OFF)
    await delivering

    assert (await office.row(key)).state is DeliveryState.SENT
    assert office.texts() == ["hello"]


async def test_what_nobody_was_called_for_is_found_all_the_same(office, engine, monkeypatch):
    monkeypatch.setattr(jobs, "_ROUNDS", "* * * * * *")
    await office.write("hello")
    await told(engine, "DELETE FROM procrastinate_jobs RETURNING id")
    async with running(office.driver):
        await arriving(office, 1)

    assert office.texts() == ["hello"]


async def test_the_jobs_of_a_process_that_was_killed_are_taken_over(office, engine, monkeypatch):
    monkeypatch.setattr(jobs, "_ROUNDS", "* * * * * *")
    await office.write("hello")
    await told(engine, "UPDATE procrastinate_jobs SET status = 'doing' RETURNING id")
    async with running(office.driver):
        await arriving(office, 1)

    assert office.texts() == ["hello"]
    assert await told(engine, "SELECT id FROM procrastinate_jobs WHERE status = 'doing'") == []


async def test_nothing_is_left_of_jobs_that_are_done(office, engine):
    async with running(office.driver):
        await office.write("hello")
        await arriving(office, 1)

    served = "SELECT id FROM procrastinate_jobs WHERE task_name = 'polaris.serve'"
    assert await told(engine, served) == []


async def test_whoever_runs_on_sqlite_never_waits_for_procrastinate(tmp_path):
    start = (
        "import asyncio, sys, bot.wiring\n"
        "from storage.database import opened\n"
        "async def start():\n"
        "    async with opened(sys.argv[1]) as database, database.ledger('T1').open():\n"
        "        pass\n"
        "asyncio.run(start())\n"
        "sys.exit('procrastinate' in sys.modules)"
    )
    process = await create_subprocess_exec(sys.executable, "-c", start, f"sqlite:///{tmp_path / 'p.db'}")

    assert await process.wait() == 0
