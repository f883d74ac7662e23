"""What one piece of work costs on PostgreSQL, here and there, in the processor's time; prints it as JSON."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from time import process_time

import aiohttp
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import connections
from bot.app import Installation
from bot.house import housed
from bot.organisation import organised
from bot.settings import Settings
from rituals import pulse
from rituals.ids import random_id
from rituals.letters import post
from rituals.ritual import Occasion
from storage.database import Database
from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from tests.bench.memory import mib
from tests.growth import company
from tests.growth.company import MONDAY, NOW
from tests.growth.operations import OPERATIONS, Bench

# Of the larger kind: 12 teams, 240 people, five years of a metric of each team.
_PEOPLE, _READINGS = 240, 12 * company.WEEKS
_LETTERS = 1_000
_OCCASION = Occasion("pulse", company.TEAM, MONDAY, due_at=NOW, now=NOW)
_SIZED = ("readings", "commitments", "deliveries", "people")
_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """What the database's processes have worked so far, and how many statements they were sent."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self.statements = engine, 0
        event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, *_: object) -> None:
        self.statements += 1

    async def worked_s(self) -> float:
        async with self._engine.connect() as connection:
            pids = (await connection.execute(text("SELECT pid FROM pg_stat_activity"))).scalars().all()
        return sum(map(_worked, pids))

    async def cost(self, name: str, work: Callable[[], Awaitable[None]], times: int) -> dict[str, float]:
        """Of one time: milliseconds of the processor here and there, and statements."""
        await work()
        there, here, sent = await self.worked_s(), process_time(), self.statements
        for _ in range(times):
            await work()
        here, sent = process_time() - here, self.statements - sent
        there = await self.worked_s() - there
        return {
            f"{name}_here_ms": here / times * 1000,
            f"{name}_there_ms": there / times * 1000,
            f"{name}_statements": sent / times,
        }


def _worked(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # one of those that come and go
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def run(url: str, times: int, workspaces: int, watched_s: float) -> Mapping[str, float]:
    engine = open_engine(url)
    try:
        await migrate(engine)
        await company.write(engine, _rows())
        meter, bench = Meter(engine), Bench(Ledger(engine, company.WORKSPACE), 0)
        told: dict[str, float] = {}
        for name in ("tick", "commit", "home", "monday"):
            told |= await meter.cost(name, _of(OPERATIONS[name], bench), times)
        told |= await meter.cost("standup", lambda: _standup(bench), times)
        await _written(bench)
        told |= {f"{table}_bytes": await _bytes(engine, table) for table in _SIZED}
        return told | await _served(engine, url, meter, workspaces, watched_s)
    finally:
        await engine.dispose()


def _rows() -> company.Rows:
    """People and readings of one organisation."""
    known = {}
    for made in (company.with_readings(_READINGS), company.with_people(_PEOPLE)):
        for table, row in made:
            key = (table.name, *(row[column.name] for column in table.primary_key))
            if key not in known:
                known[key] = True
                yield table, row


def _of(operation: Callable[[Bench], Awaitable[None]], bench: Bench) -> Callable[[], Awaitable[None]]:
    return lambda: operation(bench)


async def _standup(bench: Bench) -> None:
    """A team's pulse prepared, and what it says stored to be sent; never the same letter twice."""
    async with bench.ledger.open() as books:
        for letter in await pulse.PULSE.prepare(books, _OCCASION):
            await post(books, replace(letter, key=random_id(), thread_of=None), NOW)


async def _written(bench: Bench) -> None:
    """Enough messages for the size of one to be seen."""
    async with bench.ledger.open() as books:
        letters = await pulse.PULSE.prepare(books, _OCCASION)
        for number in range(_LETTERS):
            letter = letters[number % len(letters)]
            await post(books, replace(letter, key=f"{letter.key}:{number}", thread_of=None), NOW)


async def _bytes(engine: AsyncEngine, table: str) -> float:
    """What a row takes on disk with its part of every index."""
    async with engine.connect() as connection:
        sized = f"SELECT pg_total_relation_size('{table}')::float / greatest(count(*), 1) FROM {table}"
        found: float = (await connection.execute(text(sized))).scalar_one()
        return found


async def _served(
    engine: AsyncEngine, url: str, meter: Meter, workspaces: int, watched_s: float
) -> dict[str, float]:
    """What a workspace takes of a process that serves it while nobody does anything: memory, and work."""
    settings = Settings(
        SLACK_BOT_TOKEN="xoxb-bench",
        SLACK_SIGNING_SECRET="bench",
        SLACK_API_URL="http://127.0.0.1:9/api/",
        POLARIS_MODE="http",
        POLARIS_DATABASE_URL=url,
    )
    await company.write(engine, _others(workspaces))
    database = Database(engine)
    database.serve_many()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(housed(settings))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        before = 0.0
        for number in range(1, workspaces + 1):
            workspace = f"W{number}"
            client = connections.client_on(session, settings, "xoxb-bench")
            ours = Installation(workspace, "Acme", "", "UBOT", "BBOT", frozenset())
            made = organised(house, client, ours, database.ledger(workspace))
            organisation = await stack.enter_async_context(made)
            await stack.enter_async_context(organisation.at_work(house.timing.tick))
            if number == 1:
                before = mib(os.getpid())
        grown = (mib(os.getpid()) - before) / (workspaces - 1)
        there, here = await meter.worked_s(), process_time()
        await asyncio.sleep(watched_s)
        each = 1000 / watched_s / workspaces
        return {
            "served_mib": grown,
            "served_here_ms": (process_time() - here) * each,
            "served_there_ms": (await meter.worked_s() - there) * each,
        }


def _others(number: int) -> company.Rows:
    for table, row in company.with_workspaces(number + 1):
        if row["workspace"] != company.WORKSPACE:
            yield table, {**row, "workspace": f"W{row['workspace'][1:]}"}


if __name__ == "__main__":
    url, times, workspaces, watched_s = sys.argv[1:]
    found = asyncio.run(run(url, int(times), int(workspaces), float(watched_s)))
    sys.stdout.write(json.dumps(found) + os.linesep)
