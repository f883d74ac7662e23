"""Of several processes one pulls a source, and what one leaves undone when it is killed another does."""

import asyncio
import signal
import sys
from datetime import datetime, timedelta

import pytest

from storage.database import opened
from storage.records.metrics import Direction, Metric
from storage.records.sources import RunState
from tests.making import a_workspace
from tests.postgres import fresh_database

pytestmark = pytest.mark.postgres

ACTIVE = Metric("active", "Weekly active contributors", "count", Direction.UP)
NINE = datetime.fromisoformat("2026-03-16T09:00+00:00")

# A process that pulls what is due; the source says so, each time it is asked, and may never answer.
PULLS = """
import asyncio, sys
from datetime import datetime
from rituals.pulling import Pulls
from storage.database import opened
from storage.sources.rows import Row
from tests.fakes import HandClock
from tests.making import a_source

url, now, hangs = sys.argv[1:]

async def pull(_source, _window):
    print("asked", flush=True)
    if hangs == "hangs":
        await asyncio.Event().wait()
    await asyncio.sleep(0.3)
    return [Row("2026-03-02", 25, "row 1")]

async def keep():
    async with opened(url) as database:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await Pulls(database.ledger("T1"), HandClock(datetime.fromisoformat(now)), [a_source()], pull).keep()

asyncio.run(keep())
"""


@pytest.fixture
async def url(postgres, migrated_postgres):
    """A database with one metric, for processes as those of `polaris run`."""
    url = await fresh_database(postgres, migrated_postgres)
    async with opened(url) as database, database.ledger("T1").open() as books:
        await books.workspaces.put(a_workspace())
        await books.metrics.put(ACTIVE)
    return url


@pytest.fixture
def process(url):
    async def _started(now=NINE, *, hangs=False):
        begun = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PULLS, url, now.isoformat(), "hangs" if hangs else "answers"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert await said(begun) == b"ready\n"
        return begun

    return _started


async def said(process):
    assert process.stdout is not None
    return await process.stdout.readline()


async def runs(url):
    async with opened(url) as database, database.ledger("T1").open() as books:
        return [(run.attempt, run.state) for run in await books.source_runs.latest(None)]


async def test_of_two_processes_at_the_same_moment_one_pulls(process, url):
    both = [await process(), await process()]
    told = await asyncio.gather(*(each.communicate(b"go\n") for each in both))

    assert sorted(out for out, _ in told) == [b"", b"asked\n"]
    assert await runs(url) == [(1, RunState.DONE)]


async def test_what_a_killed_process_was_pulling_is_pulled_by_another(process, url):
    killed = await process(hangs=True)
    killed.stdin.write(b"go\n")
    assert await said(killed) == b"asked\n"
    killed.send_signal(signal.SIGKILL)
    await killed.wait()
    outs = []
    for minutes in (5, 20, 23):  # it may still be at work; it is given up; it is tried again
        out, _ = await (await process(NINE + timedelta(minutes=minutes))).communicate(b"go\n")
        outs.append(out)

    assert outs == [b"", b"", b"asked\n"]
    assert await runs(url) == [(2, RunState.DONE), (1, RunState.FAILED)]
