"""Transactions on PostgreSQL that meet as a test wants it: each is waited for until it waits for another."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine
from storage.ledger import Ledger
from tests.journeys.living import eventually

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@asynccontextmanager
async def processes(url: str, number: int) -> AsyncIterator[list[Ledger]]:
    """The ways of several processes to the same books."""
    engines = [open_engine(url) for _ in range(number)]
    try:
        yield [Ledger(engine, "T1") for engine in engines]
    finally:
        for engine in engines:
            await engine.dispose()


async def held_up(engine: AsyncEngine, *doings: Coroutine[Any, Any, Any]) -> list[asyncio.Task[Any]]:
    """Begin these one after the other, each when all before it wait for a lock or are done."""
    tasks: list[asyncio.Task[Any]] = []
    for doing in doings:
        tasks.append(asyncio.create_task(doing))
        await eventually(partial(_are_held_up, engine, tasks))
    return tasks


async def _are_held_up(engine: AsyncEngine, tasks: Sequence[asyncio.Task[Any]]) -> bool:
    async with engine.connect() as connection:
        number: int = (await connection.execute(_WAITING)).scalar_one()
    return number >= sum(not each.done() for each in tasks)
