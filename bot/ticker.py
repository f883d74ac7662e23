"""The alarm clock: APScheduler calls the agenda every few seconds, and nothing else is asked of it."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_log = logging.getLogger(__name__)

_EVERY = 2
"""Seconds between ticks. A tick that is missed or late is of no consequence: the agenda catches up."""


@asynccontextmanager
async def ticking(tick: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Tick until the block is left; a tick that fails is logged, and the next one comes."""

    async def guarded() -> None:
        try:
            await tick()
        except Exception:  # noqa: BLE001 - the guard: the next tick comes
            _log.exception("tick failed")

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(guarded, "interval", seconds=_EVERY, coalesce=True, max_instances=1)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
